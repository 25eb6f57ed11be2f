"""Whom staff are asked to check in with: who carries too much, and who has not been heard of."""

import datetime as dt

import pytest

from campaigns import check_in
from campaigns.models import WeekNote
from coordinators.models import Break
from tests.factories import AppointmentFactory, HourEntryFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 18)  # a Wednesday
LAST, BEFORE = dt.date(2026, 11, 9), dt.date(2026, 11, 2)  # the weeks that are over


@pytest.fixture
def person(term, placement):
    """found() is what is said of the coordinator."""

    def found(today=TODAY):
        rows = check_in.appointments(term, list(term.breaks.all()), today=today)
        return rows.get(pk=placement.appointment_id)

    return found


def log(placement, day: dt.date, hours: float = 1) -> None:
    HourEntryFactory(placement=placement, worked_on=day, minutes=int(hours * 60))


def test_who_said_nothing_for_two_weeks_is_silent(person):
    assert (person().is_silent, person().over_minutes) == (True, None)


@pytest.mark.parametrize("day", [BEFORE, LAST, TODAY])
def test_one_entry_since_is_a_word(person, placement, day):
    log(placement, day)
    assert not person().is_silent


def test_older_hours_are_no_word(person, placement):
    log(placement, BEFORE - dt.timedelta(days=1))
    assert person().is_silent


@pytest.mark.parametrize(("monday", "silent"), [(BEFORE, False), (LAST, False), (BEFORE - dt.timedelta(days=7), True)])
def test_quiet_week_is_a_word(person, placement, monday, silent):
    WeekNote.objects.create(appointment=placement.appointment, monday=monday, quiet=True)
    assert person().is_silent == silent


def test_weeks_of_a_break_do_not_count(person, placement, term):
    """The two weeks asked about lie around it."""
    Break.objects.create(term=term, name="Break", starts_on=BEFORE, ends_on=BEFORE)
    log(placement, BEFORE - dt.timedelta(days=6))
    assert check_in.asked_weeks(term, list(term.breaks.all()), today=TODAY) == [LAST, dt.date(2026, 10, 26)]
    assert not person().is_silent


@pytest.mark.parametrize("today", [dt.date(2026, 8, 12), dt.date(2027, 8, 1)])
def test_nobody_is_silent_before_two_weeks_are_over_or_after_the_term(person, today):
    assert not person(today).is_silent


def test_who_cannot_log_is_not_silent(term, placement, person):
    unplaced = AppointmentFactory(term=term)
    placement.appointment.coordinator.user.is_active = False
    placement.appointment.coordinator.user.save()
    rows = check_in.appointments(term, [], today=TODAY)
    assert {row.pk: row.is_silent for row in rows} == {unplaced.pk: False, placement.appointment_id: False}


@pytest.mark.parametrize(("hours", "over"), [(10, None), (10.25, 615), (12.5, 750)])
def test_more_than_the_term_asks_at_most_is_too_much(person, placement, hours, over):
    log(placement, LAST, hours - 4)
    log(placement, LAST + dt.timedelta(days=6), 4)
    assert (person().over_minutes, person().over_monday) == (over, LAST if over else None)


def test_newest_week_over_counts_and_old_ones_do_not(person, placement):
    log(placement, dt.date(2026, 10, 19), 20)
    assert person().over_minutes is None
    log(placement, dt.date(2026, 10, 26), 12)
    log(placement, TODAY, 11)
    assert (person().over_minutes, person().over_monday) == (660, dt.date(2026, 11, 16))


def test_too_much_in_a_break_is_too_much(person, placement, term):
    Break.objects.create(term=term, name="Break", starts_on=LAST, ends_on=LAST)
    log(placement, LAST, 11)
    assert person().over_minutes == 660


def test_term_without_target_calls_nothing_silent_or_too_much(person, placement, term):
    term.weekly_hours_min = term.weekly_hours_max = None
    term.save()
    log(placement, dt.date(2026, 10, 27), 20)
    assert (person().is_silent, person().over_minutes) == (False, None)
