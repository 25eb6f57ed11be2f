"""Bars that lie, one below the other, drawn with SVG attributes only (no style, strict CSP): weeks, and parts of a sum.

360 units wide, which is a phone's width, so that labels stay at 14 px there. What is approved is filled, what waits
for approval is outlined; each bar has its value in figures.
"""

import math
import textwrap
from collections.abc import Iterable
from typing import NamedTuple

from django.utils import formats
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from .durations import HOUR, as_hours
from .term_hours import Week
from .totals import Total
from .week_state import State

WIDTH = 360  # units of the view box
LEFT, RIGHT = 58.0, 300.0  # where the bars of weeks begin, and the longest ends; then comes its value
TOP, ROW, THICK = 26.0, 24.0, 16.0  # units: room for the hours of the target; from one week to the next; a bar
CORNER = 6.0  # the one round corner, the wing's
PART_ROW, PART_THICK, PART_RIGHT = 48.0, 20.0, 280.0
LEAST_HOURS = 4  # the scale of weeks that hold next to nothing
LONGEST_WORDS = 32  # letters that fit between the date and the edge
LONGEST_NAME = 50  # letters of a line of a part's name; it has two
NAME_LINE = 18.0  # units


class Bar(NamedTuple):
    """One row: `label` and `value` with their places; paths are empty where there is nothing to draw.

    Where there is no bar, the value is the word that says why, and `rest` its ground where nothing is asked. `head` is
    the first line of a long name, of which `label` is the second.
    """

    label: str
    label_y: str
    band: str
    done: str
    waiting: str
    rest: str
    value: str
    value_x: str
    value_y: str
    head: str = ""
    head_y: str = ""


class Chart(NamedTuple):
    title: str
    height: int
    bars: list[Bar]
    marks: list[tuple[str, int]]  # x and hours of both ends of the target


class Parts(NamedTuple):
    """A chart and the same for its table."""

    chart: Chart
    rows: list[tuple[str, Total]]


def most_hours(weeks: Iterable[Week]) -> float:
    """What the scale of the weeks has to hold: the longest week, and the target with an hour of room."""
    sizes = [max(week.total.minutes / HOUR, (week.most or 0) + 1) for week in weeks]
    return max([*sizes, LEAST_HOURS])


def of_weeks(weeks: list[Week], *, title: str, most: float) -> Chart:
    """A bar a week with the target's band behind it; weeks without hours say in words what they are."""
    scale = (RIGHT - LEFT) / most
    bars = [_week(week, TOP + n * ROW, scale) for n, week in enumerate(weeks)]
    target = next((week.target for week in weeks if week.target), None)
    ends = (target.at_least, target.at_most) if target else ()
    marks = [(_n(LEFT + hours * scale), hours) for hours in ends]
    return Chart(title, math.ceil(TOP + len(weeks) * ROW + 2), bars, marks)


def of_parts(parts: list[tuple[str, Total]], *, title: str) -> Parts:
    """A bar a part, its name above it, the longest first. `title` has room for the `name` and `hours` of the first."""
    longest = max((total.minutes for _name, total in parts), default=0)
    scale = PART_RIGHT / (longest or 1) * HOUR
    bars, top = [], 22.0
    for name, total in parts:
        head, label = _two_lines(name)
        top += NAME_LINE if head else 0
        done, waiting, end = _both(1.0, top, PART_THICK, total, scale)
        value = _("%(hours)s h") % {"hours": as_hours(total.minutes)}
        head_y = _n(top - 7 - NAME_LINE)
        bars.append(Bar(label, _n(top - 7), "", done, waiting, "", value, _n(end + 8), _n(top + 15), head, head_y))
        top += PART_ROW
    most = {"name": parts[0][0], "hours": as_hours(longest)} if parts else {"name": "", "hours": "0"}
    return Parts(Chart(title % most, math.ceil(top - 22), bars, []), parts)


def _week(week: Week, top: float, scale: float) -> Bar:
    label = formats.date_format(week.monday, "SHORT_MONTH_DAY_FORMAT")
    band = rest = ""
    if week.target:
        left, right = (LEFT + hours * scale for hours in (week.target.at_least, week.target.at_most))
        band = f"M{_n(left)},{_n(top)}H{_n(right)}v{_n(ROW)}H{_n(left)}z"
    elif not week.total.minutes:
        rest = f"M{_n(LEFT)},{_n(top + 2)}H{_n(WIDTH - 1)}v{_n(ROW - 4)}H{_n(LEFT)}z"
    middle = _n(top + ROW / 2 + 5)
    if not week.total.minutes:
        words = "" if week.state == State.OPEN else _words(week)
        return Bar(label, middle, band, "", "", rest, words, _n(LEFT + 6), middle)
    done, waiting, end = _both(LEFT, top + (ROW - THICK) / 2, THICK, week.total, scale)
    value = _("%(hours)s h") % {"hours": as_hours(week.total.minutes)}
    return Bar(label, middle, band, done, waiting, "", value, _n(end + 6), middle)


def _two_lines(name: str) -> tuple[str, str]:
    """A long name in two lines; the first is empty where one is enough."""
    first, *rest = textwrap.wrap(name, LONGEST_NAME) or [""]
    return (first, Truncator(" ".join(rest)).chars(LONGEST_NAME)) if rest else ("", first)


def _words(week: Week) -> str:
    """Why the week has no bar: the break by its name, or its state."""
    if week.state == State.EXPECTS_NOTHING and week.pause:
        return Truncator(week.pause.name).chars(LONGEST_WORDS)
    return capfirst(week.state.label)


def _both(left: float, top: float, thick: float, total: Total, scale: float) -> tuple[str, str, float]:
    """The approved part, the waiting part after it, and where they end."""
    middle, end = left + total.approved / HOUR * scale, left + total.minutes / HOUR * scale
    done = _bar(left, top, middle - left, thick, is_round=not total.waiting) if total.approved else ""
    waiting = _bar(middle, top, end - middle, thick) if total.waiting else ""
    return done, waiting, end


def _bar(x: float, y: float, width: float, thick: float, *, is_round: bool = True) -> str:
    """A square base and one round corner."""
    r = min(CORNER, width / 2) if is_round else 0
    return f"M{_n(x)},{_n(y)}h{_n(width - r)}q{_n(r)},0 {_n(r)},{_n(r)}v{_n(thick - r)}h-{_n(width)}z"


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
