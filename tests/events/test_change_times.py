"""When a change is told: after it settled, before the earlier of both starts, outside the reader's night."""

import datetime as dt

import pytest

from events.letters import CHANGED
from events.models import Event, Rsvp
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import START
from tests.events.test_changes import END, change, due, notices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
State = Message.State
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NIGHT = dt.datetime(2026, 11, 19, 3, 0, tzinfo=dt.UTC)  # Wednesday 22:00 in New York, 19:00 in Los Angeles
MORNING = dt.datetime(2026, 11, 19, 13, 0, tzinfo=dt.UTC)  # 8:00 in New York
SMS = {"channel": "sms", "consent_at": START, "consent_wording": "1"}


@pytest.mark.parametrize(
    ("left", "wait"),
    [(17 * DAY, 5 * MINUTE), (50 * MINUTE, 5 * MINUTE), (30 * MINUTE, 3 * MINUTE), (0 * MINUTE, 0 * MINUTE)],
)
def test_a_change_waits_for_the_next_one_but_never_long(event, reader, left, wait):
    reader()
    change(event, START - left)
    assert due() == START - left + wait


def test_the_wait_ends_before_the_earlier_of_both_starts(event, reader):
    reader()
    change(event, START - 30 * MINUTE, starts_at=START + DAY, ends_at=END + DAY)
    assert due() == START - 27 * MINUTE


def test_a_cancellation_does_not_wait(event, reader, now):
    reader()
    change(event, now, status="cancelled")
    assert due() == now


def test_three_edits_give_one_mail(event, reader, now, frozen, mailoutbox):
    reader()
    for minute in range(3):
        frozen.move_to(now + minute * MINUTE)
        change(event, now + minute * MINUTE)
        run_once()
    frozen.move_to(now + 8 * MINUTE)
    run_once()
    assert notices() == [("changed", 1, "superseded"), ("changed", 2, "superseded"), ("changed", 3, "sent")]
    assert len(mailoutbox) == 1


def test_of_several_edits_the_start_that_was_announced_counts(event, reader, now):
    reader()
    for minute in range(1, 4):
        moved = change(event, now + minute * MINUTE, starts_at=START + minute * HOUR, ends_at=END + 5 * HOUR)
    assert (moved.previous_start, moved.revised_at) == (START, now + 3 * MINUTE)
    moved = change(event, now + HOUR, starts_at=START, ends_at=END)
    assert moved.previous_start == START + 3 * HOUR


def test_a_notice_is_of_use_until_nobody_can_go_there_any_more(event, reader, now):
    reader()
    change(event, now, starts_at=START - DAY, ends_at=END - DAY)
    assert Message.objects.get(kind=CHANGED).not_after == START
    change(event, now + HOUR)
    assert Message.objects.get(kind=CHANGED, state=State.QUEUED).not_after == END - DAY


def test_an_event_that_is_over_tells_nobody(event, reader):
    reader()
    assert change(event, END).revision == 1
    change(event, END + HOUR, status="cancelled")
    assert notices() == []


def test_an_event_that_is_going_on_still_tells(event, reader):
    reader()
    change(event, END - MINUTE, status="cancelled")
    assert due() == END - MINUTE


@pytest.mark.parametrize(
    ("zone", "at"), [("", MORNING), ("America/Los_Angeles", NIGHT + 5 * MINUTE), ("Europe/Madrid", MORNING - 6 * HOUR)]
)
def test_a_change_waits_for_the_morning_where_the_reader_is(event, reader, zone, at):
    reader(time_zone=zone)
    change(event, NIGHT)
    assert due() == at


def test_a_zone_that_is_no_more_is_that_of_the_event(event, reader):
    reader()
    Rsvp.objects.update(time_zone="Mars/Olympus")
    change(event, NIGHT)
    assert due() == MORNING


@pytest.mark.parametrize(
    ("status", "choices", "at"),
    [
        ("published", {}, NIGHT + 5 * MINUTE),
        ("cancelled", {}, NIGHT),
        ("published", SMS, MORNING),
        ("cancelled", SMS, NIGHT),
    ],
)
def test_what_is_near_is_told_at_night_but_by_text_only_that_it_is_cancelled(event, reader, now, status, choices, at):
    change(event, now, starts_at=NIGHT + 20 * HOUR, ends_at=NIGHT + 21 * HOUR)
    Event.objects.update(revision=0, revised_at=None, previous_start=None)
    reader(**choices)
    change(event, NIGHT, status=status)
    assert due() == at
