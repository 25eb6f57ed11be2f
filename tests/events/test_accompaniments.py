"""The accompaniment desk: who sees it, who can take what, and when the meeting point is told."""

import datetime as dt

import pytest
from django.urls import reverse

from events import actions, people
from events.models import Rsvp, Shift, ShiftPlace
from events.shift_letters import SHIFT_CHANGED
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import START
from tests.events.shift_parts import a_shift, a_training, trained
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
POINT, NOTE = "By the canary fountain", "Canary vest"
LATER = START.date() + 100 * DAY


@pytest.fixture
def event(db):
    places = {"place": "Canary courthouse", "place_public": False, "neighborhood": "Judiciary Square"}
    return EventFactory(kind="accompaniment", title_en="Canary morning", title_es="Mañana canaria", **places)


@pytest.fixture
def training():
    return a_training()


@pytest.fixture
def shift(event, training):
    return a_shift(event, training=training, language="es", meeting_point=POINT, note=NOTE)


@pytest.fixture
def companion(training, client, frozen):
    """Makes an account with the training and signs it in."""

    def make(*, until=LATER, **fields):
        user = UserFactory(**fields)
        if until:
            trained(user.email, training, until)
        client.force_login(user)
        return user

    return make


def page(client, status=200) -> str:
    response = client.get(reverse("events:accompaniment_list"))
    assert response.status_code == status
    return response.content.decode()


def take(client, shift, **fields):
    return client.post(reverse("events:accompaniment_take", args=[shift.pk]), fields, follow=True)


def leave(client, shift):
    return client.post(reverse("events:accompaniment_leave", args=[shift.pk]), follow=True)


def test_desk_is_there_for_the_trained_and_for_staff(client, companion, shift, staff, coordinator, frozen):
    assert client.get(reverse("events:accompaniment_list")).status_code == 302
    client.force_login(coordinator.user)
    page(client, status=404)
    assert take(client, shift, speaks="on").status_code == 404
    companion()
    assert "Judiciary Square" in page(client)
    client.force_login(staff)
    assert "Not for you, and why" in page(client)  # they see all and can take none without the training
    assert Rsvp.objects.count() == 0


def test_shift_is_taken_by_who_says_to_speak_the_language(client, companion, shift):
    user = companion(name="Companion")
    assert "I speak Spanish well enough" in page(client)
    assert "Tick that you speak Spanish" in take(client, shift).content.decode()
    assert Rsvp.objects.count() == 0
    assert "The shift is yours." in take(client, shift, speaks="on").content.decode()
    rsvp = Rsvp.objects.get()
    assert (rsvp.state, rsvp.speaks, rsvp.discreet, rsvp.contact) == ("confirmed", ["es"], True, user.email)
    assert ShiftPlace.objects.get().shift == shift


def test_language_is_asked_once(client, companion, event, shift, training):
    companion()
    take(client, shift, speaks="on")
    another = EventFactory(kind="accompaniment", starts_at=event.ends_at, ends_at=event.ends_at + HOUR)
    second = a_shift(another, training=training, language="es", role_en="Waiting")
    assert "I speak Spanish" not in page(client)
    assert "The shift is yours." in take(client, second).content.decode()


def test_language_that_a_stranger_typed_for_them_is_asked_all_the_same(client, companion, shift, now):
    user, rally = companion(), EventFactory()
    words = {"language": "en", "name": "", "discreet": True, "speaks": ["es"]}
    actions.sign_up(event=rally, contact=user.email, now=now, **words)
    assert "I speak Spanish well enough" in page(client)
    assert "Tick that you speak Spanish" in take(client, shift).content.decode()


def test_second_language_is_added_to_the_sign_up(client, companion, event, shift, training):
    companion()
    Shift.objects.filter(pk=shift.pk).update(ends_at=shift.starts_at + HOUR / 2)
    take(client, shift, speaks="on")
    hours = {"starts_at": shift.starts_at + HOUR / 2}
    other = a_shift(event, training=training, language="am", role_en="Waiting", **hours)
    assert "The shift is yours." in take(client, other, speaks="on").content.decode()
    assert Rsvp.objects.get().speaks == ["am", "es"]


def test_nobody_is_at_two_places_at_once(client, companion, event, shift, training):
    companion()
    take(client, shift, speaks="on")
    elsewhere = EventFactory(kind="accompaniment", starts_at=event.ends_at - HOUR / 4, ends_at=event.ends_at + HOUR)
    other = a_shift(elsewhere, training=training, language="es")
    assert "You have another shift at these hours." in take(client, other).content.decode()
    assert list(ShiftPlace.objects.values_list("shift", flat=True)) == [shift.pk]


