"""Working time as spreadsheets hold it, in whole minutes."""

import datetime as dt
import re
from decimal import Decimal

from django.core.exceptions import ValidationError

from campaigns import durations

from .reading import Cell

# a length that a spreadsheet program shows as a time of the day: 01:30:00, and 1:30:00 AM for an hour and a half
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?(?:\s?a\.?\s?m\.?)?", re.I | re.ASCII)


class Unread(Exception):
    """No working time. `code` is one of reasons.TEXTS."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def parse(cell: Cell, *, in_minutes: bool = False) -> int:
    """Minutes. Bare figures are hours, or minutes with `in_minutes`. Raises Unread."""
    try:
        return durations.checked(_minutes(cell, in_minutes=in_minutes))
    except ValidationError as error:
        raise Unread(f"time_{error.code}") from error


def _minutes(cell: Cell, *, in_minutes: bool) -> Decimal | None:
    if isinstance(cell, dt.time):
        cell = dt.timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, dt.timedelta):
        return Decimal(round(cell.total_seconds())) / 60
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    if not isinstance(cell, str):
        return _figure(cell, in_minutes=in_minutes)
    if match := _CLOCK.fullmatch(cell):
        is_morning = "m" in cell.lower()  # 12:15:00 AM is a quarter past midnight: fifteen minutes
        hours = int(match[1]) % 12 if is_morning else int(match[1])
        return Decimal(hours * durations.HOUR + int(match[2]))
    return durations.read(f"{cell} min" if in_minutes and re.fullmatch(r"[0-9]+", cell) else cell)


def _figure(number: float, *, in_minutes: bool) -> Decimal | None:
    """A figure of a spreadsheet: 1.5 may come as 1.4999999999999998."""
    if not abs(number) < 10**6:  # NaN is not smaller than anything
        return None
    return Decimal(str(round(number if in_minutes else number * durations.HOUR, 4)))
