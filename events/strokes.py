"""Presses at the door as a phone or a form says them. Pure: nothing here asks the database or the clock."""

import datetime as dt
import uuid
from dataclasses import dataclass

from .models import DoorStroke

Kind = DoorStroke.Kind
MOST_PEOPLE = 50  # in one press without a name; as door_stroke_of_a_person_or_a_number
LARGEST_ID = 2**63 - 1  # what the database can hold
LONGEST_CODE = 200  # characters


@dataclass(frozen=True)
class Stroke:
    """One press. It names a person by `rsvp` or by `code`, or counts `people`. `at` is None where nobody can tell."""

    key: uuid.UUID
    kind: str
    rsvp: int = 0
    code: str = ""
    people: int = 0
    at: dt.datetime | None = None


def read(said: object, *, late: dt.timedelta = dt.timedelta()) -> Stroke | None:
    """The press behind what was sent, None for what is none. `late` is how far the phone's clock is behind ours."""
    said = said if isinstance(said, dict) else {}
    key, kind, rsvp = _key(said.get("key")), said.get("kind"), _whole(said.get("rsvp"))
    code, people = said.get("code"), _whole(said.get("people"))
    code, at = code[:LONGEST_CODE] if isinstance(code, str) else "", _at(said.get("at"), late)
    if key is None or not isinstance(kind, str) or kind not in Kind.values:
        return None
    if kind == Kind.COUNT:
        return Stroke(key, kind, people=people, at=at) if 0 < abs(people) <= MOST_PEOPLE else None
    return Stroke(key, kind, rsvp=max(rsvp, 0), code=code, at=at) if rsvp > 0 or code else None


def instant(milliseconds: object) -> dt.datetime | None:
    """What a browser's Date.now() says; None for what is no instant of the years 2000 to 2999."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float):
        return None
    if not 946_684_800_000 <= milliseconds < 32_503_680_000_000:
        return None
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)


def _at(value: object, late: dt.timedelta) -> dt.datetime | None:
    pressed = instant(value)
    return pressed + late if pressed else None


def _whole(value: object) -> int:
    """A number that the database can hold; 0 for anything else."""
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdigit() and len(value) < 20:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST_ID:
        return 0
    return value


def _key(value: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
