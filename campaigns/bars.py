"""Bars of a row of weeks, drawn with SVG attributes only (no style, strict CSP).

400 units wide, a little more than a phone, so that labels stay at 13 px there.
"""

import math
from typing import NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _

from .public_hours import Season

LEFT, RIGHT, TOP, BASE = 46.0, 400.0, 24.0, 180.0  # units of the view box: the room of the bars
HEIGHT = 212
WIDEST, FILLED = 44.0, 0.8  # units from one bar to the next at most; the part of it that the bar takes
CORNER = 7.0  # the one round corner, the wing's
MOST_LINES = 4
DIGIT, DAY = 9.0, 54.0  # units that a digit and a day like "Aug 31" take


class Text(NamedTuple):
    x: str
    y: str
    text: str


class Line(NamedTuple):
    path: str
    label: Text


class Chart(NamedTuple):
    """`bars` as paths; `values` above them, `days` below; `gaps` stand for weeks that are not shown."""

    title: str
    height: int
    axis: str
    lines: list[Line]
    bars: list[str]
    values: list[Text]
    gaps: list[Text]
    days: list[Text]


def draw(season: Season) -> Chart:
    """The weeks of the season from left to right; needs one that is shown."""
    most = max(week.hours for week in season.shown)
    pitch = min(WIDEST, (RIGHT - LEFT) / len(season.weeks))
    tall = (BASE - TOP) / most
    bars, values, gaps, days = [], [], [], []
    every_value = math.ceil((DIGIT * len(str(most)) + 2) / pitch)
    first_value = next(n for n, week in enumerate(season.weeks) if week.hours == most) % every_value
    every_day = math.ceil(DAY / pitch)
    for n, week in enumerate(season.weeks):
        left = LEFT + n * pitch + pitch * (1 - FILLED) / 2
        middle = _n(LEFT + (n + 0.5) * pitch)
        if week.hours is None:
            gaps.append(Text(middle, _n(BASE - 6), "–"))
        else:
            bars.append(_bar(left, pitch * FILLED, week.hours * tall))
            if n % every_value == first_value:
                values.append(Text(middle, _n(BASE - week.hours * tall - 5), str(week.hours)))
        if n % every_day == 0 and LEFT + (n + 0.5) * pitch <= RIGHT - DAY / 3:
            days.append(Text(middle, _n(BASE + 22), formats.date_format(week.monday, "SHORT_MONTH_DAY_FORMAT")))
    return Chart(
        _title(season, most), HEIGHT, f"M{_n(LEFT)},{_n(BASE)}H{_n(RIGHT)}", _lines(most), bars, values, gaps, days
    )


def _title(season: Season, most: int) -> str:
    """What the picture says, for whoever does not see it."""
    values = {"season": season.name, "hours": season.hours, "weeks": len(season.shown), "most": most}
    values["week"] = next(week.label for week in season.shown if week.hours == most)
    if len(season.shown) == 1:
        return _("Hours contributed, %(season)s: about %(hours)s in one week, %(week)s.") % values
    words = _("Hours contributed, %(season)s: about %(hours)s in %(weeks)s weeks, most in %(week)s: about %(most)s.")
    return words % values


def _lines(most: int) -> list[Line]:
    """At most four lines across, at round hours."""
    steps = (size * 10**power for power in range(9) for size in (5, 10, 20))
    step = next(step for step in steps if most <= MOST_LINES * step)
    lines = []
    for hours in range(step, most + 1, step):
        y = BASE - hours * (BASE - TOP) / most
        lines.append(Line(_across(y), Text(_n(LEFT - 6), _n(y + 5), _("%(hours)s h") % {"hours": hours})))
    return lines


def _across(y: float) -> str:
    return f"M{_n(LEFT)},{_n(y)}H{_n(RIGHT)}"


def _bar(x: float, width: float, height: float) -> str:
    """A square base and one round corner."""
    r = min(CORNER, width / 2, height)
    return f"M{_n(x)},{_n(BASE)}V{_n(BASE - height)}h{_n(width - r)}q{_n(r)},0 {_n(r)},{_n(r)}V{_n(BASE)}z"


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
