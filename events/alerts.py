"""Tell them now: what a change of time, place or status sets off, before anything goes out; then the change; then undo.

The planner itself is asked, with the event as it would be, so that the numbers are those of the messages.
"""

import datetime as dt
import zoneinfo
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from outreach import outbox
from outreach.models import Engine, Message

from . import actions, clock, delivery, differences, planning, shifts, unreached
from .letters import CANCELLED, CHANGED, SUBJECT, TOLD
from .models import Event, Rsvp, Shift
from .shift_letters import SHIFT_CHANGED

NOTICES = (CHANGED, CANCELLED)
MOVABLE = (Event.Status.PUBLISHED, Event.Status.POSTPONED)
EXTRA = ("revision", "shifts")  # beside the facts in Event.previous_facts: of which revision, and hours of moved shifts


class Overtaken(Exception):
    """Somebody changed the event meanwhile, or it is too late to undo."""


# --- before -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Share:
    """So many people of one language on one channel."""

    language: str
    channel: str
    n: int

    @property
    def language_label(self) -> str:
        return dict(settings.LANGUAGES)[self.language]

    @property
    def channel_label(self) -> str:
        return Message.Channel(self.channel).label


@dataclass(frozen=True)
class Alert:
    """Who is told: `shares` of those whom a message reaches, `waiting` of them without a place yet; why others are
    not reached, with how many; from when the messages go; channels that are paused."""

    shares: list[Share]
    waiting: int
    obstacles: list[tuple[str, int]]
    goes_at: dt.datetime
    at_once: bool
    paused: list[str]

    @property
    def reached(self) -> int:
        return sum(share.n for share in self.shares)

    @property
    def unreached(self) -> int:
        return sum(n for _reason, n in self.obstacles)


def foresee(after: Event, now: dt.datetime) -> Alert:
    """What saving this event as it is in memory would send. Nothing is written; the event counts as changed by then."""
    stored = Event.objects.get(pk=after.pk)
    after.revised_facts = after.revised_facts or stored.facts()
    after.revise(now)
    people = unreached.people(after)
    about = Message.objects.about(SUBJECT, after.rsvps.values("pk")).values_list(*planning.Row._fields)
    wanted = planning.notices(after, people, [planning.Row(*row) for row in about], now)
    due = {key.rsvp: span.due for key, span in wanted.items()}
    return _alert(after, [rsvp for rsvp in people if rsvp.pk in due], due, now)


def foresee_status(event: Event, status: str, now: dt.datetime) -> Alert:
    """What postponing, canceling or publishing it again would send."""
    after = Event.objects.get(pk=event.pk)
    after.status = status
    return foresee(after, now)


def _alert(after: Event, people: list[Rsvp], due: dict[int, dt.datetime], now: dt.datetime) -> Alert:
    key, starts = unreached.key_of(after), [at for at in (after.starts_at, after.previous_start) if at and at > now]
    shares, obstacles, waiting = Counter(), Counter(), 0
    for rsvp in people:
        late = unreached.NIGHT if unreached.too_late(rsvp, due[rsvp.pk], starts) else ""
        if reason := unreached.obstacle(rsvp, key) or late:
            obstacles[reason] += 1
        else:
            shares[rsvp.language, rsvp.channel] += 1
            waiting += not rsvp.is_confirmed
    kind = CANCELLED if after.status == Event.Status.CANCELLED else CHANGED
    goes_at = planning.settled_at(after, kind, now)
    paused = [lane.get_channel_display() for lane in Engine.objects.filter(paused=True)]
    words = [(unreached.WORDS[code], n) for code, n in obstacles.most_common()]
    found = [Share(*where, n) for where, n in sorted(shares.items())]
    return Alert(found, waiting, words, goes_at, goes_at <= now, paused)


@dataclass(frozen=True)
class Move:
    """A shift that lies outside the new hours: where it is now and where it goes along to."""

    shift: Shift
    before: str
    after: str
    fits: bool


def moves(before: Event, after: Event) -> list[Move]:
    """The shifts that go along with the event, by as much as it moves."""
    by, found = moved_by(before, after), []
    for shift in before.shifts.all() if by else ():
        shift.event, was = after, shift.times
        if shift.is_outside:
            shift.starts_at, shift.ends_at = shift.starts_at + by, shift.ends_at + by
            found.append(Move(shift, was, shift.times, not shift.is_outside))
    return found


def moved_by(before: Event, after: Event) -> dt.timedelta:
    """How much later it starts; where only the end moved, how much later that is."""
    if not (before.starts_at and after.starts_at and before.ends_at and after.ends_at):
        return dt.timedelta(0)
    return after.starts_at - before.starts_at or after.ends_at - before.ends_at


def is_near(before: Event, after: Event, now: dt.datetime) -> bool:
    """Whether people may be on their way already: then whoever changes it proves who they are."""
    return clock.is_near(now, before.starts_at, after.starts_at)


