"""The days and hours of a rule, against a count by hand: weekdays right, days left out absent, the same hour on every
wall, over the changes of the clocks as well."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import recurrence
from events.models import Series
from events.recurrence import Choice, Fault

ZONES = ["America/New_York", "America/Los_Angeles", "America/Phoenix", "Europe/Madrid", "Australia/Lord_Howe"]
DAYS = st.dates(dt.date(2026, 9, 1), dt.date(2027, 4, 1))  # over 2026-11-01 and 2027-03-14
EARLY = dt.date.min


def rule(**columns) -> Series:
    usual = {"weekdays": [6], "weeks_apart": 1, "first_day": dt.date(2026, 10, 25), "last_day": dt.date(2026, 11, 8)}
    return Series(**usual | {"starts": dt.time(18, 30), "minutes": 90, "time_zone": "America/New_York"} | columns)


@st.composite
def rules(draw) -> Series:
    first, weekdays = draw(DAYS), draw(st.sets(st.integers(0, 6), min_size=1))
    apart, zone = draw(st.integers(1, 8)), draw(st.sampled_from(ZONES))
    last = first + dt.timedelta(days=draw(st.integers(0, 60)))
    out = [day.isoformat() for day in draw(st.lists(st.dates(first, last), max_size=5))]
    hours = {"starts": draw(st.times()).replace(second=0, microsecond=0), "minutes": draw(st.integers(5, 1440))}
    days = {"weekdays": sorted(weekdays), "weeks_apart": apart, "first_day": first, "last_day": last, "left_out": out}
    return rule(**days, **hours, time_zone=zone)


def counted(series: Series) -> list[dt.date]:
    """The same without any library of rules: whole weeks from the Monday of the first day."""
    monday = series.first_day - dt.timedelta(days=series.first_day.weekday())
    span = [series.first_day + dt.timedelta(days=n) for n in range((series.last_day - series.first_day).days + 1)]
    due = [day for day in span if ((day - monday).days // 7) % series.weeks_apart == 0]
    return [day for day in due if day.weekday() in series.weekdays and day.isoformat() not in series.left_out]


@settings(max_examples=60, deadline=None)
@given(rules())
def test_days_of_a_rule_are_those_counted_by_hand(series):
    assert recurrence.days(series) == counted(series)


@settings(max_examples=60, deadline=None)
@given(rules())
def test_every_day_has_the_hours_of_the_wall_or_says_why_not(series):
    end = dt.datetime.combine(dt.date(2027, 1, 1), series.starts) + dt.timedelta(minutes=series.minutes)
    for date in recurrence.plan(series, {}, after=EARLY):
        if date.fault:
            continue
        walls = [instant.astimezone(series.zone) for instant in date.hours]
        assert [wall.time() for wall in walls] == [series.starts, end.time()]
        assert (walls[0].date(), date.hours.starts_at < date.hours.ends_at) == (date.day, True)


@settings(max_examples=30, deadline=None)
@given(st.times().map(lambda hour: hour.replace(second=0, microsecond=0)), st.sampled_from(ZONES))
def test_an_hour_is_faulty_only_on_the_day_on_which_the_clocks_change(hour, zone):
    series = rule(starts=hour, weekdays=list(range(7)), last_day=dt.date(2026, 12, 3), minutes=5, time_zone=zone)
    faulty = {date.day for date in recurrence.plan(series, {}, after=EARLY) if date.fault}
    changes = {day for day in counted(series) if _offset(day, zone) != _offset(day + dt.timedelta(days=1), zone)}
    assert faulty <= changes


def _offset(day: dt.date, zone: str) -> dt.timedelta:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).utcoffset()


def test_series_over_the_end_of_summer_time_stays_at_its_hour():
    instants = [date.hours.starts_at.isoformat() for date in recurrence.plan(rule(), {}, after=EARLY)]
    assert instants == ["2026-10-25T22:30:00+00:00", "2026-11-01T23:30:00+00:00", "2026-11-08T23:30:00+00:00"]


@pytest.mark.parametrize(("choice", "utc"), [(Choice.FIRST, 5), (Choice.SECOND, 6)])
def test_hour_that_comes_twice_waits_for_a_choice(choice, utc):
    series = rule(starts=dt.time(1, 30), minutes=25)
    day = dt.date(2026, 11, 1)
    assert [date.fault for date in recurrence.plan(series, {}, after=EARLY)] == [None, Fault.TWICE, None]
    assert [date.fault for date in recurrence.plan(series, {day: Choice.LATER}, after=EARLY)][1] == Fault.TWICE
    chosen = list(recurrence.plan(series, {day: choice}, after=EARLY))[1]
    assert chosen.hours.starts_at == dt.datetime(2026, 11, 1, utc, 30, tzinfo=dt.UTC)
    assert len(list(recurrence.plan(series, {day: Choice.OUT}, after=EARLY))) == 2


def test_hour_that_is_missing_may_come_after_the_jump():
    days = {"first_day": dt.date(2027, 3, 7), "last_day": dt.date(2027, 3, 21)}
    series, day = rule(starts=dt.time(2, 30), minutes=40, **days), dt.date(2027, 3, 14)
    assert [date.fault for date in recurrence.plan(series, {}, after=EARLY)] == [None, Fault.MISSING, None]
    later = list(recurrence.plan(series, {day: Choice.LATER}, after=EARLY))[1]
    assert [instant.astimezone(series.zone).time() for instant in later.hours] == [dt.time(3, 30), dt.time(4, 10)]


def test_rule_without_an_end_in_sight_stops_at_the_bound():
    series = rule(weekdays=list(range(7)), last_day=dt.date.max)
    assert len(recurrence.days(series)) == recurrence.MOST + 1
