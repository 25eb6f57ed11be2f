"""Weeks, what they ask for, and their picture."""

import datetime as dt

import pytest
from django.utils import translation

from campaigns import gauge, targets, weeks
from campaigns.targets import Target
from coordinators.models import Break, Term

MONDAY = dt.date(2026, 11, 16)
TERM = Term(starts_on=dt.date(2026, 8, 1), ends_on=dt.date(2027, 7, 31), weekly_hours_min=5, weekly_hours_max=10)


@pytest.mark.parametrize("day", [MONDAY + dt.timedelta(days=n) for n in range(7)])
def test_monday_begins_the_week_of_each_of_its_days(day):
    assert weeks.monday_of(day) == MONDAY


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (dt.datetime(2026, 11, 1, 3, 59, tzinfo=dt.UTC), dt.date(2026, 10, 31)),  # still summer time: 23:59
        (dt.datetime(2026, 11, 1, 4, 0, tzinfo=dt.UTC), dt.date(2026, 11, 1)),
        (dt.datetime(2026, 11, 2, 4, 59, tzinfo=dt.UTC), dt.date(2026, 11, 1)),  # winter time: midnight is 05:00 UTC
        (dt.datetime(2027, 3, 15, 3, 59, tzinfo=dt.UTC), dt.date(2027, 3, 14)),
        (dt.datetime(2027, 3, 15, 4, 0, tzinfo=dt.UTC), dt.date(2027, 3, 15)),
    ],
)
def test_today_is_the_day_in_new_york_on_clock_change_days_too(instant, day):
    assert weeks.today(instant) == day


@pytest.mark.parametrize(
    ("monday", "year", "text"),
    [
        (MONDAY, False, "November 16–22"),
        (MONDAY, True, "November 16–22, 2026"),
        (dt.date(2026, 11, 30), False, "November 30 – December 6"),
        (dt.date(2026, 12, 28), True, "December 28 – January 3, 2027"),
    ],
)
def test_week_is_named_by_its_days(monday, year, text):
    with translation.override("en"):
        assert weeks.label(monday, year=year) == text


@pytest.mark.parametrize("text", ["2026-11-31", "1999-12-31", "2101-01-01", "9999-12-31", "0001-01-01"])
def test_day_of_an_address_that_cannot_be_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        weeks.IsoDayConverter().to_python(text)


def test_target_of_an_ordinary_week_is_the_terms():
    assert targets.of_week(MONDAY, term=TERM, breaks=[]) == Target(5, 10)


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-22", "2026-11-29"), ("2026-11-01", "2026-11-16"), ("2026-11-18", "2026-11-18")]
)
def test_week_that_a_break_touches_asks_for_nothing(first, last):
    pause = Break(starts_on=dt.date.fromisoformat(first), ends_on=dt.date.fromisoformat(last))
    assert targets.of_week(MONDAY, term=TERM, breaks=[pause]) is None


@pytest.mark.parametrize(("first", "last"), [("2026-11-23", "2026-11-29"), ("2026-11-09", "2026-11-15")])
def test_break_of_another_week_changes_nothing(first, last):
    pause = Break(starts_on=dt.date.fromisoformat(first), ends_on=dt.date.fromisoformat(last))
    assert targets.of_week(MONDAY, term=TERM, breaks=[pause]) == Target(5, 10)


@pytest.mark.parametrize("monday", [dt.date(2026, 7, 27), dt.date(2027, 7, 26), dt.date(2027, 8, 2)])
def test_week_that_the_term_does_not_hold_whole_asks_for_nothing(monday):
    assert targets.of_week(monday, term=TERM, breaks=[]) is None


def test_term_without_target_asks_for_nothing():
    silent = Term(starts_on=TERM.starts_on, ends_on=TERM.ends_on)
    assert (targets.of_week(MONDAY, term=silent, breaks=[]), targets.of_week(MONDAY, term=None, breaks=[])) == (
        None,
        None,
    )


@pytest.mark.parametrize(
    ("minutes", "short", "over", "missing"),
    [
        (0, True, False, 300),
        (285, True, False, 15),
        (300, False, False, 0),
        (600, False, False, 0),
        (615, False, True, 0),
    ],
)
def test_target_holds_both_its_ends(minutes, short, over, missing):
    target = Target(5, 10)
    assert (target.is_short(minutes), target.is_over(minutes), target.missing(minutes)) == (short, over, missing)


def test_gauge_marks_the_target_and_fills_what_was_worked():
    drawn = gauge.draw(390, Target(5, 10))
    kinds = [css for css, _ in drawn.cells]
    assert (kinds.count("g-off"), kinds.count("g-in"), kinds.count("g-on")) == (7, 5, 7)
    assert [(label.x, label.text) for label in drawn.labels] == [("1", "0"), ("151", "5"), ("301", "10")]
    assert drawn.bracket == "M151,14v-5H296v5"


def test_gauge_without_target_has_no_bracket():
    drawn = gauge.draw(60, None)
    assert (drawn.bracket, [css for css, _ in drawn.cells].count("g-in")) == ("", 0)


@pytest.mark.parametrize("minutes", [0, 24 * 60, 25 * 60, 168 * 60])
@pytest.mark.parametrize("target", [None, Target(1, 1), Target(5, 10), Target(40, 60)])
def test_gauge_never_leaves_its_frame(minutes, target):
    drawn = gauge.draw(minutes, target)
    cells = [path for css, path in drawn.cells if css != "g-on"]
    starts = [float(path[1:].split(",")[0]) for path in cells]
    assert (12 <= len(cells) <= 24, starts == sorted(starts), max(starts) < gauge.WIDTH) == (True, True, True)
    assert max(float(label.x) for label in drawn.labels) <= gauge.WIDTH
