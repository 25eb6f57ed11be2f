"""The days and hours of a series, worked out from its rule. Pure: days by dateutil, instants by the clock of the zone.

All hours are hours on the wall, so that a meeting at 6:30 pm stays at 6:30 pm when the clocks change.
"""

import datetime as dt
import enum
import zoneinfo
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from dateutil.rrule import MO, WEEKLY, rrule

from . import clock
from .models import Event, Series

MOST = 60  # events of one series: a year of weeks, and some


class Choice(enum.StrEnum):
    """What becomes of a day on which the hour is missing, or comes twice."""

    OUT = "out"
    FIRST = "first"
    SECOND = "second"
    LATER = "later"  # as far past the gap as the hour lies inside it: 2:30 becomes 3:30


class Fault(enum.StrEnum):
    MISSING = "missing"
    TWICE = "twice"


FITTING = {Fault.MISSING: (Choice.OUT, Choice.LATER), Fault.TWICE: (Choice.OUT, Choice.FIRST, Choice.SECOND)}
FOLDS = {Choice.FIRST: 0, Choice.SECOND: 1}
Choices = Mapping[dt.date, str]


class Hours(NamedTuple):
    starts_at: dt.datetime
    ends_at: dt.datetime


class Planned(NamedTuple):
    """A day of the rule. Without hours while somebody has to choose."""

    day: dt.date
    hours: Hours | None
    fault: Fault | None = None


def days(series: Series) -> list[dt.date]:
    """The days that the rule gives, those left out not among them. At most one more than MOST, so that it shows."""
    first, last = (dt.datetime.combine(day, dt.time()) for day in (series.first_day, series.last_day))
    rule = rrule(WEEKLY, dtstart=first, until=last, interval=series.weeks_apart, byweekday=series.weekdays, wkst=MO)
    kept = (instant.date() for instant in rule if instant.date().isoformat() not in series.left_out)
    return list(islice(kept, MOST + 1))


def plan(series: Series, choices: Choices, *, after: dt.date) -> Iterator[Planned]:
    """Each day after that one with its hours; a day for which OUT was chosen does not come."""
    for day in days(series):
        if day > after and choices.get(day) != Choice.OUT:
            yield planned(day, series.starts, series.minutes, series.zone, choices.get(day))


def planned(day: dt.date, starts: dt.time, minutes: int, zone: zoneinfo.ZoneInfo, choice: str | None) -> Planned:
    """The hours of one day. A choice that does not fit its fault counts as none."""
    try:
        return Planned(day, _hours(day, starts, minutes, zone, FOLDS.get(choice)))
    except clock.HourTwice:
        return Planned(day, None, Fault.TWICE)
    except clock.HourMissing:
        if choice != Choice.LATER:
            return Planned(day, None, Fault.MISSING)
    start = clock.next_real(day, starts, zone)
    return Planned(day, Hours(start, start + dt.timedelta(minutes=minutes)))


def _hours(day: dt.date, starts: dt.time, minutes: int, zone: zoneinfo.ZoneInfo, fold: int | None) -> Hours:
    end = dt.datetime.combine(day, starts) + dt.timedelta(minutes=minutes)
    return Hours(clock.to_utc(day, starts, zone, fold), clock.to_utc(end.date(), end.time(), zone, fold))


def wall(event: Event) -> tuple[dt.time, int]:
    """The hour on the wall at which it starts, and after how many minutes of that wall it ends."""
    start, end = (instant.astimezone(event.zone).replace(tzinfo=None) for instant in (event.starts_at, event.ends_at))
    return start.time(), int((end - start).total_seconds()) // 60
