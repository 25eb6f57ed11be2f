"""The week as a row of hour-cells, drawn with SVG attributes only (no style, strict CSP).

The picture is 360 units wide, which is a phone's width, so that its labels stay at 13 px there.
"""

import math
from dataclasses import dataclass, field

from .durations import HOUR
from .targets import Target

WIDTH, TOP, BOTTOM, GAP = 360.0, 20.0, 54.0, 4.0  # units of the view box
FEWEST_CELLS, MOST_CELLS = 12, 24
ROOM = 2  # hours drawn beyond the target


@dataclass(frozen=True)
class Label:
    x: str
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Gauge:
    """Shapes in drawing order as (css class, path), the bracket over the target, and the figures below.

    `rests` says that the bracket spans the whole picture because nothing is expected.
    """

    cells: list[tuple[str, str]] = field(default_factory=list)
    bracket: str = ""
    middle: str = ""
    labels: list[Label] = field(default_factory=list)
    rests: bool = False


def draw(minutes: int, target: Target | None, *, rests: bool = False) -> Gauge:
    """One cell an hour; when a week holds more than 24 hours, a cell stands for several. `rests` is a break."""
    at_most = target.at_most if target else 0
    needed = max(FEWEST_CELLS, at_most + ROOM, math.ceil(minutes / HOUR))
    hours_a_cell = math.ceil(needed / MOST_CELLS)
    count = math.ceil(needed / hours_a_cell)
    pitch = WIDTH / count
    cells = []
    for number in range(count):
        begins = number * hours_a_cell
        inside = target is not None and target.at_least <= begins < target.at_most
        cells.append(("g-in" if inside else "g-off", _cell(number * pitch, pitch - GAP)))
        full = min(1.0, max(0.0, (minutes / HOUR - begins) / hours_a_cell))
        if full:
            cells.append(("g-on", _cell(number * pitch, (pitch - GAP) * full, whole=full == 1.0)))
    if target is None:
        labels = [Label("1", "0"), Label(_n(WIDTH - GAP), str(count * hours_a_cell), "end")]
        bracket = f"M1,14v-5H{_n(WIDTH - GAP)}v5" if rests else ""
        return Gauge(cells, bracket, _n(WIDTH / 2), labels, rests)
    left, right = (hours / hours_a_cell * pitch for hours in (target.at_least, target.at_most))
    bracket = f"M{_n(left + 1)},14v-5H{_n(right - GAP)}v5"
    labels = [Label("1", "0"), Label(_n(left + 1), str(target.at_least)), Label(_n(right + 1), str(target.at_most))]
    return Gauge(cells, bracket, _n((left + right) / 2), labels)


def _cell(x: float, width: float, *, whole: bool = True) -> str:
    """One cell of the wing: its upper right and lower left corners are round. A part of one is cut straight."""
    r = min(9.0, width / 2)
    left, height = f"q-{_n(r)},0 -{_n(r)},-{_n(r)}z", BOTTOM - TOP
    if not whole:
        return f"M{_n(x + 1)},{_n(TOP)}h{_n(width)}v{_n(height)}h-{_n(width - r)}{left}"
    corner = f"q{_n(r)},0 {_n(r)},{_n(r)}"
    return f"M{_n(x + 1)},{_n(TOP)}h{_n(width - r)}{corner}v{_n(height - r)}h-{_n(width - r)}{left}"


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