def test_meeting_point_is_told_to_the_pair_and_only_when_it_is_one(client, companion, shift):
    first = companion()
    take(client, shift, speaks="on")
    html = page(client)
    assert (POINT in html, "as soon as everybody needed has taken the shift" in html) == (False, True)
    second = companion()
    assert POINT not in page(client)
    take(client, shift, speaks="on")
    assert (POINT in page(client), NOTE in page(client)) == (True, True)
    client.force_login(first)
    assert POINT in page(client)
    client.force_login(second)
    leave(client, shift)
    assert POINT not in page(client)
    client.force_login(first)
    assert POINT not in page(client)  # alone again


def told(user) -> int:
    """How many messages about a changed shift wait for this person."""
    rsvp = people.of_user(user).first()
    return Message.objects.filter(kind=SHIFT_CHANGED, subject_id=rsvp.pk).count() if rsvp else 0


def test_companion_is_told_when_the_pair_is_complete_and_when_it_breaks(client, companion, shift, frozen, smtp_sink):
    first = companion()
    take(client, shift, speaks="on")
    second = companion()
    take(client, shift, speaks="on")
    assert (told(first), told(second)) == (1, 0)
    frozen.shift(6 * 60)
    run_once()
    leave(client, shift)
    assert (told(first), told(second)) == (2, 0)
    frozen.shift(6 * 60)
    run_once()
    texts = [mail.get_body(("plain",)).get_content() for mail in smtp_sink.to(first.email)]
    assert ["(2 of 2 people)" in texts[-2], "(1 of 2 people)" in texts[-1]] == [True, True]
    assert [word for word in ("canary", "courthouse", "Judiciary") if any(word in text for text in texts)] == []


def test_third_person_finds_it_full_and_learns_no_meeting_point(client, companion, shift):
    for _n in range(2):
        companion()
        take(client, shift, speaks="on")
    companion()
    html = page(client)
    assert ("This shift is full." in html, POINT in html, NOTE in html) == (True, False, False)
    assert "This shift is full." in take(client, shift, speaks="on").content.decode()
    assert ShiftPlace.objects.count() == 2


def test_exact_place_is_never_told(client, companion, shift):
    for _n in range(2):
        companion()
        take(client, shift, speaks="on")
    assert "Canary courthouse" not in page(client)


def test_training_that_expired_yesterday_is_said(client, companion, shift, now):
    companion(until=now.date() - DAY)
    html = page(client)
    assert "Your training “Accompaniment training” ended on November 17, 2026" in html
    assert ("Judiciary Square" in html, "You can take" in html) == (False, False)
    assert take(client, shift, speaks="on").status_code == 404
    assert Rsvp.objects.count() == 0


def test_training_that_ends_before_the_shift_is_a_reason(client, companion, shift):
    companion(until=START.date() - DAY)
    html = page(client)
    assert "Yours ends on Friday, December 4, 2026, before the shift." in html
    assert "before the shift." in take(client, shift, speaks="on").content.decode()
    assert Rsvp.objects.count() == 0


def test_giving_back_the_last_shift_ends_the_sign_up_and_its_messages(client, companion, shift):
    companion()
    take(client, shift, speaks="on")
    assert "It is open for somebody else." in leave(client, shift).content.decode()
    assert (ShiftPlace.objects.count(), Rsvp.objects.get().state) == (0, "withdrawn")
    assert Message.objects.unsent().count() == 0
    assert leave(client, shift).status_code == 200
    assert "The shift is yours." in take(client, shift, speaks="on").content.decode()


def test_draft_canceled_past_and_demo_shifts_are_not_there(client, companion, training, settings):
    settings.DEBUG = False
    past = {"starts_at": START - 30 * DAY, "ends_at": START - 30 * DAY + HOUR, "held_on": START.date() - 30 * DAY}
    for fields in ({"status": "draft"}, {"status": "cancelled"}, {"is_demo": True}, past, {"kind": "rally"}):
        hidden = a_shift(EventFactory(**{"kind": "accompaniment"} | fields), role_en="Hidden")
        companion()
        assert "Hidden" not in page(client)
        assert take(client, hidden).status_code == 404
    assert Rsvp.objects.count() == 0


def test_odd_numbers_and_foreign_shifts_are_404(client, companion, shift):
    companion()
    for pk in (shift.pk + 1, 10**18):
        assert client.post(f"/accompaniment/{pk}/take/").status_code == 404
    assert client.get(reverse("events:accompaniment_take", args=[shift.pk])).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, companion, training, rows, django_assert_num_queries):
    companion()
    for _n in range(rows):
        event = EventFactory(kind="accompaniment")
        take(client, a_shift(event, training=training))
        a_shift(event, training=training)
    page(client)
    with django_assert_num_queries(8):
        page(client)


def test_each_button_carries_what_protects_its_form(client, companion, shift):
    companion()
    shown = page(client).split("<main", 1)[1]
    assert (shown.count("accompaniment/"), shown.count('name="csrfmiddlewaretoken"')) == (1, 1)
