"""What a week is, on every day on which it can be asked about."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import targets, week_state, weeks
from campaigns.models import WeekNote
from campaigns.week_state import State
from coordinators.models import Break, Term

MONDAY = dt.date(2026, 11, 16)
TERM = Term(starts_on=dt.date(2026, 8, 1), ends_on=dt.date(2027, 7, 31), weekly_hours_min=5, weekly_hours_max=10)
TARGET = targets.of_term(TERM)
QUIET, NOTED = WeekNote(quiet=True), WeekNote(reflection="A sentence.")
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")


def state(*, minutes=0, note=None, target=TARGET, monday=MONDAY, today=MONDAY) -> State:
    return week_state.of(minutes=minutes, note=note, target=target, monday=monday, today=today)


def in_term(monday: dt.date, *breaks: Break, today: dt.date) -> State:
    return state(target=targets.of_week(monday, term=TERM, breaks=breaks), monday=monday, today=today)


@given(DAYS, DAYS, st.sampled_from([None, QUIET, NOTED]), st.sampled_from([None, TARGET]), st.integers(1, 10_000))
def test_hours_make_a_week_logged_whatever_else_is_said(day, today, note, target, minutes):
    found = state(minutes=minutes, note=note, target=target, monday=weeks.monday_of(day), today=today)
    assert found == State.LOGGED


@given(DAYS, DAYS, st.sampled_from([None, TARGET]))
def test_said_once_quiet_stays_quiet(day, today, target):
    assert state(note=QUIET, target=target, monday=weeks.monday_of(day), today=today) == State.QUIET


@given(DAYS, DAYS, st.sampled_from([None, NOTED]))
def test_week_of_which_nothing_is_asked_is_never_silent(day, today, note):
    assert state(note=note, target=None, monday=weeks.monday_of(day), today=today) == State.EXPECTS_NOTHING


@given(DAYS, DAYS, st.sampled_from([None, NOTED]))
def test_week_with_a_target_is_to_come_then_open_then_silent(day, today, note):
    monday = weeks.monday_of(day)
    found = state(note=note, monday=monday, today=today)
    if today < monday:
        assert found == State.FUTURE
    else:
        assert found == (State.OPEN if today in weeks.days_of(monday) else State.SILENT)


@pytest.mark.parametrize("sunday", ["2026-11-01", "2027-03-14", "2027-01-03", "2026-12-27"])
@given(seconds=st.integers(-3600 * 30, 3600 * 30))
def test_week_is_over_at_midnight_in_new_york_at_clock_changes_and_year_ends_too(sunday, seconds):
    """Counted in real seconds around the instant at which Monday begins there."""
    day = dt.date.fromisoformat(sunday)
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), NEW_YORK).astimezone(dt.UTC)
    today = weeks.today(midnight + dt.timedelta(seconds=seconds))
    assert state(monday=weeks.monday_of(day), today=today) == (State.OPEN if seconds < 0 else State.SILENT)


@pytest.mark.parametrize(("sunday", "hours"), [("2026-11-01", 169), ("2027-03-14", 167), ("2026-11-22", 168)])
def test_week_of_a_clock_change_is_open_for_as_long_as_it_lasts(sunday, hours):
    monday = weeks.monday_of(dt.date.fromisoformat(sunday))
    begins = dt.datetime.combine(monday, dt.time(), NEW_YORK).astimezone(dt.UTC)
    instants = [begins + dt.timedelta(hours=n) for n in range(-30, 200)]
    found = [state(monday=monday, today=weeks.today(instant)) for instant in instants]
    assert (found.count(State.FUTURE), found.count(State.OPEN)) == (30, hours)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2021-01-03", "2020-12-28"),  # week 53 of 2020
        ("2027-01-03", "2026-12-28"),  # week 53 of 2026
        ("2025-12-31", "2025-12-29"),  # week 1 of 2026
        ("2024-12-30", "2024-12-30"),  # week 1 of 2025
    ],
)
def test_week_over_the_end_of_a_year_is_one_week(day, monday):
    found, last = dt.date.fromisoformat(day), dt.date.fromisoformat(monday)
    assert weeks.monday_of(found) == last
    assert {state(monday=last, today=one) for one in weeks.days_of(last)} == {State.OPEN}
    assert [state(monday=last, today=last + dt.timedelta(days=n)) for n in (-1, 7)] == [State.FUTURE, State.SILENT]


@given(DAYS)
def test_every_day_lies_in_the_one_week_of_its_iso_number(day):
    monday = weeks.monday_of(day)
    assert (day in weeks.days_of(monday), monday.isocalendar()[:2]) == (True, day.isocalendar()[:2])


@given(DAYS, DAYS)
def test_week_at_the_edge_of_a_term_is_never_silent(day, today):
    monday = weeks.monday_of(day)
    whole = TERM.holds(monday) and TERM.holds(monday + dt.timedelta(days=6))
    found = in_term(monday, today=today)
    assert (found == State.EXPECTS_NOTHING) == (not whole)


@pytest.mark.parametrize(
    ("monday", "expected"),
    [
        ("2026-07-27", State.EXPECTS_NOTHING),
        ("2026-08-03", State.SILENT),
        ("2027-07-19", State.SILENT),
        ("2027-07-26", State.EXPECTS_NOTHING),
        ("2027-08-02", State.EXPECTS_NOTHING),
    ],
)
def test_first_and_last_whole_week_of_a_term_are_asked_about(monday, expected):
    assert in_term(dt.date.fromisoformat(monday), today=dt.date(2028, 1, 1)) == expected


@given(DAYS, st.integers(0, 20), DAYS)
def test_week_that_a_break_touches_is_never_silent(first, days, day):
    pause = Break(starts_on=first, ends_on=first + dt.timedelta(days=days))
    monday = weeks.monday_of(day)
    touched = any(pause.starts_on <= one <= pause.ends_on for one in weeks.days_of(monday))
    whole = TERM.holds(monday) and TERM.holds(monday + dt.timedelta(days=6))
    found = in_term(monday, pause, today=dt.date(2030, 1, 1))
    assert found == (State.SILENT if whole and not touched else State.EXPECTS_NOTHING)
