"""The house drawings, all our own: monarch, cut-paper flags, chrysalis, logo, the home wing and the icons.

Everything is path data computed once at import. Colours are CSS classes (`w-or`, `t-rosa`, ...) that read custom
properties, so a drawing follows the light and dark schemes, turns white on a coloured band and black in print.
Templates reach it through `ilp_portal.templatetags.art`.
"""

import math
from typing import NamedTuple


class Drawing(NamedTuple):
    """One drawing: `view_box` as SVG writes it and the markup inside it."""

    view_box: str
    shapes: str


# ── path pieces ───────────────────────────────────────────────────────────────────────────────────────────────────


def n(number: float) -> str:
    """A coordinate with at most one decimal: a tenth of a unit is invisible and halves the page weight."""
    return f"{number:.1f}".rstrip("0").rstrip(".")


def circle(x: float, y: float, r: float) -> str:
    return f"M{n(x - r)},{n(y)}a{n(r)},{n(r)} 0 1 0 {n(2 * r)},0a{n(r)},{n(r)} 0 1 0 {n(-2 * r)},0z"


def _diamond(x: float, y: float, w: float, h: float) -> str:
    return f"M{n(x)},{n(y - h)}l{n(w)},{n(h)}l{n(-w)},{n(h)}l{n(-w)},{n(-h)}z"


def _rect(x: float, y: float, w: float, h: float) -> str:
    return f"M{n(x)},{n(y)}h{n(w)}v{n(h)}h{n(-w)}z"


def _round_rect(x: float, y: float, w: float, h: float, r: float) -> str:
    corner = f"a{n(r)},{n(r)} 0 0 1 "
    return (
        f"M{n(x + r)},{n(y)}h{n(w - 2 * r)}{corner}{n(r)},{n(r)}v{n(h - 2 * r)}{corner}{n(-r)},{n(r)}"
        f"h{n(2 * r - w)}{corner}{n(-r)},{n(-r)}v{n(2 * r - h)}{corner}{n(r)},{n(-r)}z"
    )


def _drop(x: float, y: float, h: float, w: float) -> str:
    return f"M{n(x)},{n(y)}c{n(w)},{n(h / 2)} {n(w)},{n(h)} 0,{n(h)}c{n(-w)},0 {n(-w)},{n(-h / 2)} 0,{n(-h)}z"


def _petal(x: float, y: float, degrees: float, length: float, width: float) -> str:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    end = f"{n(x + c * length)},{n(y + s * length)}"
    mid_x, mid_y = x + c * length / 2, y + s * length / 2
    left = f"{n(mid_x - s * width)},{n(mid_y + c * width)}"
    right = f"{n(mid_x + s * width)},{n(mid_y - c * width)}"
    return f"M{n(x)},{n(y)}Q{left} {end}Q{right} {n(x)},{n(y)}z"


# ── flags: one campaign, one colour, one emblem cut out of the paper ──────────────────────────────────────────────

FLAG_COLOURS = {
    "legal": "jade",
    "walk": "rosa",
    "home": "gold",
    "voice": "monarch",
    "hands": "violet",
    "road": "sky",
    "": "plain",  # a campaign that has not picked its emblem yet
}


def _flag_frame() -> str:
    """The sheet itself: scalloped hem, and the rows of cuts that every flag shares."""
    scallops, left, right, hem = 6, 4, 116, 132
    w = (right - left) / scallops
    d = f"M{left},6H{right}V{hem}" + f"a{n(w / 2)},{n(w * 0.62)} 0 0 1 {n(-w)},0" * scallops + "z"
    d += "".join(_diamond(12 + 12 * i, 19, 3.6, 4.4) for i in range(9))
    d += "".join(_drop(left + w * (i + 0.5), 121, 15, 6) for i in range(scallops))
    for y in (34, 47, 60, 73, 86, 99, 112):
        d += f"M10,{y - 4}l6,4l-6,4zM110,{y - 4}l-6,4l6,4z"
    for x, y, turn in ((24, 32, 0), (96, 32, 90), (24, 114, 270), (96, 114, 180)):
        d += "".join(_petal(x, y, turn + 45 * k, 12, 3.4) for k in range(3))
    return d


def _scales() -> str:
    d = _rect(57.5, 50, 5, 50) + "M44,108c2,-7 30,-7 32,0z" + circle(60, 44, 4.5)
    d += "M29,56c10,-5 18,-4 26,-1v5c-8,-3 -16,-4 -26,1zM91,56c-10,-5 -18,-4 -26,-1v5c8,-3 16,-4 26,1z"
    for x in (37, 83):
        d += f"M{x - 11},84h22c-1,10 -21,10 -22,0zM{x},62l9,19h-3.4l-5.6,-12l-5.6,12h-3.4z"
    return d


