"""Somebody erases their own sign-up before its time."""

import datetime as dt
import uuid

from django.db import transaction

from outreach.models import Message

from . import seats, shifts
from .letters import SUBJECT
from .models import DoorStroke, Event, Rsvp
from .telling import reconcile


@transaction.atomic
def erase(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The row and all that hangs on it; nothing more is sent, and the place goes to the next in line.

    Who was checked in still counts, as people without a name. Raises Rsvp.DoesNotExist when it was erased meanwhile.
    """
    event = Event.objects.select_for_update().get(pk=rsvp.event_id)
    rsvp = event.rsvps.get(pk=rsvp.pk)
    if rsvp.arrived_at:
        came = {"kind": DoorStroke.Kind.COUNT, "people": rsvp.seats, "at": now}
        DoorStroke.objects.create(event=event, client_key=uuid.uuid4(), **came)
    Message.objects.about(SUBJECT, [rsvp.pk]).unsent().finish(Message.State.SUPPRESSED, "erased", now)
    shifts.tell_pair(event, list(rsvp.places.values_list("shift", flat=True)), but=rsvp, now=now)
    rsvp.delete()
    seats.recount(event)
    if moved := seats.move_up(event, now):
        reconcile(event=event, now=now, only=moved)
