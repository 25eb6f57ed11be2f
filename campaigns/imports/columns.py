"""Which column of a sheet says what: guessed from English and Spanish heads, or from what stands in it."""

import hashlib
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from . import days, times
from .folding import fold
from .reading import Cell

LABELS = {
    "day": _("Day"),
    "time": _("Hours"),
    "minutes": _("Minutes"),
    "campaign": _("Campaign"),
    "activity": _("Activity"),
    "note": _("Note"),
    "person": _("Person (email address or full name)"),
}
# each the likelier first; folded
_NAMES = {
    "day": "date, day, fecha, dia, date worked, work date, worked on, fecha de trabajo, dia de trabajo, when, cuando",
    "time": (
        "hours, horas, hrs, hours worked, horas trabajadas, total hours, total horas, number of hours, "
        "numero de horas, cantidad de horas, duration, duracion, time, tiempo, h"
    ),
    "minutes": "minutes, minutos, min, mins",
    "campaign": "campaign, campana, project, proyecto",
    "activity": "activity, actividad, activity type, tipo de actividad, type of work, type, tipo, task, tarea",
    "note": (
        "note, notes, nota, notas, description, descripcion, comment, comments, comentario, comentarios, details, "
        "detalles, what you did, what did you do, que hizo"
    ),
    "person": (
        "email, e mail, correo, correo electronico, email address, person, persona, coordinator, coordinadora, "
        "coordinador, coordinacion, student, estudiante, name, nombre, full name, nombre completo, who, quien"
    ),
}
NAMES = {name: words.split(", ") for name, words in _NAMES.items()}
REASON_HEADS = frozenset({"reason", "motivo"})  # of the files of failed rows that we give back
NEEDED_TO_TELL = 2  # columns known by their heads that make a row the head of a sheet


def by_heads(head: list[str]) -> dict[str, int]:
    """{field: column}: first by the whole head, then by one word of it, like "Hours (decimal)"."""
    folded = [fold(str(name)) for name in head]
    found: dict[str, int] = {}
    for fits in (lambda name, text: name == text, lambda name, text: name in text.split()):
        for field, names in NAMES.items():
            free = [n for n, text in enumerate(folded) if text and n not in found.values() and text not in REASON_HEADS]
            match = next((n for name in names for n in free if fits(name, folded[n])), None)
            if field not in found and match is not None:
                found[field] = match
    return found


def guess(head: list[str], samples: list[list[Cell]]) -> dict[str, int]:
    """{field: column}. What no head tells is looked for in the rows: a column of days, a column of times."""
    found = by_heads(head)
    width = max(map(len, [head, *samples]), default=0)
    for field, is_one in (("day", _is_day), ("time", _is_time)):
        if field in found or (field == "time" and "minutes" in found):
            continue
        free = (n for n in range(width) if n not in found.values())
        fit = (n for n in free if _mostly(is_one, (row[n] for row in samples if n < len(row))))
        if (column := next(fit, None)) is not None:
            found[field] = column
    return found


def _mostly(is_one, cells: Iterable[Cell]) -> bool:
    filled = [cell for cell in cells if cell not in (None, "")]
    return bool(filled) and sum(map(is_one, filled)) * 2 > len(filled)


def _is_day(cell: Cell) -> bool:
    return any(days.parse(cell, day_first=order) for order in (True, False))


def _is_time(cell: Cell) -> bool:
    try:
        return bool(times.parse(cell))
    except times.Unread:
        return False


def head_key(head: list[str], width: int) -> str:
    """The same for sheets with the same heads, whatever was added behind by us; without heads it is their number."""
    names = [name for name in (fold(str(name)) for name in head) if name not in REASON_HEADS]
    while names and not names[-1]:
        names.pop()
    text = "\x1f".join(names) if names else f"{width} columns"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