def _two_people() -> str:
    return (
        circle(46, 50, 7.6)
        + circle(74, 50, 7.6)
        + "M40,61c4,-3 9,-2 12,1l6,9c1,2 3,2 4,0l6,-9c3,-3 8,-4 12,-1c4,3 5,10 5,20c-3,1 -5,0 -5,-3l-1,-8"
        "l-1,16l5,22h-7l-5,-19l-5,19h-7l5,-23l-1,-9c-2,2 -5,2 -7,0l-1,9l5,23h-7l-5,-19l-5,19h-7l5,-22"
        "l-1,-16l-1,8c0,3 -2,4 -5,3c0,-10 1,-17 6,-20z"
    )


def _house() -> str:
    windows = "".join(_rect(x, 66, 9, 11) for x in (40, 55.5, 71))
    return "M60,40l27,20v46H68V90a8,8 0 0 0 -16,0v16H33V60z" + windows + circle(60, 54, 4.2)


def _megaphone() -> str:
    return (
        "M32,72c0,-5 3,-7 7,-7h10l28,-18v54l-28,-18h-10c-4,0 -7,-2 -7,-6zM42,87h10l5,20h-10z"
        "M81,66a9,9 0 0 1 0,16zM86,58l10,-9l2,3l-9,8zM89,72h13v4h-13zM86,90l10,9l2,-3l-9,-8z"
    )


def _raised_fist() -> str:
    fingers = ((41, 47, 9.4, 27, 4.7), (52, 42, 9.4, 30, 4.7), (63, 43, 9.4, 29, 4.7), (74, 48, 8.6, 25, 4.3))
    thumb = "M41,77c0,-2 3,-2 5,-1h12c4,0 4,-2 8,-2h16v4c0,5 -2,7 -5,9H46c-3,-2 -5,-5 -5,-10z"
    return "M46,90h30v20H46z" + "".join(_round_rect(*finger) for finger in fingers) + thumb


def _licence_card() -> str:
    card = _round_rect(27, 50, 66, 48, 6) + circle(43, 66, 7) + "M31,90c0,-10 5,-14 12,-14s12,4 12,14z"
    return card + _rect(61, 60, 26, 4.4) + _rect(61, 70, 20, 4.4) + _diamond(80, 86, 6, 6)


def _rosette() -> str:
    """Eight petals round a dot: says "campaign" without saying which."""
    petals = "".join(_petal(60 + 9 * math.cos(a), 74 + 9 * math.sin(a), math.degrees(a), 22, 8.5) for a in _EIGHTHS)
    return petals + circle(60, 74, 5)


_EIGHTHS = [math.pi / 4 * k for k in range(8)]

EMBLEMS = {
    "legal": _scales(),
    "walk": _two_people(),
    "home": _house(),
    "voice": _megaphone(),
    "hands": _raised_fist(),
    "road": _licence_card(),
    "": _rosette(),
}


def _flag(emblem: str) -> Drawing:
    sheet = f'<path class="t-{FLAG_COLOURS[emblem]}" fill-rule="evenodd" d="{_flag_frame()}{EMBLEMS[emblem]}"/>'
    return Drawing("0 0 120 142", sheet + '<path class="t-fold" d="M4,6H116V12H4z"/>')


# ── monarch, chrysalis, logo ──────────────────────────────────────────────────────────────────────────────────────

