"""The calendar of academic years: the next year out of one that is known, and in which state a year is. Pure."""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

WEEK = dt.timedelta(weeks=1)
YEAR = 52  # weeks: the same weekday again
FIRST_YEAR, LAST_YEAR = 2000, 2100  # the years a term of this project can have
LABEL = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)


class State(StrEnum):
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    CLOSED = "closed"


@dataclass(frozen=True)
class Pause:
    """A break: days in which nothing is expected, both included, and its name in both languages."""

    name_en: str
    name_es: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Year:
    """An academic year as it may be opened."""

    label: str
    starts_on: dt.date
    ends_on: dt.date
    pauses: list[Pause]


def pause_of(row) -> Pause:
    return Pause(row.name_en or "", row.name_es or "", row.starts_on, row.ends_on)


def state(term, today: dt.date) -> State:
    if term.closed_at:
        return State.CLOSED
    if today < term.starts_on:
        return State.COMING
    return State.RUNNING if today <= term.ends_on else State.OVER


def slug_of(label: str) -> str:
    """ "2027-2028" for "2027-28". Raises ValueError for a label that names no two years in a row."""
    match = LABEL.fullmatch(label)
    first = int(match[1]) if match else 0
    if not FIRST_YEAR <= first < LAST_YEAR or (first + 1) % 100 != int(match[2]):
        raise ValueError(label)
    return f"{first}-{first + 1}"


def following(term, pauses: Iterable[Pause]) -> Year | None:
    """The year after a term, with its breaks; None for a term whose next year nobody can type."""
    starts_on, ends_on = year_on(term.starts_on), year_on(term.ends_on)
    if not FIRST_YEAR < starts_on.year <= ends_on.year < LAST_YEAR:
        return None
    starts_on = max(starts_on, term.ends_on + dt.timedelta(days=1))
    moved = (inside(shifted(pause), starts_on, ends_on) for pause in pauses)
    label = f"{starts_on.year}-{(starts_on.year + 1) % 100:02d}"
    return Year(label, starts_on, ends_on, [pause for pause in moved if pause])


def year_on(day: dt.date) -> dt.date:
    """The same day a year later; the last of February stays the last of February. The last year there is stays."""
    year, last = min(day.year + 1, dt.MAXYEAR), dt.date(day.year, 3, 1) - dt.timedelta(days=1)
    return dt.date(year, 3, 1) - dt.timedelta(days=1) if day == last else day.replace(year=year)


def shifted(pause: Pause) -> Pause:
    """The break a year later, on the same weekdays and as long: 52 weeks, or 53 where that keeps "the fourth
    Thursday of November", so that no break wanders through the calendar in the course of the years."""
    place = _place(pause.starts_on)
    weeks = next((n for n in (YEAR, YEAR + 1) if _place(pause.starts_on + n * WEEK) == place), YEAR)
    first, last = (day + weeks * WEEK for day in (pause.starts_on, pause.ends_on))
    return replace(pause, starts_on=first, ends_on=last)


def inside(pause: Pause, first: dt.date, last: dt.date) -> Pause | None:
    """As much of the break as lies between two days; None when nothing does."""
    starts_on, ends_on = max(pause.starts_on, first), min(pause.ends_on, last)
    return replace(pause, starts_on=starts_on, ends_on=ends_on) if starts_on <= ends_on else None


def first_overlap(days: Sequence[tuple[dt.date, dt.date]]) -> tuple[int, int] | None:
    """The places in the list of two spans that share a day, the later begun second; None when no two do."""
    order = sorted(range(len(days)), key=lambda place: days[place])
    for place, after in itertools.pairwise(order):
        if days[after][0] <= days[place][1]:
            return place, after
    return None


def _place(day: dt.date) -> tuple[int, int]:
    """The month, and which of its Mondays, Tuesdays ... it is."""
    return day.month, (day.day - 1) // 7
