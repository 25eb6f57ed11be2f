"""One record while it is read: each word takes one field, checks it and gives it back in a plain form.

Plain means what JSON can hold, since the same form is compared with the row and kept for the next load: dates as
ISO text, figures as text with two decimals, related records as their slugs.
"""

import datetime as dt
import math
import re
from decimal import Decimal, InvalidOperation

from partners import dates

from .faults import Faults

SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
CLOCK = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
YEARS = range(1900, 2101)  # a date outside is a slip of the pen
MISSING = object()


class Fields:
    """The fields of one record. What was never asked for is unknown, and a fault (see `finish`)."""

    def __init__(self, raw: dict, file: str, record: str, faults: Faults, known: dict[str, set]):
        self.raw, self.file, self.record, self.faults, self.known = raw, file, record, faults, known
        self.asked: set[str] = set()

    def fault(self, field: str, what: str) -> None:
        self.faults.add(self.file, self.record, field, what)

    def take(self, field: str, *, required: bool = False):
        """The raw value; None when it is empty. `required` makes emptiness a fault."""
        self.asked.add(field)
        value = self.raw.get(field)
        if value is None and required:
            self.fault(field, "is missing" if field not in self.raw else "is empty")
        return value

    def finish(self) -> None:
        for field in self.raw.keys() - self.asked:
            self.fault(str(field), "is not a field of this kind of record")

    def text(self, field: str, *, required: bool = False) -> str:
        value = self.take(field, required=required)
        return "" if value is None else self._clean(field, value, required)

    def _clean(self, field: str, value, required: bool) -> str:
        if not isinstance(value, str):
            self.fault(field, f"has to be text, not {value!r}"[:120])
            return ""
        value = value.strip()
        if required and not value:
            self.fault(field, "is empty")
        if not value.replace("\n", "").isprintable():
            self.fault(field, "holds a character that cannot be printed")
        return value

    def pair(self, field: str, *, required: bool = False) -> dict[str, str]:
        """The same text in both languages, or in none."""
        values = {f"{field}_{code}": self.text(f"{field}_{code}", required=required) for code in ("en", "es")}
        if not required and any(values.values()) and not all(values.values()):
            self.fault(next(name for name, value in values.items() if not value), "is missing in this language")
        return values

    def texts(self, field: str, *, required: bool = False) -> list[str]:
        return [self._clean(field, value, True) for value in self.items(field, required=required)]

    def items(self, field: str, *, required: bool = False) -> list:
        value = self.take(field, required=required)
        if value is not None and not isinstance(value, list):
            self.fault(field, "has to be a list")
            return []
        if required and value == []:
            self.fault(field, "is empty")
        return value or []

    def parts(self, field: str) -> list["Fields"]:
        """A list of mappings inside the record, each to be read and finished like a record."""
        found = []
        for number, item in enumerate(self.items(field), start=1):
            if isinstance(item, dict):
                found.append(Fields(item, self.file, f"{self.record}: {field} {number}", self.faults, self.known))
            else:
                self.fault(f"{field} {number}", "has to be a group of fields")
        return found

    def flag(self, field: str) -> bool:
        value = self.take(field)
        if value is not None and not isinstance(value, bool):
            self.fault(field, "has to be true or false")
        return value is True

    def slug(self, field: str = "slug") -> str:
        value = self.text(field, required=True)
        if value and not SLUG.match(value):
            self.fault(field, f"{value!r} is not a slug: small letters, digits and single hyphens")
        return value

    def whole(self, field: str) -> int | None:
        value = self.take(field)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value[:10])
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            self.fault(field, f"has to be a whole number, not {value!r}"[:120])
            return None
        return value

    def figure(self, field: str) -> str | None:
        """A number as text with two decimals, the form of the tables."""
        value = self.take(field)
        if value is None:
            return None
        try:
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise ValueError
            return str(Decimal(str(value)).quantize(Decimal("0.01")))
        except (ValueError, OverflowError, InvalidOperation):
            self.fault(field, f"has to be a number, not {value!r}"[:120])
            return None

    def day(self, field: str, *, required: bool = False) -> str | None:
        value = self.take(field, required=required)
        if value is None:
            return None
        if type(value) is not dt.date or value.year not in YEARS:
            self.fault(field, f"{value!s:.40} is not a day like 2019-03-18")
            return None
        return value.isoformat()

    def partial(self, field: str, *, required: bool = False) -> tuple[str | None, str]:
        """(first day, precision) of a day, a month or a year."""
        value = self.take(field, required=required)
        try:
            if isinstance(value, dt.datetime):
                raise ValueError
            first, precision = dates.parse(value)
        except ValueError:
            self.fault(field, f"{value!s:.40} is not a day (2019-03-18), a month (2019-03) or a year (2019)")
            return None, ""
        if first and first.year not in YEARS:
            self.fault(field, f"the year {first.year} is out of range")
            return None, ""
        return (first.isoformat() if first else None), str(precision)

    def clock(self, field: str) -> dt.time | None:
        value = self.text(field)
        if value and not CLOCK.match(value):
            self.fault(field, f"{value!r} is not a time like 18:00")
            return None
        return dt.time.fromisoformat(value) if value else None

    def one(self, field: str, kind: str, *, required: bool = False) -> str | None:
        """The slug of another record, or None."""
        value = self.text(field, required=required)
        return self._know(field, kind, value) if value else None

    def many(self, field: str, kind: str, *, required: bool = False) -> list[str]:
        """Slugs of other records, in their order; none twice."""
        values = self.texts(field, required=required)
        for value in {value for value in values if values.count(value) > 1}:
            self.fault(field, f"names {value!r} twice")
        return [value for value in values if value and self._know(field, kind, value)]

    def _know(self, field: str, kind: str, value: str) -> str | None:
        if value not in self.known[kind]:
            what = "a source in sources.yaml" if kind == "sources" else f"one of the {kind}"
            self.fault(field, f"{value!r:.200} is not {what}")
            return None
        return value

    def sources(self) -> dict[str, list[str]]:
        return {"citations": self.many("sources", "sources", required=True)}