FORE_WING = (
    "M2,-6C30,-58 92,-122 170,-140C186,-143 194,-132 190,-116C184,-92 170,-72 160,-50C152,-30 148,-12 128,-2"
    "C100,8 40,8 2,4ZM14,-13C42,-58 76,-90 112,-108C120,-104 118,-92 111,-83C90,-56 52,-26 14,-13Z"
    "M12,-5C44,-15 68,-28 82,-40C90,-30 102,-18 112,-11C90,-2 44,0 12,-5Z"
    "M88,-45C97,-53 105,-62 111,-70C121,-58 130,-45 137,-34C133,-25 127,-19 120,-15C109,-23 97,-35 88,-45Z"
    "M116,-75C121,-82 124,-89 124,-97C134,-88 145,-74 151,-62C149,-53 145,-46 142,-40C134,-50 124,-64 116,-75Z"
    "M134,-106C142,-108 150,-104 154,-97C156,-91 156,-86 155,-80C148,-90 141,-98 134,-106Z"
    "M126,-116C134,-121 142,-124 150,-126C152,-121 150,-116 145,-114C138,-113 132,-113 126,-116Z"
)
HIND_WING = (
    "M2,0C40,6 92,2 126,5C148,12 150,40 141,64C129,95 101,122 73,127C48,128 30,108 20,78C12,52 2,26 2,0Z"
    "M12,11C34,16 62,17 79,22C84,35 76,47 63,53C42,50 22,33 12,11Z"
    "M85,20C98,15 112,14 122,20C129,29 130,40 126,49C112,45 97,37 87,32Z"
    "M86,38C97,44 111,50 123,55C120,67 113,77 107,84C96,72 84,60 79,50Z"
    "M73,55C81,66 91,79 101,90C93,98 85,104 77,108C71,92 66,73 66,59Z"
    "M60,60C61,76 65,95 70,110C60,112 51,106 47,99C43,84 42,67 44,57Z"
    "M38,55C36,67 38,82 40,91C30,80 22,60 18,38C24,45 30,51 38,55Z"
)
WING_DOTS = (
    "182,-128,3 181,-114,3.4 174,-100,3 167,-86,3.2 161,-72,2.6 156,-58,3 151,-44,2.6 146,-31,3 140,-19,2.6 "
    "130,-10,2.6 168,-128,2.4 168,-112,3.6 160,-134,2 136,18,2.4 141,30,3 139,44,2.6 134,58,3 127,72,2.6 "
    "118,85,3 108,97,2.6 97,107,3 85,115,2.6 72,120,3 58,119,2.4 46,110,2.2"
)


def _monarch() -> Drawing:
    dots = "".join(circle(*map(float, dot.split(","))) for dot in WING_DOTS.split())
    orange = (
        "M8,-6C30,-56 84,-106 128,-122L154,-130L160,-84L146,-30L116,-4L40,2z"
        "M8,4L122,9L135,40L112,92L74,116L44,104L14,34z"
    )
    wings = (
        f'<path class="w-or" d="{orange}"/><path class="w-ink" fill-rule="evenodd" d="{FORE_WING}"/>'
        f'<path class="w-ink" fill-rule="evenodd" d="{HIND_WING}"/><path class="w-dot" d="{dots}"/>'
    )
    body = (
        '<path class="w-ink" d="M0,-34C7,-34 8,-24 7,-18C9,-8 8,6 6,14C5,40 4,66 0,82C-4,66 -5,40 -6,14C-8,6 -9,-8 '
        '-7,-18C-8,-24 -7,-34 0,-34Z"/><path class="w-line" d="M2,-32C10,-56 20,-72 34,-82M-2,-32C-10,-56 -20,-72 '
        '-34,-82"/>'
    )
    # The second wing is drawn again, not <use>d: an id inside a drawing would repeat where it is inlined twice.
    return Drawing("-198 -148 396 280", f'{wings}<g transform="scale(-1 1)">{wings}</g>{body}')


def _mark() -> Drawing:
    """The logo: four bold cells a side, so that it still reads as a butterfly at 28 pixels."""
    ink = (
        "M32,20C38,8 48,1 60,1C64,1 64,8 61,14C58,20 56,24 50,26C56,29 56,38 50,43C44,49 37,46 35,38L32,30L29,38"
        "C27,46 20,49 14,43C8,38 8,29 14,26C8,24 6,20 3,14C0,8 0,1 4,1C16,1 26,8 32,20Z"
    )
    cells = (
        "M36,20C41,12 46,8 53,6C53,11 49,17 36,20ZM39,23C46,21 51,18 55,13C55,19 50,24 39,23Z"
        "M37,28C43,27 49,28 50,33C47,36 41,34 37,28ZM36,32C39,36 43,38 47,38C45,43 38,43 36,32Z"
        "M28,20C23,12 18,8 11,6C11,11 15,17 28,20ZM25,23C18,21 13,18 9,13C9,19 14,24 25,23Z"
        "M27,28C21,27 15,28 14,33C17,36 23,34 27,28ZM28,32C25,36 21,38 17,38C19,43 26,43 28,32Z"
    )
    return Drawing("0 0 64 48", f'<path class="w-ink" d="{ink}"/><path class="w-or" d="{cells}"/>')


