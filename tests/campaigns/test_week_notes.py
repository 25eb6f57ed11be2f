"""A word about a whole week, and last week once more."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from campaigns import week_notes
from campaigns.models import HourEntry, WeekNote
from tests.factories import HourEntryFactory, PlacementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(placement, monday, now):
    """Notes something about the week."""

    def note(**words) -> WeekNote:
        return week_notes.note_week(appointment=placement.appointment, monday=monday, now=now, **words)

    return note


@pytest.fixture
def repeat(placement, monday, now):
    def again(**changes) -> list[HourEntry]:
        return week_notes.repeat_week(**{"appointment": placement.appointment, "monday": monday, "now": now, **changes})

    return again


def test_parts_of_a_note_are_kept_apart(say, now):
    say(quiet=True)
    say(reflection="  The tenants won a meeting. ", shared=True)
    say(done=True)
    note = WeekNote.objects.get()
    kept = (note.quiet, note.done_at, note.reflection, note.shared)
    assert kept == (True, now, "The tenants won a meeting.", True)


def test_each_part_can_be_taken_back(say):
    say(quiet=True, done=True, reflection="One sentence.", shared=True)
    say(quiet=False, done=False, reflection="")
    note = WeekNote.objects.get()
    assert (note.quiet, note.done_at, note.reflection, note.shared) == (False, None, "", False)


def test_done_twice_keeps_the_first_instant(say, placement, monday, now):
    say(done=True)
    later = now + dt.timedelta(hours=1)
    note = week_notes.note_week(appointment=placement.appointment, monday=monday, done=True, now=later)
    assert note.done_at == now


def test_nothing_is_shared_where_nothing_is_written(say):
    assert say(shared=True).shared is False


def test_faulty_note_is_refused_and_leaves_nothing(say, placement, monday, now):
    with pytest.raises(ValidationError):
        say(reflection="x" * 501)
    with pytest.raises(ValidationError):
        week_notes.note_week(appointment=placement.appointment, monday=monday + dt.timedelta(days=1), now=now)
    assert WeekNote.objects.count() == 0


def test_last_week_is_added_on_its_weekdays_that_have_begun(repeat, placement, monday):
    for days, minutes in ((-7, 60), (-5, 90), (-1, 120)):  # Monday, Wednesday, Sunday; it is Wednesday
        HourEntryFactory(placement=placement, worked_on=monday + dt.timedelta(days=days), minutes=minutes, note="Call")
    added = [(e.worked_on, e.minutes, e.note) for e in repeat()]
    assert added == [(monday, 60, "Call"), (dt.date(2026, 11, 18), 90, "Call")]


def test_only_last_week_is_repeated_where_no_more_is_asked_for(repeat, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=14))
    assert [len(repeat(weeks_back=weeks_back)) for weeks_back in (1, 2)] == [0, 1]


def test_second_press_adds_nothing_even_after_a_correction(repeat, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=7))
    HourEntry.objects.filter(pk=repeat()[0].pk).update(minutes=45)
    assert (repeat(), HourEntry.objects.in_week(monday).count()) == ([], 1)


def test_only_the_persons_own_placements_of_the_term_are_repeated(repeat, other_coordinator, placement, monday):
    theirs = other_coordinator.appointments.get().placements.get()
    mine = PlacementFactory(appointment=placement.appointment)
    for one in (theirs, mine):
        HourEntryFactory(placement=one, worked_on=monday - dt.timedelta(days=7))
    assert [entry.placement for entry in repeat()] == [mine]


def test_entry_that_would_fill_the_day_beyond_24_hours_is_left_out(repeat, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday, minutes=24 * 60)
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=7), minutes=60)
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=6), minutes=30)
    assert [entry.minutes for entry in repeat()] == [30]


def test_nothing_is_repeated_when_the_term_gives_no_access_any_more(repeat, placement, monday, now):
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=7))
    assert repeat(now=now + dt.timedelta(days=365)) == []
