"""Months as they hang on the wall in Washington, DC, in both languages: weeks begin on Sunday.

So they do in the calendars of the United States, Mexico and Central America. The hours of coordinators are counted in
weeks from Monday, which is another matter (campaigns/weeks.py).
"""

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple, Self

from django.urls import reverse
from django.utils import formats

WALL = calendar.Calendar(calendar.SUNDAY)
WEEKDAYS = [dt.date(2026, 11, 1) + dt.timedelta(days=n) for n in range(7)]  # a Sunday and what follows, for their names
FIRST_YEAR, LAST_YEAR = 2000, 2100  # of an address


class Month(NamedTuple):
    """One month of one year."""

    year: int
    number: int

    def __str__(self) -> str:
        """November 2026; noviembre de 2026."""
        return formats.date_format(self.first, "YEAR_MONTH_FORMAT")

    def get_absolute_url(self) -> str:
        return reverse("events:event_month", args=[self])

    @classmethod
    def of(cls, day: dt.date) -> Self:
        return cls(day.year, day.month)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def later(self, months: int = 1) -> Self:
        """So many months later; earlier with a negative number."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return type(self)(year, number + 1)


class Span(NamedTuple):
    """The months that have a page: from that of the first event to the one after the last event, or after this one."""

    first: Month
    last: Month

    @classmethod
    def of(cls, first: dt.date | None, last: dt.date | None, *, today: dt.date) -> Self:
        """`first` and `last` are the days of the first and the last event; None where there is none."""
        return cls(Month.of(min(first or today, today)), Month.of(max(last or today, today)).later())

    def holds(self, month: Month) -> bool:
        return self.first <= month <= self.last

    def before(self, month: Month) -> Month | None:
        return month.later(-1) if self.holds(month.later(-1)) else None

    def after(self, month: Month) -> Month | None:
        return month.later() if self.holds(month.later()) else None


class Day(NamedTuple):
    """One cell of the table: the events that begin on that day, and those that go on."""

    date: dt.date
    beginning: list
    going_on: list
    is_today: bool


def weeks(month: Month, events: Iterable, *, today: dt.date) -> list[list[Day | None]]:
    """The table of the month, None for days of its neighbors. `events` have `held_on` and `last_day`."""
    rows = list(events)

    def cell(day: dt.date) -> Day:
        going_on = [row for row in rows if row.held_on < day <= row.last_day]
        return Day(day, [row for row in rows if row.held_on == day], going_on, day == today)

    wall = WALL.monthdatescalendar(month.year, month.number)
    return [[cell(day) if day.month == month.number else None for day in week] for week in wall]


class IsoMonthConverter:
    """A month in an address, as 2026-11. Months that do not exist, and years no event can have, are no match."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        year, number = int(value[:4]), int(value[5:])
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
            raise ValueError("no such month")
        return Month(year, number)

    def to_url(self, value: Month) -> str:
        return f"{value.year:04}-{value.number:02}"
