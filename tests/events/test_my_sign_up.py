"""What the owner of a sign-up may do behind the mailed link: places, the line, guests, shifts, the door, erasing."""

import datetime as dt

import icalendar
import pytest

from events import actions, codes, links
from events.models import DoorStroke, Event, Rsvp, ShiftPlace, Training
from outreach.models import Message
from tests.events.conftest import OWN, START
from tests.factories import EventFactory, ShiftFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR = dt.timedelta(hours=1)


def change(event, **fields) -> None:
    Event.objects.filter(pk=event.pk).update(**fields)
    event.refresh_from_db()


def posts(visitor, rsvp, page="en", **fields):
    return visitor.client.post(links.path(rsvp, page), fields, headers=OWN)


def html_of(visitor, rsvp, page="en") -> str:
    return visitor.opens(rsvp, page).content.decode()


# --- the line ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def full(event, person):
    """One place, and somebody has it."""
    change(event, capacity=1)
    return person("first@tests.example")


def test_the_page_says_where_one_stands_in_the_line(visitor, full, person):
    people = [person(f"waits{n}@tests.example") for n in range(3)]
    told = [html_of(visitor, rsvp) for rsvp in people]
    words = ("You are the next in the line.", "One person stands before you", "2 people stand before you in the line.")
    assert [text in html for text, html in zip(words, told, strict=True)] == [True] * 3
    assert "You are in" not in "".join(told)


def test_who_waits_sees_no_exact_place_and_takes_no_shift(visitor, event, full, person):
    change(event, place_public=False)
    shift = ShiftFactory(event=event)
    rsvp = person("waits@tests.example")
    assert "100 Example Street" not in html_of(visitor, rsvp)
    answer = posts(visitor, rsvp, action="take", shift=shift.pk)
    assert (answer.status_code, ShiftPlace.objects.count()) == (409, 0)
    assert "You need a place at the event first." in answer.content.decode()


def test_a_place_that_is_offered_is_taken_with_one_button(visitor, event, full, person, now):
    rsvp = person("waits@tests.example")
    actions.withdraw(rsvp=full, now=now)
    html = html_of(visitor, rsvp)
    assert "A place is free for you" in html
    assert "We hold it until Thursday, November 19," in html
    posts(visitor, rsvp, action="confirm")
    assert Rsvp.objects.get(pk=rsvp.pk).state == "confirmed"
    assert "You are in" in html_of(visitor, rsvp)


def test_an_offer_that_lapsed_says_how_to_ask_again(visitor, event, full, person, frozen, now):
    rsvp = person("waits@tests.example")
    actions.withdraw(rsvp=full, now=now)
    frozen.shift(25 * HOUR)
    actions.move_waiting_lists(now=now + 25 * HOUR)
    html = html_of(visitor, rsvp)
    assert "The place we held for you has gone to somebody else" in html
    assert "I still want a place" in html


def test_the_button_of_a_full_event_says_that_it_leads_to_the_line(visitor, full, person):
    rsvp = person("late@tests.example", state="pending")
    assert "The event is full: the button puts you on the waiting list." in html_of(visitor, rsvp)
    posts(visitor, rsvp, action="confirm")
    assert Rsvp.objects.get(pk=rsvp.pk).state == "waiting"


# --- guests and languages ---------------------------------------------------------------------------------------------
def test_guests_and_languages_are_changed_by_the_link(visitor, event, person):
    change(event, guests_most=3)
    ShiftFactory(event=event, language="es")
    rsvp = person()
    answer = posts(visitor, rsvp, action="party", guests="2", speaks=["es"])
    assert (answer.status_code, answer.url) == (302, links.path(rsvp, "en") + "?saved=party#party")
    rsvp.refresh_from_db()
    assert (rsvp.guests, rsvp.speaks) == (2, ["es"])
    assert "You bring 2 people." in html_of(visitor, rsvp)


@pytest.mark.parametrize("guests", ["4", "-1", "x", "2.5", str(10**30), "9" * 10**5, "2\x00", "🦋"])
def test_guests_that_cannot_be_come_back_with_the_reason(visitor, event, person, guests):
    change(event, guests_most=3)
    rsvp = person()
    answer = posts(visitor, rsvp, action="party", guests=guests)
    assert (answer.status_code, list(answer.context["party"].errors)) == (200, ["guests"])
    assert Rsvp.objects.get().guests == 0


