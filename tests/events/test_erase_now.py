"""Erasing before the time: it says what is lost, refuses while people count on it, and leaves the numbers."""

import datetime as dt
import logging
import re

import pytest
from django.urls import reverse

from events import actions, erasure
from events.models import DoorStroke, Event, EventKey, EventTally, Rsvp, ShiftPlace
from outreach.models import Message
from tests.events.conftest import START
from tests.events.shift_parts import a_shift, place
from tests.factories import CampaignFactory, EventFactory, PartnerFactory

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
OVER = START + 3 * HOUR


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


@pytest.fixture
def over(desk, staff, frozen):
    """The event is over; staff sign in again."""
    frozen.move_to(OVER)
    desk.force_login(staff)


@pytest.fixture
def crowd(event, person, now):
    """Three people, of whom one came with two guests, a shift and two nameless at the door."""
    people = [person(f"p{n}@tests.example", name="Canary") for n in range(3)]
    place(a_shift(event, meeting_point="By the fountain", note="Green vest"), people[0], now)
    Rsvp.objects.filter(pk=people[0].pk).update(arrived_at=START, guests=2)
    DoorStroke.objects.create(event=event, client_key="0" * 31 + "1", kind="count", people=2, at=START)
    return people


def page(event):
    return reverse("events:event_desk_erase", args=[event.slug])


def test_nothing_is_erased_while_the_event_is_ahead(desk, event, crowd):
    assert "Not while the event is ahead" in desk.get(page(event)).content.decode()
    assert desk.post(page(event)).status_code == 409
    assert (Rsvp.objects.count(), EventKey.objects.count()) == (3, 1)


def test_page_says_what_is_lost_and_only_a_press_erases(desk, event, crowd, over):
    html = desk.get(page(event)).content.decode()
    for text in ("3 sign-ups with their contacts", "who had 1 shift", "1 press at the door", "cannot be undone"):
        assert text in html
    assert Rsvp.objects.count() == 3
    assert "3 sign-ups erased." in desk.post(page(event), follow=True).content.decode()
    left = [model.objects.count() for model in (Rsvp, EventKey, ShiftPlace, DoorStroke)]
    assert left == [0, 0, 0, 0]
    shift = event.shifts.get()
    assert (shift.role_en, shift.meeting_point, shift.note) == ("Interpreter", "", "")


def test_numbers_stay_and_no_later_count_takes_them_back(desk, event, crowd, over):
    desk.post(page(event))
    erasure.purge_signups(now=OVER + 30 * DAY)
    tally = EventTally.objects.get()
    assert (tally.signed_up, tally.guests, tally.arrived, tally.nameless) == (3, 2, 3, 2)
    assert (tally.headcount, tally.closed_at) == (5, OVER)
    html = desk.get(reverse("events:event_desk_erase", args=[event.slug])).content.decode()
    assert "5 people said they would come, 5 came." in html


def test_canceled_event_may_be_erased_and_says_who_was_told_nothing(desk, event, crowd, now, staff):
    staff.set_password("long enough for tests")
    staff.save()
    desk.force_login(staff)
    actions.change_event(pk=event.pk, now=now, status="cancelled")
    assert "3 people were not told everything yet" in desk.get(page(event)).content.decode()
    desk.post(desk.post(page(event)).url, {"password": "long enough for tests"})
    unsent = Message.objects.filter(kind__in=("events.cancelled", "events.confirmation"))
    assert set(unsent.values_list("state", "reason")) == {("suppressed", "erased")}
    assert EventTally.objects.get().closed_at is None  # it may still be taken up again
    event.refresh_from_db()
    assert (event.seats_taken, event.is_full) == (0, False)


def test_erasing_is_logged_by_numbers_alone(desk, event, crowd, over, caplog):
    with caplog.at_level(logging.INFO):
        desk.post(page(event))
    assert f"event {event.pk}: 3 sign-ups and 1 keys erased by hand" in caplog.text
    assert [word in caplog.text for word in ("Canary", "tests.example", event.title, event.slug)] == [False] * 4