def _chrysalis() -> Drawing:
    points = "50,66,2.2 60,70,2.2 70,66,2.2 47,112,2.6 73,112,2.6 60,120,2.2 52,134,2 68,134,2"
    gold = "".join(circle(*map(float, point.split(","))) for point in points.split())
    leaves = "M10,20C2,40 8,60 22,72C30,54 28,34 18,19ZM108,16C120,34 118,56 104,70C94,54 94,32 102,16Z"
    return Drawing(
        "0 0 120 170",
        '<path class="c-stem" d="M0,22C30,12 80,10 120,18"/>'
        f'<path class="c-leaf" d="{leaves}"/>'
        '<path class="c-vein" d="M14,21C15,40 18,56 22,70M105,17C107,36 106,54 104,68"/>'
        '<path class="w-ink" d="M57,14h6v16h-6z"/>'
        '<path class="c-body" d="M60,28C74,31 86,44 88,62C91,96 86,140 60,158C34,140 29,96 32,62C34,44 46,31 60,28Z"/>'
        '<path class="w-ink" d="M33,58C44,62 76,62 87,58L88,63C76,67 44,67 32,63Z"/>'
        '<path class="c-gold" d="M34,53C44,57 76,57 86,53L87,57C76,61 44,61 33,57Z"/>'
        '<path class="c-seam" d="M60,68C50,92 48,122 58,150M45,72C40,94 42,116 50,134M75,72C80,94 78,116 70,134"/>'
        f'<path class="c-gold" d="{gold}"/>',
    )


# ── icons: a 24 grid, 2 px round strokes ──────────────────────────────────────────────────────────────────────────

ICONS = {
    "back": "M15 5l-7 7 7 7",
    "bell": "M6 16.5c1.4-1.6 1.2-3.4 1.2-6a4.8 4.8 0 0 1 9.6 0c0 2.6-.2 4.4 1.2 6z"
    "M10 19.5c.8 1.4 3.2 1.4 4 0M12 3.2v2.4",
    "cal": "M4 6.5h16v13.5H4zM4 11h16M8.5 3.5v5M15.5 3.5v5",
    "check": "M4.5 12.5 10 18 19.5 6.5",
    "clock": "M12 3.5a8.5 8.5 0 1 0 .01 0M12 7.5V12l3.2 2.4",
    "down": "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 20h14",
    "ear": "M8 10a4.5 4.5 0 1 1 8.4 2.3c-1 1.6-2.9 2.5-2.9 4.7 0 1.9-1.2 3-2.8 3-1.3 0-2.3-.8-2.7-2"
    "M10.5 10.5a2 2 0 0 1 3.8-.7c.5 1.3-.6 1.9-1.3 2.7",
    "edit": "M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5",
    "exit": "M10 4H4.5v16H10M9 12h11M15.5 7.5 20 12l-4.5 4.5",
    "info": "M12 3.5a8.5 8.5 0 1 0 .01 0M12 11v5.5M12 7.4v.6",
    "key": "M8 11.5a4 4 0 1 0 .01 0M11 12.7 19.5 4.2M16 7.7l3 3M13.5 10.2l2 2",
    "lang": "M4 4.5h11v8.5H9l-4 3.5V13H4zM15 9h5v8h-1v3l-3.5-3H10v-2",
    "lock": "M6 10.5h12V20H6zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14v2.5",
    "mail": "M3.5 6h17v12.5h-17zM4 6.5l8 6.5 8-6.5",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "next": "M9 5l7 7-7 7",
    "out": "M10 5H5v14h14v-5M13 4.5h6.5V11M19 5l-8.5 8.5",
    "person": "M12 4a4 4 0 1 0 .01 0M4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
    "phone": "M7.5 3h9v18h-9zM11 18h2",
    "pin": "M12 21c-4-4.6-6.4-7.8-6.4-11a6.4 6.4 0 0 1 12.8 0c0 3.2-2.4 6.4-6.4 11zM12 12.2a2.3 2.3 0 1 0-.01 0",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "search": "M10.5 4a6.5 6.5 0 1 0 .01 0M15.5 15.5l5 5",
    "shield": "M12 3.5 19.5 6v6c0 4.5-3.2 7.3-7.5 8.8C7.7 19.3 4.5 16.5 4.5 12V6zM9 12l2.2 2.3L15 10",
    "undo": "M8 5 4 9l4 4M4.5 9H14a5 5 0 0 1 0 10H8",
    "warn": "M12 4 21 19.5H3zM12 10v4.5M12 16.8v.6",
    "x": "M6 6l12 12M18 6 6 18",
}

# Keys are the ids on the page: i- for icons, f- for flags.
DRAWINGS: dict[str, Drawing] = {
    "monarch": _monarch(),
    "mark": _mark(),
    "chrysalis": _chrysalis(),
    **{f"f-{emblem or 'plain'}": _flag(emblem) for emblem in EMBLEMS},
    **{f"i-{name}": Drawing("0 0 24 24", f'<path d="{d}"/>') for name, d in ICONS.items()},
}