def test_more_guests_than_places_are_left_say_so(visitor, event, person):
    change(event, guests_most=3, capacity=4)
    person("first@tests.example", guests=1)
    rsvp = person()
    answer = posts(visitor, rsvp, action="party", guests="3")
    assert "There is room for one more person." in answer.content.decode()
    assert 'value="3"' in answer.content.decode()
    assert Rsvp.objects.get(pk=rsvp.pk).guests == 0


def test_neither_is_asked_where_the_event_has_no_use_for_it(visitor, person):
    html = html_of(visitor, person())
    assert [name for name in ("guests", "speaks") if f'name="{name}"' in html] == []


# --- shifts -----------------------------------------------------------------------------------------------------------
def test_a_shift_is_taken_and_given_back(visitor, event, person):
    shift, rsvp = ShiftFactory(event=event, meeting_point="At the fountain"), person()
    assert "At the fountain" not in html_of(visitor, rsvp)
    posts(visitor, rsvp, action="take", shift=shift.pk)
    html = html_of(visitor, rsvp)
    assert ("You have this shift" in html, "At the fountain" in html) == (True, True)
    posts(visitor, rsvp, action="leave", shift=shift.pk)
    assert ShiftPlace.objects.count() == 0


def test_a_shift_that_filled_up_meanwhile_says_so(visitor, event, person):
    shift, first, second = ShiftFactory(event=event, capacity=1), person(), person("second@tests.example")
    assert "I take this shift" in html_of(visitor, second)
    posts(visitor, first, action="take", shift=shift.pk)
    answer = posts(visitor, second, action="take", shift=shift.pk)
    assert answer.status_code == 409
    assert "This shift is full." in answer.content.decode().partition("You could not take this shift")[2]
    assert shift.places.get().rsvp == first


def test_the_page_says_why_a_shift_is_not_for_everybody(visitor, event, person):
    ShiftFactory(event=event, language="es")
    ShiftFactory(event=event, training=Training.objects.create(slug="beside", name_en="Accompaniment"))
    html = html_of(visitor, person())
    assert "This shift needs somebody who speaks Spanish." in html
    assert "This shift needs the training “Accompaniment”" in html
    assert "I take this shift" not in html


@pytest.mark.parametrize("pk", ["", "x", "-1", "0", str(10**17), str(10**30), "٣", "\x00"])
@pytest.mark.parametrize("action", ["take", "leave"])
def test_a_shift_that_is_none_changes_nothing(visitor, event, person, pk, action):
    ShiftFactory(event=event)
    assert posts(visitor, person(), action=action, shift=pk).status_code in (302, 404)
    assert ShiftPlace.objects.count() == 0


def test_a_shift_of_another_event_is_not_to_be_had(visitor, person):
    posts(visitor, person(), action="take", shift=ShiftFactory(event=EventFactory()).pk)
    assert ShiftPlace.objects.count() == 0


# --- the place and the door -------------------------------------------------------------------------------------------
def test_the_exact_place_comes_at_its_hour_with_its_version(visitor, event, person, frozen):
    change(event, place_public=False, exact_hours_before=24)
    rsvp = person()
    early = html_of(visitor, rsvp)
    assert "100 Example Street" not in early
    assert "From Friday, December 4," in early
    frozen.move_to(START - 24 * HOUR)
    html = html_of(visitor, rsvp)
    assert "100 Example Street" in html
    assert "Version 1 of time and place" in html


def test_the_code_for_the_door_comes_a_day_before_to_whoever_has_a_place(visitor, event, person, frozen):
    rsvp, gone = person(), person("gone@tests.example", state="withdrawn")
    assert codes.short_code(rsvp) not in html_of(visitor, rsvp)
    frozen.move_to(START - 24 * HOUR)
    html = html_of(visitor, rsvp)
    assert codes.short_code(rsvp) in html
    assert '<svg class="qr"' in html
    assert '<svg class="qr"' not in html_of(visitor, gone)