# --- the change -------------------------------------------------------------------------------------------------------
@transaction.atomic
def send(*, pk: int, seen: int, values: dict, now: dt.datetime, at_once: bool = False) -> Event:
    """Set these columns, move shifts along, and plan what people are told; `at_once` without the pause for an undo.

    Raises Overtaken when the event is no longer of the revision `seen`, gate.Unpublishable.
    """
    before = Event.objects.select_for_update().get(pk=pk)
    if before.revision != seen:
        raise Overtaken
    event = actions.change_event(pk=pk, now=now, **values)
    if by := moved_by(before, event):
        hours = {shift.pk: (shift.starts_at, shift.ends_at) for shift in event.shifts.all()}
        shifts.move_along(event=event, by=by, now=now)
        _remember_shifts(event, hours)
    if at_once:
        hurry(event=event, now=now)
    return event


def _remember_shifts(event: Event, hours: dict) -> None:
    """Keep where the moved ones were, the first time of several, for an undo."""
    moved = [shift for shift in event.shifts.all() if hours[shift.pk] != (shift.starts_at, shift.ends_at)]
    was = {str(shift.pk): [instant.isoformat() for instant in hours[shift.pk]] for shift in moved}
    event.previous_facts["shifts"] = was | event.previous_facts.get("shifts", {})
    event.save(update_fields=["previous_facts"])


@transaction.atomic
def hurry(*, event: Event, now: dt.datetime) -> int:
    """Let the notices go that wait for another change to follow, but none into somebody's night. Returns how many."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    settling = {"kind": CHANGED, "revision": event.revision, "next_at__gt": now, "next_at__lte": settled_at(event)}
    n = Message.objects.within(actions.SCOPE, event.pk).queued().filter(**settling).update(due_at=now, next_at=now)
    if n:
        transaction.on_commit(outbox.nudge, robust=True)
    return n


# --- undo -------------------------------------------------------------------------------------------------------------
def settled_at(event: Event) -> dt.datetime:
    """Until when the last change waits for the next one, or for an undo."""
    kind = CANCELLED if event.status == Event.Status.CANCELLED else CHANGED
    return planning.settled_at(event, kind, event.revised_at)


def may_undo(event: Event, now: dt.datetime) -> bool:
    """Whether the last change has not gone out yet and what was true before it is known."""
    before = event.previous_facts or {}
    if "revision" not in before or event.revised_at is None or settled_at(event) <= now:
        return False
    same = {name: value for name, value in before.items() if name not in EXTRA} == event.facts()
    heard = Message.objects.within(actions.SCOPE, event.pk).filter(kind__in=NOTICES, revision=event.revision)
    return not same and not heard.filter(Q(told__isnull=False) | Q(state__in=TOLD)).exists()


@transaction.atomic
def undo(*, pk: int, seen: int, now: dt.datetime) -> Event:
    """Put back what people know. Who was told nothing else hears nothing; who was told the change is told again.

    A new revision all the same: a calendar that took the change by itself has to take it back. Raises Overtaken.
    """
    event = Event.objects.select_for_update().get(pk=pk)
    if event.revision != seen or not may_undo(event, now):
        raise Overtaken
    before = event.previous_facts
    values = differences.columns(before)
    if values["starts_at"]:
        values["held_on"] = values["starts_at"].astimezone(zoneinfo.ZoneInfo(values["time_zone"])).date()
    _count_as_told(event, known=before["revision"])
    _put_back_shifts(event, before, now)
    event = actions.change_event(pk=pk, now=now, **values)
    event.previous_facts = event.facts() | {"revision": event.revision}
    event.save(update_fields=["previous_facts"])
    return event


def _count_as_told(event: Event, known: int) -> None:
    """Who goes by the facts of the revision `known` goes by those of the next one, which are the same."""
    rows = Message.objects.within(actions.SCOPE, event.pk)
    heard_more = rows.filter(told__gt=known).values("subject_id")
    rows.filter(told=known).exclude(subject_id__in=heard_more).update(told=event.revision + 1)


def _put_back_shifts(event: Event, before: dict, now: dt.datetime) -> None:
    was = before.get("shifts", {})
    for pk, hours in was.items():
        start, end = map(dt.datetime.fromisoformat, hours)
        event.shifts.filter(pk=pk).update(starts_at=start, ends_at=end)
    people = event.rsvps.filter(places__shift__in=list(was)).values_list("pk", flat=True)
    letters = Message.objects.about(SUBJECT, list(people)).filter(kind=SHIFT_CHANGED, revision__gt=before["revision"])
    letters.unsent().finish(Message.State.SUPERSEDED, "facts changed", now)


# --- on the overview --------------------------------------------------------------------------------------------------
def card(event: Event, now: dt.datetime) -> dict:
    """What all staff see of the last change and its news."""
    known = event.previous_facts
    before = Event(held_on=event.held_on, **differences.columns(known)) if known else event
    return {
        "differences": differences.for_staff(before, event),
        "delivery": delivery.of(event, now),
        "may_undo": may_undo(event, now),
        "may_change": event.status in MOVABLE and event.ends_at is not None and event.ends_at > now,
    }
