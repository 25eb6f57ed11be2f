"""The numbers of an event that stay when its people are erased."""

import datetime as dt

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from .models import DoorStroke, Event, EventTally, Rsvp

COMES = Q(state=Rsvp.State.CONFIRMED)
CAME = Q(arrived_at__isnull=False)


def numbers(event: Event) -> dict[str, int]:
    """Columns of EventTally as the rows have them now, in two queries. A person brings the guests they announced."""
    people = event.rsvps.aggregate(
        signed_up=Count("pk", filter=COMES),
        arrived=Coalesce(Sum(1 + F("guests"), filter=CAME), 0),
        guests=Coalesce(Sum("guests", filter=COMES), 0),
    )
    pressed = event.strokes.filter(kind=DoorStroke.Kind.COUNT).aggregate(sum=Coalesce(Sum("people"), 0))["sum"]
    return people | {"nameless": max(pressed, 0)}


def count(event: Event) -> None:
    """Write them, unless they were counted for the last time: what is erased may not take its numbers along."""
    _write(event, numbers(event))


def close(event: Event, now: dt.datetime) -> None:
    """Count for the last time: before the sign-ups and presses of the event are erased. A second call does nothing."""
    _write(event, numbers(event) | {"closed_at": now})


def is_closed(event: Event) -> bool:
    return EventTally.objects.filter(event=event, closed_at__isnull=False).exists()


def _write(event: Event, values: dict) -> None:
    EventTally.objects.get_or_create(event=event)
    EventTally.objects.filter(event=event, closed_at=None).update(**values)
