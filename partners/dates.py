"""Dates as precise as the record allows: a first day plus how much of it is known.

The record says "2019", "March 2019", "fall 2015" or a full day. We keep the first day of that span and the precision,
so that rows sort and filter, and print no more than is known.
"""

import datetime as dt
import re

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

PARTIAL = re.compile(r"^(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?$")


class Precision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    SEASON = "season", _("semester")
    TERM = "term", _("term")
    YEAR = "year", _("year")


def parse(value: dt.date | str | None) -> tuple[dt.date | None, str]:
    """(first day, precision) of a date, "YYYY-MM", "YYYY" or None. Raises ValueError on anything else."""
    if value is None:
        return None, ""
    if isinstance(value, dt.date):
        return value, Precision.DAY
    match = PARTIAL.match(str(value))
    if not match:
        raise ValueError(f"{value!r} is not a date, a month (2019-03) or a year (2019)")
    month = match["month"]
    first = dt.date(int(match["year"]), int(month or 1), 1)
    return first, Precision.MONTH if month else Precision.YEAR


def display(day: dt.date | None, precision: str, season: str = "") -> str:
    """The date in the active language, with no more than its precision; empty when nothing is known."""
    if day is None:
        return ""
    if precision == Precision.SEASON and season:
        names = {"fall": pgettext("semester of a year", "fall {year}"), "spring": pgettext("semester", "spring {year}")}
        return names[season].format(year=day.year)
    if precision == Precision.DAY:
        return formats.date_format(day, "DATE_FORMAT")
    if precision == Precision.MONTH:
        return formats.date_format(day, "YEAR_MONTH_FORMAT")
    return str(day.year)


def precision_field(**kwargs) -> models.CharField:
    """The column that stands beside a partial date."""
    return models.CharField(max_length=6, choices=Precision, blank=True, **kwargs)
