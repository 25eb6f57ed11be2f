"""The home page's wing: a forewing seen close, its veins running out to the dotted margin.

The headline sits in the large cell at the left, so nothing is drawn there. `WING` is the finished SVG element.
"""

import math

from ilp_portal.art import circle, n

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]

# start, two control points, end, width at start and end. The first two are the rim of the large cell; the others
# start on the middle line of the rim, so that no end sticks out on the cell's side.
VEINS: list[tuple[Curve, tuple[float, float]]] = [
    (((0, 560.5), (260, 566), (600, 540), (700, 420)), (9, 13)),
    (((690, 432), (760, 330), (760, 160), (650, -10)), (13, 12)),
    (((691.5, 74), (840, 52), (950, 20), (1040, -20)), (8, 16)),
    (((720.5, 161), (900, 136), (1080, 100), (1240, 40)), (8, 24)),
    (((732, 235), (900, 252), (1050, 252), (1200, 232)), (8, 24)),
    (((731, 318), (850, 372), (980, 396), (1112, 408)), (7, 24)),
    (((704, 414), (750, 480), (810, 510), (900, 536)), (7, 24)),
    (((528, 517), (562, 540), (600, 552), (650, 584)), (6, 20)),
]
# The bend under the cell continues to the left edge of any screen.
TAIL = "M-1600,556H0V565H-1600z"
MARGIN = (
    "M2900,-10V640H-1600V592H-10C200,600 420,598 610,580C640,578 640,566 664,566C740,566 800,560 852,544"
    "C880,534 884,524 910,520C980,508 1030,482 1066,444C1082,426 1080,414 1098,400C1136,364 1164,310 1176,256"
    "C1180,240 1182,226 1192,210C1214,166 1224,110 1226,62C1228,40 1238,10 1250,-10z"
)
# x, y, radius: larger towards the tip, as on the real wing
DOTS = (
    "1262,20,7 1252,58,9 1256,100,7 1246,140,10 1240,184,7 1222,222,10 1214,266,8 1206,310,11 1188,350,8 "
    "1168,388,10 1138,420,8 1118,460,11 1084,490,8 1046,512,10 1004,528,8 958,544,10 914,556,8 866,574,10 "
    "816,582,7 764,590,9 712,592,7 660,600,9 604,604,7 548,612,8 490,612,6 430,618,8 370,618,6 310,622,8 "
    "250,620,6 190,624,8 130,622,6 70,624,7 20,622,5 1266,250,6 1258,300,8 1240,350,9 1212,400,8 1180,450,9 "
    "1144,500,8 1096,536,9 1040,560,8 980,580,9 920,598,7 860,612,8 796,620,6 1268,400,9 1236,450,8 1200,510,10 "
    "1150,556,8 1086,584,9 1020,606,8 1262,510,8 1222,570,9 1166,604,8 1266,600,8"
)


def _vein(curve: Curve, widths: tuple[float, float]) -> str:
    """A cubic curve whose width grows from the first to the second of `widths`, as a closed outline."""
    start, c1, c2, end = curve

    def normal(a: Point, b: Point, width: float) -> Point:
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = math.hypot(dx, dy) or 1
        return -dy / length * width / 2, dx / length * width / 2

    def at(point: Point, offset: Point, sign: int) -> str:
        return f"{n(point[0] + sign * offset[0])},{n(point[1] + sign * offset[1])}"

    n0, n1 = normal(start, c1, widths[0]), normal(c2, end, widths[1])
    middle = ((n0[0] + n1[0]) / 2, (n0[1] + n1[1]) / 2)
    return (
        f"M{at(start, n0, 1)}C{at(c1, middle, 1)} {at(c2, middle, 1)} {at(end, n1, 1)}"
        f"L{at(end, n1, -1)}C{at(c2, middle, -1)} {at(c1, middle, -1)} {at(start, n0, -1)}z"
    )


def _dots() -> str:
    points = [tuple(map(float, dot.split(","))) for dot in DOTS.split()]
    # beyond the drawing's own 1280 units: the margin goes on at both sides of a wide screen
    points += [(-40 - 60 * i, 624 - (i % 2) * 3, 5 + i % 3) for i in range(18)]
    points += [(1306 + 52 * i + (j % 2) * 26, 24 + 62 * j, (7, 9, 6)[(i + j) % 3]) for i in range(9) for j in range(10)]
    return "".join(circle(*point) for point in points)


WING = (
    '<svg class="wing-art" viewBox="0 0 1280 632" preserveAspectRatio="xMaxYMax slice" aria-hidden="true" '
    f'focusable="false"><path class="w-ink" d="{TAIL}{"".join(_vein(*vein) for vein in VEINS)}"/>'
    f'<path class="w-ink" d="{MARGIN}"/><path class="w-dot" d="{_dots()}"/></svg>'
)
