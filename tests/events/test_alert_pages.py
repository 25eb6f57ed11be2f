"""The three steps of moving an event at the desk, who may take them, and what the public page says afterwards."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation

from events import actions, alerts, differences, links
from events.models import Event, Rsvp
from outreach.models import Message
from tests.events.conftest import START
from tests.events.shift_parts import a_shift
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
TYPED = {
    **{"held_on": "2026-12-05", "start_time": "10:00", "end_time": "11:30", "time_zone": "America/New_York"},
    **{"mode": "in-person", "place": "100 Example Street NW, Washington, DC", "place_public": "on"},
    **{"neighborhood": "Columbia Heights", "online_url": "", "seen": "0"},
}


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


def page(event, name="change"):
    return reverse(f"events:event_desk_{name}", args=[event.slug])


def step(desk, event, name="preview", **typed):
    return desk.post(page(event), TYPED | {"step": name} | typed)


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def test_first_step_shows_what_people_know_and_asks_for_when_and_where_only(desk, event):
    html = text(desk.get(page(event)))
    asked = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', html)) - {"csrfmiddlewaretoken", "next", "language"}
    assert asked >= TYPED.keys()
    assert asked - TYPED.keys() <= {"end_day", "fold", "q"}
    assert "Saturday, December 5, 2026, 11:00 am to 12:30 pm" in re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"start_time": "11:00", "end_time": "12:30"}, "Nothing is different yet"),
        ({"held_on": "2026-11-17"}, "This day or hour has passed"),
        ({"end_time": "09:00"}, "The event ends before it starts"),
        ({"held_on": "0001-01-01"}, "Check the year"),
        ({"held_on": "9999-12-31"}, "Check the year"),
        ({"start_time": "\x00"}, "Enter a valid time"),
        ({"place": "x" * 201}, "at most 200 characters"),
        ({"place": "\x00"}, "Null characters are not allowed"),
        ({"place_public": "", "neighborhood": ""}, "Name the neighborhood"),
        ({"held_on": "2026-11-01", "start_time": "01:30"}, "comes twice"),
        ({"seen": str(10**30)}, "Ensure this value is less than"),
        ({"seen": "5"}, "Somebody else changed this event meanwhile"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(desk, event, reader, typed, words):
    reader()
    answer = step(desk, event, **{"place": "Corner of two streets"} | typed)
    event.refresh_from_db()
    assert (answer.status_code, event.revision) == (200, 0)
    if words.startswith("Nothing is"):
        answer = step(desk, event, **typed)
    assert words in text(answer)
    assert "place" in typed or words.startswith("Nothing is") or "Corner of two streets" in text(answer)


def test_second_step_says_everything_before_anything_goes_out(desk, event, reader, person):
    reader()
    reader("lectora@tests.example", language="es")
    a_shift(event)
    html = text(step(desk, event, place="Corner of two streets"))
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    for words in ("2 people are told", "One shift lies outside the new hours", "Corner of two streets", "1 characters"):
        assert words.partition("1 char")[0] in plain
    assert "Cambio" in plain  # the notice in Spanish, on an English page
    assert 'name="place" value="Corner of two streets"' in html
    assert (Message.objects.filter(kind="events.changed").count(), Event.objects.get().revision) == (0, 0)


def test_third_step_changes_tells_and_leads_to_the_delivery(desk, event, reader):
    reader()
    answer = step(desk, event, "send")
    assert (answer.status_code, answer.url) == (302, page(event, "delivery"))
    event.refresh_from_db()
    assert (event.starts_at, event.revision) == (START - HOUR, 1)
    assert Message.objects.filter(kind="events.changed", state="queued").count() == 1


def test_hour_earlier_and_back_to_typing_keep_what_was_typed(desk, event):
    html = text(step(desk, event, "later", place="Corner", start_time="", end_time=""))
    assert 'name="start_time" value="12:00' in html
    assert 'name="place" value="Corner"' in html
    assert 'value="Corner"' in text(step(desk, event, "back", place="Corner"))
    event.refresh_from_db()
    assert event.revision == 0


def test_change_between_preview_and_send_wins_and_is_shown_beside(desk, event, reader, now):
    reader()
    actions.change_event(pk=event.pk, now=now, neighborhood="Shaw", place="Other corner")
    html = text(step(desk, event, "send", place="My corner"))
    event.refresh_from_db()
    assert (event.place, event.revision) == ("Other corner", 1)
    assert "Somebody else changed this event meanwhile" in html
    assert "My corner" in html
    assert "Other corner" in html
    assert 'name="seen" value="1"' in html


def test_day_before_whoever_changes_it_proves_who_they_are_and_loses_nothing(desk, event, staff, reader, frozen):
    reader()
    staff.set_password("long enough for tests")
    staff.save()
    frozen.move_to(START - 3 * HOUR)
    desk.force_login(staff)
    asked = step(desk, event, "send")
    assert (asked.status_code, Event.objects.get().revision) == (302, 0)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    done = desk.post(asked.url, {"password": "long enough for tests"})
    assert (done.status_code, done.url, Event.objects.get().revision) == (302, page(event, "delivery"), 1)
    frozen.shift(14 * MINUTE)
    assert step(desk, event, "send", seen="1", start_time="10:30").url == page(event, "delivery")
    frozen.shift(2 * MINUTE)
    assert step(desk, event, "send", seen="2", start_time="10:15").url.startswith(reverse("account_reauthenticate"))


def test_far_from_the_day_nobody_is_asked_again(desk, event, staff):
    staff.set_password("long enough for tests")
    staff.save()
    desk.force_login(staff)
    assert step(desk, event, "send").url == page(event, "delivery")


def test_draft_leads_to_its_form_and_what_is_off_or_has_no_hours_is_not_there(desk, event):
    draft = EventFactory(status="draft")
    off, past = EventFactory(status="cancelled"), EventFactory(starts_at=None, ends_at=None, signup_open=False)
    assert desk.get(page(draft)).url == page(draft, "edit")
    assert [desk.get(page(one)).status_code for one in (off, past)] == [404, 404]


@pytest.mark.parametrize("name", ["change", "delivery", "calls"])
def test_pages_are_for_staff(client, coordinator, event, name):
    client.force_login(coordinator.user)
    assert client.get(page(event, name)).status_code == 404
    assert client.post(page(event, name)).status_code in (404, 405)


# --- what readers see -------------------------------------------------------------------------------------------------
def test_public_page_shows_old_and_new_in_both_languages_until_it_is_over(client, event, reader, frozen, now, language):
    reader()
    alerts.send(pk=event.pk, seen=0, values={"starts_at": START - HOUR}, now=now)
    with translation.override(language):
        url = reverse("events:event_detail", args=[event.slug])
    shown = re.sub(r"</?span[^>]*>", "", text(client.get(url)))
    old, new = {"en": ("11:00 am to", "10:00 am to"), "es": ("11:00 a. m. a", "10:00 a. m. a")}[language]
    assert f"<del>{old}" in shown
    assert f"<ins>{new}" in shown
    frozen.move_to(event.ends_at + MINUTE)
    assert "<ins>" not in text(client.get(url))


def test_place_that_is_not_public_is_in_no_strip_but_that_of_who_may_know_it(client, event, reader, now, frozen):
    rsvp = reader()
    hidden = {"place": "Secret corner", "place_public": False}
    alerts.send(pk=event.pk, seen=0, values=hidden, now=now)
    alerts.send(pk=event.pk, seen=1, values={"place": "Second secret"}, now=now + HOUR)
    public = text(client.get(event.get_absolute_url()))
    assert "secret" not in public.lower().replace("secretar", "")
    assert "The exact place has changed" in public
    own = text(client.get(links.path(Rsvp.objects.get(pk=rsvp.pk), "en")))
    assert "<del>Secret corner, Columbia Heights</del>" in own
    assert "<ins>Second secret, Columbia Heights</ins>" in own


def test_exact_place_on_a_timer_is_in_no_strip_before_its_hour(client, reader, now, frozen):
    event = EventFactory(place="Secret corner", place_public=False, exact_hours_before=2)
    rsvp = reader(of=event)
    alerts.send(pk=event.pk, seen=0, values={"place": "Second secret"}, now=now)
    page_of = links.path(Rsvp.objects.get(pk=rsvp.pk), "en")
    assert "secret" not in text(client.get(page_of)).lower()
    frozen.move_to(START - HOUR)
    assert "<del>Secret corner" in text(client.get(page_of))


def test_strip_of_a_former_public_place_that_is_now_confidential_names_neither(event, now):
    alerts.send(pk=event.pk, seen=0, values={"place": "Secret corner", "place_public": False}, now=now)
    event.refresh_from_db()
    assert [one.new for one in differences.for_readers(event, now)] == [
        "The exact place has changed. We tell it to confirmed people."
    ]


# --- what all staff see -----------------------------------------------------------------------------------------------
def test_all_staff_see_the_change_on_the_desk_for_a_day(desk, event, reader, now, frozen):
    reader()
    alerts.send(pk=event.pk, seen=0, values={"starts_at": START - HOUR}, now=now)
    tag, listed = "Time or place changed", reverse("events:event_desk_list")
    assert tag in re.sub(r"<[^>]+>", "", text(desk.get(listed)))
    card = re.sub(r"</?span[^>]*>", "", text(desk.get(reverse("events:event_desk", args=[event.slug]))))
    assert "<del>11:00 am to 12:30 pm, Eastern Time (ET)</del>" in card
    assert page(event, "delivery") in card
    Event.objects.filter(pk=event.pk).update(revised_at=now - 25 * HOUR)
    assert tag not in re.sub(r"<[^>]+>", "", text(desk.get(listed)))


def test_canceling_close_to_the_start_asks_who_one_is(desk, event, staff, frozen):
    staff.set_password("long enough for tests")
    staff.save()
    frozen.move_to(START - 3 * HOUR)
    desk.force_login(staff)
    asked = desk.post(page(event, "act"), {"do": "cancel"})
    assert (asked.status_code, asked.url.startswith(reverse("account_reauthenticate"))) == (302, True)
    assert Event.objects.get().status == "published"
    desk.post(asked.url, {"password": "long enough for tests"})
    assert Event.objects.get().status == "cancelled"


def test_undo_close_to_the_start_asks_who_one_is(desk, event, staff, reader, frozen):
    reader()
    staff.set_password("long enough for tests")
    staff.save()
    frozen.move_to(START - 3 * HOUR)
    desk.force_login(staff)
    alerts.send(pk=event.pk, seen=0, values={"starts_at": START - HOUR}, now=START - 3 * HOUR)
    asked = desk.post(page(event, "delivery"), {"action": "undo", "seen": "1"})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    desk.post(asked.url, {"password": "long enough for tests"})
    event.refresh_from_db()
    assert (event.starts_at, event.revision) == (START, 2)
