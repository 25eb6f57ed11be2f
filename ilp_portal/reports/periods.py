"""The spans of days that a report is usually asked for."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _

from coordinators.models import Term

MOST_YEARS = 10
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)  # no term can have others
OWN = "days"


class Period(NamedTuple):
    """Both days included."""

    key: str
    name: str
    first: dt.date
    last: dt.date

    @property
    def label(self) -> str:
        first, last = (formats.date_format(day, "SHORT_DATE_FORMAT") for day in (self.first, self.last))
        return _("%(name)s: %(first)s – %(last)s") % {"name": self.name, "first": first, "last": last}


def offered(today: dt.date) -> Iterator[Period]:
    """This academic year and the one before it, the last twelve months, the last fall and the last spring."""
    begun = list(Term.objects.filter(starts_on__lte=today).order_by("-starts_on")[:2])
    names = ("term", _("This term")), ("last-term", _("Last term"))
    for (key, name), term in zip(names, begun, strict=False):
        yield Period(key, name, term.starts_on, term.ends_on)
    yield Period("year", _("The last 12 months"), _year_before(today), today)
    fall = today.year if today.month >= 8 else today.year - 1
    yield Period("fall", _("Fall"), dt.date(fall, 8, 1), dt.date(fall, 12, 31))
    yield Period("spring", _("Spring"), dt.date(today.year, 1, 1), dt.date(today.year, 5, 31))


def _year_before(today: dt.date) -> dt.date:
    """The day after this day of last year."""
    last = today.replace(year=today.year - 1, day=28) if (today.month, today.day) == (2, 29) else None
    return (last or today.replace(year=today.year - 1)) + dt.timedelta(days=1)
