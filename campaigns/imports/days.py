"""Days as spreadsheets hold them, and the order of day and month, which a whole column tells."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import Enum

from .folding import fold
from .reading import Cell

YEARS = range(2000, 2101)  # those the portal can hold (weeks.IsoDayConverter)
SERIAL_ZERO = dt.date(1899, 12, 30)  # day 0 of Excel and LibreOffice, their 1900 taken for a leap year
SERIALS = range((dt.date(2000, 1, 1) - SERIAL_ZERO).days, (dt.date(2101, 1, 1) - SERIAL_ZERO).days)
LONGEST_TEXT = 60  # characters; "miércoles, 22 de septiembre de 2026" has 35

_TIME = re.compile(r"(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?\s?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?$", re.I)
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})", re.ASCII)
_MONTHS = [
    "january jan enero ene",
    "february feb febrero",
    "march mar marzo",
    "april apr abril abr",
    "may mayo",
    "june jun junio",
    "july jul julio",
    "august aug agosto ago",
    "september sep sept septiembre setiembre set",
    "october oct octubre",
    "november nov noviembre",
    "december dec diciembre dic",
]
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_BESIDE = """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
lunes martes miercoles jueves viernes sabado domingo lun mar mie mier jue vie sab dom of the de del el st nd rd th"""
BESIDE = frozenset(_BESIDE.split())  # words around a date that say nothing more


class Order(Enum):
    """What a column of days tells of the order of day and month."""

    NO_DOUBT = "no doubt"  # no value could be read two ways, or there are none in figures
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    ASK = "ask"


def parse(cell: Cell, *, day_first: bool | None) -> dt.date | None:
    """The day, or None. `day_first` is the order of figures like 11/12/2026; None takes them as the month first."""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return cell if cell.year in YEARS else None
    if isinstance(cell, bool) or cell is None or isinstance(cell, dt.time | dt.timedelta):
        return None
    text = str(int(cell)) if isinstance(cell, int | float) and abs(cell) < 10**9 else str(cell)
    if len(text) > LONGEST_TEXT:
        return None
    text = _TIME.sub("", text.strip())
    return _serial(text) or _iso(text) or _in_figures(text, day_first=day_first) or _in_words(text)


def _day(written: str, month: int, day: int) -> dt.date | None:
    """`written` is the year in four figures, or in the last two."""
    year = int(written) + (2000 if len(written) == 2 else 0)
    try:
        return dt.date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _serial(text: str) -> dt.date | None:
    is_serial = len(text) == 5 and text.isascii() and text.isdigit() and int(text) in SERIALS
    return SERIAL_ZERO + dt.timedelta(days=int(text)) if is_serial else None


def _iso(text: str) -> dt.date | None:
    match = _ISO.fullmatch(text)
    if match is None or (not match[2] and len(text) != 8):
        return None
    return _day(match[1], int(match[3]), int(match[4]))


def _in_figures(text: str, *, day_first: bool | None) -> dt.date | None:
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), match[4]
    if day_first is None:
        day_first = match[2] == "."  # nobody writes the month first with points
    return _day(year, second, first) if day_first else _day(year, first, second)


def _in_words(text: str) -> dt.date | None:
    """22 nov 2026, November 22nd, 2026, domingo 22 de noviembre de 2026."""
    pieces = re.findall(r"[^\W\d_]+|[0-9]+", fold(text))
    figures = [piece for piece in pieces if piece.isdigit()]
    words = [piece for piece in pieces if not piece.isdigit()]
    months = [word for word in words if word in MONTHS]
    if len(months) == 2 and months[0] == "mar":  # Tuesday, in Spanish
        months = months[1:]
    others = [word for word in words if word not in MONTHS and word not in BESIDE]
    if len(months) != 1 or others or len(figures) != 2 or max(map(len, figures)) > 4:
        return None
    first, second = figures if len(figures[1]) in (2, 4) and len(figures[0]) <= 2 else reversed(figures)
    return _day(second, MONTHS[months[0]], int(first)) if len(second) in (2, 4) else None


def order_of(cells: Iterable[Cell]) -> Order:
    """One value above 12 decides for all of the column; two that contradict each other decide nothing."""
    day_first = month_first = doubtful = False
    for cell in cells:
        vote = _vote(cell)
        day_first |= vote is Order.DAY_FIRST
        month_first |= vote is Order.MONTH_FIRST
        doubtful |= vote is Order.ASK
    if day_first and month_first:
        return Order.ASK
    if day_first or month_first:
        return Order.DAY_FIRST if day_first else Order.MONTH_FIRST
    return Order.ASK if doubtful else Order.NO_DOUBT


def _vote(cell: Cell) -> Order:
    match = _NUMBERS.fullmatch(_TIME.sub("", cell.strip())) if isinstance(cell, str) and len(cell) <= 60 else None
    if match is None:
        return Order.NO_DOUBT
    first, second = int(match[1]), int(match[3])
    if first > 12 or second > 12:
        return Order.DAY_FIRST if second <= 12 else Order.MONTH_FIRST if first <= 12 else Order.NO_DOUBT
    return Order.NO_DOUBT if first == second or match[2] == "." else Order.ASK


def is_doubtful(cell: Cell) -> bool:
    """Whether this value alone could be two days."""
    return _vote(cell) is Order.ASK
