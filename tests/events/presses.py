"""Presses at the door of an event, half an hour before it begins."""

import datetime as dt
import uuid

from events import door
from events.models import Rsvp
from events.strokes import Kind, Stroke

DOOR = dt.datetime(2026, 12, 5, 15, 30, tzinfo=dt.UTC)  # the event of EventFactory starts at 16:00
MINUTE = dt.timedelta(minutes=1)


def arrived(rsvp, **fields) -> Stroke:
    return Stroke(key=uuid.uuid4(), kind=Kind.ARRIVED, rsvp=rsvp.pk, **fields)


def mistake(rsvp, **fields) -> Stroke:
    return Stroke(key=uuid.uuid4(), kind=Kind.MISTAKE, rsvp=rsvp.pk, **fields)


def count(people: int, **fields) -> Stroke:
    return Stroke(key=uuid.uuid4(), kind=Kind.COUNT, people=people, **fields)


def scanned(code: str, **fields) -> Stroke:
    return Stroke(key=uuid.uuid4(), kind=Kind.ARRIVED, code=code, **fields)


def press(event, *strokes: Stroke | None, by=None, at: dt.datetime = DOOR) -> list[dict]:
    """Deliver them as one phone does, at that instant."""
    return door.record(event=event, strokes=strokes, by=by, now=at)


def states(answers: list[dict]) -> list[str]:
    return [answer["state"] for answer in answers]


def since(rsvp) -> dt.datetime | None:
    return Rsvp.objects.get(pk=rsvp.pk).arrived_at
