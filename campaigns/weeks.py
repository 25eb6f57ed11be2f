"""Weeks as the project counts them: Monday to Sunday, by the day in New York."""

import datetime as dt
import zoneinfo

from django.utils import formats
from django.utils.translation import gettext as _

HOME_ZONE = zoneinfo.ZoneInfo("America/New_York")
WEEK = dt.timedelta(days=7)


def monday_of(day: dt.date) -> dt.date:
    """The Monday that begins the week of the day."""
    return day - dt.timedelta(days=day.weekday())


def today(now: dt.datetime) -> dt.date:
    """The day it is for the project at the instant `now` (aware)."""
    return now.astimezone(HOME_ZONE).date()


def days_of(monday: dt.date) -> list[dt.date]:
    """The seven days from Monday to Sunday."""
    return [monday + dt.timedelta(days=n) for n in range(7)]


def weekday_somewhere(now: dt.datetime, weekday: int) -> dt.date | None:
    """The day of that weekday (0 is Monday) that it is in some time zone at `now`, or None. There is at most one."""
    ends = (now.astimezone(dt.UTC) + dt.timedelta(hours=hours) for hours in (-12, 14))  # the widest zones of the world
    return next((end.date() for end in ends if end.weekday() == weekday), None)


def label(monday: dt.date, *, year: bool = False) -> str:
    """The week in the active language, like "November 16–22"; with `year` for a week that is not of this year."""
    sunday = days_of(monday)[-1]
    if monday.month == sunday.month:
        span = {"month": formats.date_format(monday, "F"), "first": monday.day, "last": sunday.day}
        text = _("%(month)s %(first)s–%(last)s") % span
    else:
        first, last = (formats.date_format(day, "MONTH_DAY_FORMAT") for day in (monday, sunday))
        text = _("%(first)s – %(last)s") % {"first": first, "last": last}
    return _("%(week)s, %(year)s") % {"week": text, "year": sunday.year} if year else text


class IsoDayConverter:
    """A day in an address, as 2026-11-16. Days that do not exist, and years no term can have, are no match."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        day = dt.date.fromisoformat(value)
        if not 2000 <= day.year <= 2100:
            raise ValueError("outside the years of the portal")
        return day

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()
