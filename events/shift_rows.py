"""The shifts of one event as staff read them: who is needed, how many there are, and what each of them brings."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from .models import Event, Qualification, Shift, ShiftPlace


class Holder(NamedTuple):
    """Somebody who has a shift, as a number. `lacks` is what it asks for and they do not say or have."""

    number: int
    speaks: bool  # the language it needs, or none is needed
    trained_until: dt.date | None  # None also where no training is needed
    is_trained: bool
    confirmed: bool


class Line(NamedTuple):
    """One shift with its people."""

    shift: Shift
    holders: list[Holder]

    @property
    def taken(self) -> int:
        return len(self.holders)

    @property
    def open(self) -> int:
        return max(0, self.shift.capacity - self.taken)

    @property
    def unfit(self) -> int:
        """How many do not have what it asks for, as when that was added later or a training ran out."""
        return sum(not (holder.speaks and holder.is_trained) for holder in self.holders)


def lines(event: Event) -> list[Line]:
    """In the order of their hours; three queries, however many shifts and people."""
    shifts = list(event.shifts.select_related("training"))
    for shift in shifts:
        shift.event = event
    places = ShiftPlace.objects.filter(shift__in=shifts).select_related("rsvp").order_by("taken_at", "pk")
    by_shift = defaultdict(list)
    for place in places:
        by_shift[place.shift_id].append(place.rsvp)
    known = _qualifications(shifts, [place.rsvp for place in places])
    return [Line(shift, [_holder(shift, rsvp, known) for rsvp in by_shift[shift.pk]]) for shift in shifts]


def _qualifications(shifts: list[Shift], rsvps: list) -> dict[tuple[bytes, int], Qualification]:
    trainings = {shift.training_id for shift in shifts if shift.training_id}
    contacts = {bytes(rsvp.contact_bi) for rsvp in rsvps}
    rows = Qualification.objects.filter(training__in=trainings, contact_bi__in=contacts)
    return {(bytes(row.contact_bi), row.training_id): row for row in rows}


def _holder(shift: Shift, rsvp, known: dict) -> Holder:
    row = known.get((bytes(rsvp.contact_bi), shift.training_id))
    holds = row is not None and row.earned_on <= shift.day <= row.expires_on
    return Holder(
        number=rsvp.pk,
        speaks=not shift.language or shift.language in rsvp.speaks,
        trained_until=row.expires_on if row else None,
        is_trained=not shift.training_id or holds,
        confirmed=rsvp.is_confirmed,
    )


def summary(event: Event) -> dict[str, int]:
    """For the card of the overview: how many shifts, places, people that have one, and shifts out of its hours."""
    shifts = list(event.shifts.with_taken())
    for shift in shifts:
        shift.event = event
    return {
        "shifts": len(shifts),
        "places": sum(shift.capacity for shift in shifts),
        "taken": sum(shift.taken for shift in shifts),
        "open": sum(max(0, shift.capacity - shift.taken) for shift in shifts),
        "outside": sum(shift.is_outside for shift in shifts),
    }