def test_who_is_late_still_finds_place_and_code(visitor, event, person, frozen):
    change(event, place_public=False)
    rsvp = person()
    frozen.move_to(START + dt.timedelta(minutes=20))
    html = html_of(visitor, rsvp)
    told = ("100 Example Street", codes.short_code(rsvp), "You are signed up, and you can still come.")
    assert [words for words in told if words not in html] == []
    frozen.move_to(event.ends_at)
    assert codes.short_code(rsvp) not in html_of(visitor, rsvp)


def test_the_file_for_the_calendar_is_discreet_for_whoever_wants_that(visitor, person):
    loud, quiet = person(discreet=False), person("quiet@tests.example")
    for rsvp, title, leads in ((loud, "Rally with tenants", True), (quiet, "Appointment", False)):
        assert ("calendar.google.com" in html_of(visitor, rsvp)) == leads
        answer = visitor.client.get(links.path(rsvp, "en") + "event.ics")
        (entry,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert (entry["SUMMARY"], links.token_of(rsvp) in str(entry["URL"])) == (title, True)
        assert (answer["Referrer-Policy"], "no-store" in answer["Cache-Control"]) == ("no-referrer", True)


@pytest.mark.parametrize("public", [True, False])
def test_an_accompaniment_shows_no_place_no_code_and_no_name_in_calendars(visitor, event, person, frozen, public):
    change(event, kind="accompaniment", place_public=public)
    rsvp = person(discreet=False)
    frozen.move_to(START - HOUR)
    html = html_of(visitor, rsvp)
    assert "Where you meet stands with your shift." in html
    assert [word for word in ("100 Example Street", codes.short_code(rsvp), "google.com") if word in html] == []
    assert b"Rally with tenants" not in visitor.client.get(links.path(rsvp, "en") + "event.ics").content


@pytest.mark.parametrize("token", ["x", "1.x", f"{10**30}.x", "🦋"])
def test_a_forged_file_is_not_there(client, person, token):
    person()
    assert client.get(f"/sign-up/{token}/event.ics").status_code == 404


# --- erasing ----------------------------------------------------------------------------------------------------------
def test_erasing_takes_the_row_its_shifts_and_its_messages_at_once(visitor, event, person):
    rsvp = person("erased@tests.example")
    posts(visitor, rsvp, action="take", shift=ShiftFactory(event=event).pk)
    path = links.path(rsvp, "en")
    answer = posts(visitor, rsvp, action="erase")
    assert "Your sign-up is erased" in answer.content.decode()
    assert (Rsvp.objects.count(), ShiftPlace.objects.count()) == (0, 0)
    assert set(Message.objects.values_list("state", "reason")) == {("suppressed", "erased")}
    assert visitor.client.get(path).status_code == 404


def test_erasing_lets_the_next_in_line_move_up(visitor, full, person):
    rsvp = person("waits@tests.example")
    posts(visitor, full, action="erase")
    assert Rsvp.objects.get(pk=rsvp.pk).state == "offered"


def test_who_came_and_erases_still_counts(visitor, event, person, now):
    rsvp = person(guests=2)
    Rsvp.objects.filter(pk=rsvp.pk).update(arrived_at=now)
    posts(visitor, rsvp, action="erase")
    stroke = DoorStroke.objects.get()
    assert (stroke.kind, stroke.people, stroke.rsvp, stroke.by) == ("count", 3, None, None)


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
@pytest.mark.parametrize("action", ["erase", "party", "take"])
def test_another_site_does_nothing_with_the_link(client, person, headers, action):
    rsvp = person()
    assert client.post(links.path(rsvp, "en"), {"action": action}, headers=headers).status_code == 403
    assert Rsvp.objects.count() == 1


@pytest.mark.parametrize(("rows", "queries"), [(1, 5), (3, 5)])
def test_the_page_with_shifts_needs_five_queries(visitor, event, person, rows, queries, django_assert_num_queries):
    for n in range(rows):
        ShiftFactory(event=event, training=Training.objects.create(slug=f"t{n}", name_en="Training"))
    rsvp = person()
    with django_assert_num_queries(queries):
        visitor.opens(rsvp)