def test_desk_erases_for_nobody_else(client, event, crowd, coordinator, frozen):
    frozen.move_to(OVER)
    assert client.post(page(event)).status_code == 302  # to sign in
    client.force_login(coordinator.user)
    assert (client.get(page(event)).status_code, client.post(page(event)).status_code) == (404, 404)
    assert Rsvp.objects.count() == 3


def test_card_counts_down(event, person, now):
    person()
    card = erasure.card(event, now)
    assert (card["people"], card["left"], card["may"]) == (1, event.ends_at + 7 * DAY - now, False)
    assert erasure.card(event, event.ends_at + 8 * DAY)["left"] == dt.timedelta(0)


def test_reader_sees_the_countdown_on_their_page(visitor, person, frozen, language):
    words = {"en": "Erased in 24 days: Saturday, December 12, 12:30", "es": "Se borra en 24 días"}
    html = visitor.opens(person(), language).content.decode().replace("\xa0", " ")
    assert words[language] in html.replace('<span class="nb">', "")


def test_numbers_add_up_by_campaign_and_by_partner(django_assert_num_queries):
    campaign, partners = CampaignFactory(), [PartnerFactory(), PartnerFactory()]
    for n in (1, 2):
        event = EventFactory(campaign=campaign)
        event.partners.set(partners[:n])
        EventTally.objects.create(event=event, signed_up=10 * n, guests=n, anonymous=1, arrived=5 * n, nameless=n)
    EventFactory(campaign=campaign)  # never counted
    by_campaign = {"events": 2, "announced": 35, "came": 18}
    with django_assert_num_queries(2):
        assert list(Event.objects.sums_by("campaign")) == [{"campaign": campaign.pk} | by_campaign]
        assert list(Event.objects.sums_by("partners")) == [
            {"partners": partners[0].pk} | by_campaign,
            {"partners": partners[1].pk, "events": 1, "announced": 23, "came": 12},
        ]
    assert sorted(Event.objects.with_numbers().values_list("announced", "came")) == [(0, 0), (12, 6), (23, 12)]


def test_page_of_numbers_names_campaign_partner_and_term(client, staff, term, coordinator, django_assert_num_queries):
    for n in range(3):
        campaign = CampaignFactory(title_en=f"Campaign {n} of numbers")
        event = EventFactory(campaign=campaign, term=term, title_en="Canary")
        event.partners.add(PartnerFactory(name=f"Partner {n} of numbers"))
        EventTally.objects.create(event=event, signed_up=10 + n, arrived=5, nameless=n)
    client.force_login(staff)
    url = reverse("events:event_desk_numbers")
    with django_assert_num_queries(10):
        html = " ".join(client.get(url).content.decode().split())
    shown = re.sub(r"(<[^>]+>\s*)+", " ", html)
    assert ("Campaign 2 of numbers 1 12 7 " in shown, "Partner 0 of numbers 1 10 5 " in shown) == (True, True)
    assert (" 3 33 18 " in shown, "Canary" in html) == (True, False)
    client.force_login(coordinator.user)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("here", "words"),
    [("", "2 events counted: 33 said they would come, 18 came"), ("/es", "33 dijeron que vendrían y 18")],
)
def test_campaign_and_partner_show_their_numbers_to_staff(client, staff, here, words):
    campaign, partner = CampaignFactory(), PartnerFactory()
    for n in (1, 2, 0):
        event = EventFactory(campaign=campaign, is_demo=not n)
        event.partners.add(partner)
        EventTally.objects.create(event=event, signed_up=10 * n, guests=n, arrived=5 * n or 99, nameless=n)
    client.force_login(staff)
    for page in (f"campaigns/campaign/{campaign.pk}", f"partners/partner/{partner.pk}"):
        html = client.get(f"{here}/admin/{page}/change/").content.decode()
        assert words in html
    assert client.get(f"{here}/admin/partners/partner/add/").status_code == 200
