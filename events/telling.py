"""Makes the outbox hold what the people of an event are to be told, after each change and every few minutes.

What that is is worked out in planning.py. Whoever plans holds the lock on the event's row.
"""

import datetime as dt
import logging
from collections.abc import Iterable

from django.db import transaction

from outreach import outbox
from outreach.gate import place
from outreach.models import Message, Pulse

from . import gate, planning, seats
from .letters import CANCELLED, SUBJECT
from .models import Event, ReminderRule, Rsvp

log = logging.getLogger(__name__)

HORIZON = dt.timedelta(days=14)  # how far ahead the sweeper looks
CHUNK = 1000  # rows in one UPDATE
SCOPE = "events.event"  # what a message's scope_id names
# columns of an event that say what it was
REVISION = ("revision", "previous_start", "previous_facts", "revised_at", "revised_facts")
# columns of a sign-up that say what its person is to be told
PLANNED_BY = ("event", "state", "confirmed_at", "withdrawn_at", "time_zone", "channel", "offered_until")


def sweep_reminders(*, now: dt.datetime) -> int:
    """Reconcile every event of the next 14 days, and those further away that owe a notice, were edited past us, or
    have seats that somebody waits for.

    Each by itself: a fault of one is logged and stops no other, but the duty then counts as not done. Returns how
    many messages are new.
    """
    new, faults = 0, 0
    waited_for = set(Rsvp.objects.line().filter(event__is_full=False).values_list("event_id", flat=True))
    for event in Event.objects.with_readers(now):
        try:
            if event.pk in waited_for or event.is_to_be_swept(now, HORIZON):
                new += _reconcile_locked(event.pk, now)
        except Exception as error:
            faults += 1
            log.error("event %s: sweep failed with %s at %s", event.pk, type(error).__name__, place(error))
    if not faults:
        Pulse.beat(Pulse.Duty.SWEEP, now)
    return new


@transaction.atomic
def reconcile_kinds(*, kinds: set[str], now: dt.datetime) -> int:
    """After the rules of these kinds of event were edited. Returns how many messages are new."""
    events = Event.objects.with_readers(now).filter(kind__in=kinds).values_list("pk", flat=True)
    return sum(_reconcile_locked(pk, now) for pk in sorted(events))


@transaction.atomic
def _reconcile_locked(pk: int, now: dt.datetime) -> int:
    event = Event.objects.select_for_update().filter(pk=pk).first()
    if event is None:
        return 0
    seats.recount(event)
    seats.move_up(event, now)
    return reconcile(event=event, now=now)


def move_waiting_lists(*, now: dt.datetime) -> int:
    """Where the time to answer an offer is over, end it and offer the place to the next. Returns how many events.

    Each by itself, as in the sweep.
    """
    events = set(Rsvp.objects.lapsed(now).values_list("event_id", flat=True))
    for pk in sorted(events):
        try:
            move_waiting_list(pk=pk, now=now)
        except Exception as error:
            log.error("event %s: waiting list failed with %s at %s", pk, type(error).__name__, place(error))
    return len(events)


@transaction.atomic
def move_waiting_list(*, pk: int, now: dt.datetime) -> None:
    event = Event.objects.select_for_update().filter(pk=pk).first()
    if event and (moved := seats.move_up(event, now)):
        reconcile(event=event, now=now, only=moved)


def reconcile(*, event: Event, now: dt.datetime, only: Iterable[Rsvp] | None = None, asked: bool = False) -> int:
    """Make the outbox hold what the people of the event are to be told, and nothing else. Returns how many are new.

    The caller holds the lock on the event. A second run changes nothing. `only` looks at these sign-ups; `asked` when
    their people want mail again, or at other hours (planning.returns).
    """
    if event.revise(now):
        event.save(update_fields=REVISION)
        only = None
    people = event.rsvps.all() if only is None else event.rsvps.filter(pk__in=[rsvp.pk for rsvp in only])
    rows = Message.objects.about(SUBJECT, people.values("pk")).values_list(*planning.Row._fields)
    rows = [planning.Row(*row) for row in rows]
    people = list(people.only(*PLANNED_BY))
    rules = ReminderRule.objects.for_event(event) if event.is_ahead(now) else []
    planned = planning.by_key(rows)
    wanted = planning.wanted(event, people, rules, rows, now)
    for (state, reason), pks in planning.ends(wanted, planned, people, event.revision).items():
        for part in _parts(pks):
            Message.objects.filter(pk__in=part).unsent().finish(state, reason, now)
    for span, pks in planning.returns(wanted, planned, event.revision, now, asked=asked).items():
        for part in _parts(pks):
            Message.objects.filter(pk__in=part).queue_again(span.due, span.not_after)
    new = _let_through(event, planning.missing(wanted, planned, people, event.revision, now))
    channels = {rsvp.pk: rsvp.channel for rsvp in people}
    return outbox.plan(message(event, key, span, channels[key.rsvp]) for key, span in new.items())


def _let_through(event: Event, new: planning.Wanted) -> planning.Wanted:
    """While a language is missing only cancellations are planned; the desk says what waits, the next sweep plans it."""
    if not new or not gate.is_closed(event):
        return new
    passing = {key: span for key, span in new.items() if key.kind == CANCELLED}
    if len(passing) < len(new):
        log.warning("event %s: %d messages wait for a missing language", event.pk, len(new) - len(passing))
    return passing


def _parts(pks: list[int]) -> list[list[int]]:
    return [pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK)]


def message(event: Event, key: planning.Key, span: planning.Span, channel: str) -> Message:
    """A row for the outbox."""
    row = Message(kind=key.kind, subject_type=SUBJECT, subject_id=key.rsvp, rule=key.rule, channel=channel)
    row.scope_type, row.scope_id, row.revision = SCOPE, event.pk, event.revision
    row.due_at, row.not_after = span
    return row
