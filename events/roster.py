"""The list at the door: who is expected, as whoever stands there may see them. Never a contact."""

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from . import clock, codes
from .models import Event, EventKey, Rsvp, ShiftPlace


@dataclass(frozen=True)
class Line:
    """One person with the guests they bring. `known_as` is the name they gave, or the number of their sign-up."""

    pk: int
    known_as: str
    guests: int
    shifts: list[str]
    code: str
    arrived_at: dt.datetime | None
    since: str  # the hour at which they came, in words; empty for whoever did not

    @property
    def sought(self) -> str:
        """What a search looks into: without accents and capitals, the code with and without its hyphen."""
        return plain(f"{self.known_as} {self.code} {self.code.replace('-', '')}")


def plain(text: str) -> str:
    """As people type on a phone in a hurry: ¡Íñigo! and inigo are the same."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(part for part in parts if not unicodedata.combining(part)).split())


def lines(event: Event) -> list[Line]:
    """The confirmed, and whoever withdrew after they came. Names first, in their order; then those by number."""
    places = Prefetch("places", ShiftPlace.objects.select_related("shift").order_by("shift__starts_at", "pk"))
    rows = list(event.rsvps.at_the_door().prefetch_related(places))
    named = {rsvp.pk: _name(rsvp, event) for rsvp in rows}
    rows.sort(key=lambda rsvp: (not named[rsvp.pk], plain(named[rsvp.pk]), rsvp.pk))
    return [_line(rsvp, named[rsvp.pk]) for rsvp in rows]


def line(rsvp: Rsvp) -> Line:
    """One person alone."""
    return _line(rsvp, _name(rsvp, rsvp.event))


def version(people: list[Line]) -> str:
    """Changes when somebody signs up, withdraws or brings another number of guests; not when somebody comes."""
    text = " ".join(f"{one.pk}:{one.guests}" for one in sorted(people, key=lambda one: one.pk))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _line(rsvp: Rsvp, name: str) -> Line:
    zone = rsvp.event.zone
    since = clock.hour_text(rsvp.arrived_at.astimezone(zone)) if rsvp.arrived_at else ""
    shifts = [f"{one.shift.role}, {clock.hour_text(one.shift.starts_at.astimezone(zone))}" for one in rsvp.places.all()]
    known_as = name or _("Sign-up %(number)d") % {"number": rsvp.pk}
    return Line(rsvp.pk, known_as, rsvp.guests, shifts, codes.short_code(rsvp), rsvp.arrived_at, since)


def _name(rsvp: Rsvp, event: Event) -> str:
    """Empty where none was given, or where the key is gone, as after a restore without the keys."""
    rsvp.event = event
    try:
        return rsvp.name
    except (EventKey.DoesNotExist, InvalidTag):
        return ""
