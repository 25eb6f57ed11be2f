"""Presses at the door: each counts once, in the order in which it was made, and none is lost."""

import dataclasses
import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import codes, door
from events.models import DoorStroke, EventTally, Rsvp
from events.strokes import Stroke, instant, read
from tests.events.presses import DOOR, MINUTE, arrived, count, mistake, press, scanned, since, states
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_press_checks_in_and_the_next_takes_it_back(event, person, staff):
    rsvp = person()
    assert press(event, arrived(rsvp), by=staff) == [{"state": "saved", "rsvp": rsvp.pk}]
    assert since(rsvp) == DOOR
    assert states(press(event, mistake(rsvp), at=DOOR + MINUTE)) == ["saved"]
    assert since(rsvp) is None
    rows = DoorStroke.objects.order_by("kind")  # they have no order of their own
    assert list(rows.values_list("kind", "by")) == [("arrived", staff.pk), ("mistake", None)]


def test_resend_counts_once(event, person):
    strokes = [arrived(person()), count(2)]
    assert states(press(event, *strokes)) == ["saved", "saved"]
    assert states(press(event, *strokes, strokes[1], at=DOOR + MINUTE)) == ["already"] * 3
    assert EventTally.objects.values_list("arrived", "nameless").get() == (1, 2)


def test_two_phones_come_to_the_same_end_whichever_is_heard_first(event, person):
    """One checks in at 10:25 and corrects itself at 10:27; the other, off line, checks in at 10:28."""
    one, other = person("one@tests.example"), person("other@tests.example")
    for rsvp, order in ((one, (0, 1, 2)), (other, (2, 0, 1))):
        times = [DOOR - 5 * MINUTE, DOOR - 3 * MINUTE, DOOR - 2 * MINUTE]
        made = [arrived(rsvp, at=times[0]), mistake(rsvp, at=times[1]), arrived(rsvp, at=times[2])]
        for number in order:
            press(event, made[number])
    assert since(one) == since(other) == DOOR - 2 * MINUTE


def test_who_is_pressed_twice_is_in_since_the_first(event, person):
    rsvp = person()
    press(event, arrived(rsvp, at=DOOR - MINUTE))
    press(event, arrived(rsvp, at=DOOR - 3 * MINUTE), arrived(rsvp))
    assert since(rsvp) == DOOR - 3 * MINUTE


@pytest.mark.parametrize("off", [dt.timedelta(hours=1), -dt.timedelta(days=2), -dt.timedelta(days=9000)])
def test_instant_that_cannot_be_is_not_believed(event, person, off):
    rsvp = person()
    press(event, arrived(rsvp, at=DOOR + off))
    assert since(rsvp) == DOOR


def test_press_of_another_events_person_is_refused_with_a_reason(event, person, coordinator):
    theirs = person(of=EventFactory(title_en="Other rally"))
    by_number, by_code = press(event, arrived(theirs), scanned(codes.token_of(theirs)), by=coordinator.user)
    assert (by_number["state"], by_number["errors"][""]) == ("refused", [str(door.REASONS["erased"])])
    assert (by_code["state"], by_code["errors"][""]) == ("refused", [str(door.REASONS["elsewhere"])])
    assert (since(theirs), DoorStroke.objects.count()) == (None, 0)


def test_other_event_is_named_to_whoever_may_open_its_door(event, person, staff, coordinator):
    token = codes.token_of(person(of=EventFactory(title_en="Other rally")))
    [told] = press(event, scanned(token), by=staff)
    [neutral] = press(event, scanned(token), by=coordinator.user)
    assert ("Other rally" in told["errors"][""][0], "Other rally" in neutral["errors"][""][0]) == (True, False)


@pytest.mark.parametrize("state", ["pending", "waiting", "offered", "withdrawn"])
def test_who_has_no_place_is_not_checked_in_and_the_reason_is_told(event, person, now, state):
    rsvp = person()
    Rsvp.objects.filter(pk=rsvp.pk).update(state=state, waiting_since=now, offered_until=now)
    answers = press(event, arrived(rsvp), scanned(codes.token_of(rsvp)), scanned(codes.short_code(rsvp)))
    reason = str(door.REASONS[state if state != "offered" else "waiting"])
    assert [(one["state"], one["errors"][""]) for one in answers] == [("refused", [reason])] * 3
    assert since(rsvp) is None


def test_arrival_can_be_taken_back_from_who_withdrew_after_it(event, person):
    rsvp = person()
    press(event, arrived(rsvp))
    Rsvp.objects.filter(pk=rsvp.pk).update(state="withdrawn")
    assert states(press(event, mistake(rsvp))) == ["saved"]
    assert since(rsvp) is None


def test_fault_of_one_keeps_no_other_back(event, person):
    rsvp = person()
    answers = press(event, None, scanned("x"), arrived(rsvp), count(1))
    assert states(answers) == ["refused", "refused", "saved", "saved"]


def test_key_of_another_events_press_is_refused(event, person):
    stroke = count(1)
    press(EventFactory(), stroke)
    assert states(press(event, stroke)) == ["refused"]


def test_cost_of_a_delivery_does_not_grow_with_the_people(event, person):
    counts, _first = [], press(event, count(1))
    for number in (3, 12):
        people = [person(f"person{number}{n}@tests.example") for n in range(number)]
        with CaptureQueriesContext(connection) as captured:
            press(event, *map(arrived, people[:2]), count(1))
        counts.append(len(captured))
    assert counts[0] == counts[1]


KEY = str(uuid.uuid4())


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "count", "people": 1},
        {"key": KEY, "kind": "count", "people": 0},
        {"key": KEY, "kind": "count", "people": 51},
        {"key": KEY, "kind": "count", "people": True},
        {"key": KEY, "kind": "arrived"},
        {"key": KEY, "kind": "arrived", "rsvp": -1},
        {"key": KEY, "kind": "arrived", "rsvp": 10**30},
        {"key": KEY, "kind": ["arrived"], "rsvp": 1},
        {"key": 1, "kind": "arrived", "rsvp": 1},
        {"key": "\x00", "kind": "arrived", "rsvp": 1},
        None,
        [],
        "add",
    ],
)
def test_what_is_no_press_is_none(said):
    assert read(said) is None


def test_clock_of_the_phone_that_is_behind_is_put_right():
    said = {"key": KEY, "kind": "count", "people": "-1", "at": 1_796_484_000_000}
    plain = Stroke(uuid.UUID(KEY), "count", people=-1, at=instant(1_796_484_000_000))
    assert read(said) == plain
    assert read(said, late=5 * MINUTE) == dataclasses.replace(plain, at=plain.at + 5 * MINUTE)
    assert [read(said | {"at": at}).at for at in (None, "x", True, -1, 10**30, float("nan"), float("inf"))] == [
        None
    ] * 7
