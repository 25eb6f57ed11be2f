"""Verbs of shifts at the desk: save one, delete one, tell who has it. Whoever changes one holds the event's lock."""

import datetime as dt

from django.db import transaction

from outreach import outbox
from outreach.models import Message

from .letters import SUBJECT
from .models import Event, Rsvp, Shift
from .models.event import SETTLE
from .shift_letters import SHIFT_CHANGED

SCOPE = "events.event"
TOLD_OF = ("starts_at", "ends_at", "role_en", "role_es", "meeting_point", "note")  # what people go by


@transaction.atomic
def save(*, shift: Shift, now: dt.datetime) -> int:
    """Save a shift that staff typed. Returns how many people have it and are told that it changed."""
    event = Event.objects.select_for_update().get(pk=shift.event_id)
    before = event.shifts.filter(pk=shift.pk).values(*TOLD_OF).first() if shift.pk else None
    shift.save()
    if before is None or all(before[name] == getattr(shift, name) for name in TOLD_OF):
        return 0
    return _tell(event, event.rsvps.filter(places__shift=shift), now)


@transaction.atomic
def delete(*, shift: Shift, now: dt.datetime) -> int:
    """Take a shift away. Returns how many people had it and are told."""
    event = Event.objects.select_for_update().get(pk=shift.event_id)
    had = list(event.rsvps.filter(places__shift=shift).values_list("pk", flat=True))
    shift.delete()
    return _tell(event, event.rsvps.filter(pk__in=had), now)


@transaction.atomic
def move_along(*, event: Event, by: dt.timedelta, now: dt.datetime) -> int:
    """Move every shift that reaches beyond its event by as much as the event was moved. Returns how many moved.

    Their people are told once, of all.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    moved = [shift for shift in _with_event(event) if shift.is_outside]
    for shift in moved:
        shift.starts_at, shift.ends_at = shift.starts_at + by, shift.ends_at + by
        shift.save(update_fields=["starts_at", "ends_at"])
    _tell(event, event.rsvps.filter(places__shift__in=moved).distinct(), now)
    return len(moved)


def tell_pair(event: Event, shifts: list[int], *, but: Rsvp, now: dt.datetime) -> None:
    """In an accompaniment: tell the others who have these shifts that everybody is found, or that somebody is missing
    again. Nobody is to find out at the meeting point."""
    if event.kind == Event.Kind.ACCOMPANIMENT and shifts:
        _tell(event, event.rsvps.filter(places__shift__in=shifts).exclude(pk=but.pk).distinct(), now)


def _with_event(event: Event) -> list[Shift]:
    shifts = list(event.shifts.all())
    for shift in shifts:
        shift.event = event
    return shifts


def _tell(event: Event, people, now: dt.datetime) -> int:
    """Plan one message a person; one that waits already will read the shifts as they are when it goes."""
    if not event.is_ahead(now):
        return 0
    people = list(people.confirmed())
    waiting = Message.objects.about(SUBJECT, [rsvp.pk for rsvp in people]).filter(kind=SHIFT_CHANGED).queued()
    informed = set(waiting.values_list("subject_id", flat=True))
    due = min(now + SETTLE, now + (event.starts_at - now) / 10)
    outbox.plan(_message(event, rsvp, due, now) for rsvp in people if rsvp.pk not in informed)
    return len(people)


def _message(event: Event, rsvp: Rsvp, due: dt.datetime, now: dt.datetime) -> Message:
    message = Message(kind=SHIFT_CHANGED, subject_type=SUBJECT, subject_id=rsvp.pk, channel=rsvp.channel)
    message.scope_type, message.scope_id, message.revision = SCOPE, event.pk, event.revision
    message.rule = f"{now:%y%m%d%H%M%S%f}"  # each change is told, so each is a message of its own
    message.due_at, message.not_after = due, event.starts_at
    return message
