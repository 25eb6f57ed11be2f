"""The shifts of an event as one signed-up person reads them: what they have, what they can take, and why not."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects

from . import seats
from .models import Rsvp, Shift


class Line(NamedTuple):
    """One shift. `faults` say why this person cannot take it; `meets`: whether they may read where it meets."""

    shift: Shift
    mine: bool
    faults: list[str]
    meets: bool
    unsaid: bool = False  # it asks for a language that this person has not named

    @property
    def left(self) -> int:
        return max(self.shift.capacity - self.shift.taken, 0)


def read(rsvp: Rsvp) -> None:
    """Let the event of this sign-up have its shifts at hand, with how many places of each are taken."""
    shifts = Shift.objects.with_taken().select_related("training")
    prefetch_related_objects([rsvp.event], Prefetch("shifts", shifts))


def lines(rsvp: Rsvp, now: dt.datetime) -> list[Line]:
    """In the order of their hours; two queries beside those of `read`, however many there are."""
    shifts = rsvp.event.shifts.all()
    held = set(rsvp.places.values_list("shift_id", flat=True)) if shifts else set()
    known = seats.known_trainings(rsvp.contact_bi) if any(shift.training_id for shift in shifts) else {}
    return [_line(shift, shift.pk in held, rsvp, known, now) for shift in shifts]


def _line(shift: Shift, mine: bool, rsvp: Rsvp, known: dict, now: dt.datetime) -> Line:
    faults = [] if mine else seats.shift_faults(shift, rsvp, now, known=known)
    unsaid = bool(shift.language) and shift.language not in rsvp.speaks
    return Line(shift, mine, faults, mine and shift.tells_meeting_point(shift.taken), unsaid)
