"""Verbs of events: change one, tell its people, sign up for it, confirm, withdraw, erase.

Whoever changes an event or a sign-up holds the lock on the event's row, and plans in the same transaction. Locks are
always taken in the order event, then message (RELIABILITY 2.5). What to plan is worked out in planning.py.
"""

import datetime as dt
import logging

from django.db import transaction

from outreach import outbox, sealing
from outreach.actions import write_again
from outreach.gate import place
from outreach.models import Message, Pulse

from . import gate, planning
from .letters import CANCELLED, CONFIRMATION, SUBJECT
from .models import Event, EventKey, ReminderRule, Rsvp
from .models.rsvp import UNCONFIRMED_KEEP

log = logging.getLogger(__name__)

HORIZON = dt.timedelta(days=14)  # how far ahead the sweeper looks
ASK_AGAIN = dt.timedelta(minutes=10)  # a second request for one address within this time sends no second mail
MAX_MAILS = 5  # with the button, for one sign-up in all: a stranger's form must not fill somebody's mailbox
CHUNK = 1000  # rows in one UPDATE
SCOPE = "events.event"  # what a message's scope_id names
TOPIC = "events"  # what a person stops who wants no more reminders and news of events
# columns of an event that say what it was
REVISION = ("revision", "previous_start", "previous_facts", "revised_at", "revised_facts")


class SignUpClosed(Exception):
    """The event takes no sign-ups, or no longer."""


# --- events -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def save_event(*, event: Event, now: dt.datetime) -> None:
    """Save what somebody edited. A changed fact makes a new revision, and who knows an older one is told."""
    store(event=event, now=now)
    reconcile(event=event, now=now)


@transaction.atomic
def change_event(*, pk: int, now: dt.datetime, **values) -> Event:
    """Set these columns of the event and plan anew; whatever else was edited meanwhile stays.

    Raises gate.Unpublishable where readers would then find less than they need; canceling is never refused.
    """
    event = Event.objects.select_for_update().get(pk=pk)
    for name, value in values.items():
        setattr(event, name, value)
    if faults := _faults(event, now):
        raise gate.Unpublishable(faults)
    save_event(event=event, now=now)
    return event


def _faults(event: Event, now: dt.datetime) -> dict[str, str]:
    if event.status == Event.Status.PUBLISHED:
        return event.publishing_faults(now)
    return gate.faults(event) if event.status == Event.Status.POSTPONED else {}


def store(*, event: Event, now: dt.datetime) -> None:
    """The saving half of save_event, for callers that still have rules to save before they reconcile."""
    stored = Event.objects.select_for_update().filter(pk=event.pk).first()
    if stored:
        for name in REVISION:
            setattr(event, name, getattr(stored, name))
        event.revised_facts = event.revised_facts or stored.facts()
    event.revise(now)
    event.save()


def sweep_reminders(*, now: dt.datetime) -> int:
    """Reconcile every event of the next 14 days, and those further away that owe a notice or were edited past us.

    Each by itself: a fault of one is logged and stops no other, but the duty then counts as not done. Returns how
    many messages are new.
    """
    new, faults = 0, 0
    for event in Event.objects.with_readers(now):
        try:
            if event.is_to_be_swept(now, HORIZON):
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
    return reconcile(event=event, now=now) if event else 0


def reconcile(*, event: Event, now: dt.datetime, only: Rsvp | None = None, asked: bool = False) -> int:
    """Make the outbox hold what the people of the event are to be told, and nothing else. Returns how many are new.

    The caller holds the lock on the event. A second run changes nothing. `only` looks at one sign-up; `asked` when
    that person wants mail again, or at other hours (planning.returns).
    """
    if event.revise(now):
        event.save(update_fields=REVISION)
        only = None
    people = event.rsvps.all() if only is None else event.rsvps.filter(pk=only.pk)
    rows = Message.objects.about(SUBJECT, people.values("pk")).values_list(*planning.Row._fields)
    rows = [planning.Row(*row) for row in rows]
    people = list(people.only("event", "state", "confirmed_at", "withdrawn_at", "time_zone", "channel"))
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
    return outbox.plan(_message(event, key, span, channels[key.rsvp]) for key, span in new.items())


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


def _message(event: Event, key: planning.Key, span: planning.Span, channel: str) -> Message:
    message = Message(kind=key.kind, subject_type=SUBJECT, subject_id=key.rsvp, rule=key.rule, channel=channel)
    message.scope_type, message.scope_id, message.revision = SCOPE, event.pk, event.revision
    message.due_at, message.not_after = span
    return message


# --- sign-ups ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def sign_up(
    *, event: Event, contact: str, language: str, name: str, discreet: bool, now: dt.datetime, **choices
) -> None:
    """Keep the request and plan the mail with the button. Known and unknown addresses cost the same and tell nothing.

    `choices` are other columns of Rsvp, like its channel. What a confirmed person chose is not changed by a form that
    anybody can send. Raises SignUpClosed.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    if not event.takes_signups(now):
        raise SignUpClosed
    if event.revised_facts is None and event.revise(now):
        event.save(update_fields=REVISION)
    EventKey.objects.get_or_create(event=event, defaults={"wrapped": sealing.wrap(sealing.new_key())})
    rsvp = event.rsvps.filter(contact_bi=sealing.contact_index(contact)).first()
    rsvp = rsvp or Rsvp(event=event, requests=0, requested_at=now - ASK_AGAIN)
    rsvp.event = event
    if not rsvp.is_confirmed:
        known = rsvp.pk is not None and rsvp.is_readable  # then a stranger may be typing: nothing gets less discreet
        wishes = {"language": language, "discreet": discreet or (known and rsvp.discreet), **choices}
        for column, value in wishes.items():
            setattr(rsvp, column, value)
        rsvp.keep_contact(contact, (known and rsvp.name) or name)
    elif not rsvp.is_readable:  # its key was lost in a restore
        rsvp.keep_contact(contact, "")
    mail = now - rsvp.requested_at >= ASK_AGAIN and rsvp.requests < MAX_MAILS
    if mail:
        rsvp.requests, rsvp.requested_at = rsvp.requests + 1, now
    rsvp.save()
    if mail:
        key = planning.Key(rsvp.pk, CONFIRMATION, str(rsvp.requests))
        span = planning.Span(now, min(now + UNCONFIRMED_KEEP, event.starts_at))
        outbox.plan([_message(event, key, span, rsvp.channel)])
    else:  # what a broker costs, and one that is away most of all, must not tell who was known
        transaction.on_commit(outbox.nudge, robust=True)


@transaction.atomic
def confirm(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person pressed the button, for the first time or after they withdrew. Raises SignUpClosed.

    Who asks for reminders asks for mail: an earlier stop is lifted.
    """
    event, rsvp = _lock(rsvp)
    if not event.is_ahead(now):
        raise SignUpClosed
    write_again(contact_bi=bytes(rsvp.contact_bi), topic=TOPIC)
    if not rsvp.is_confirmed:
        rsvp.state, rsvp.confirmed_at = Rsvp.State.CONFIRMED, now
        rsvp.save(update_fields=["state", "confirmed_at"])
    reconcile(event=event, now=now, only=rsvp, asked=True)


@transaction.atomic
def withdraw(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person does not come, or never asked. Nothing that is not on its way already is sent to them."""
    _event, rsvp = _lock(rsvp)
    if not rsvp.is_withdrawn:
        rsvp.state, rsvp.withdrawn_at = Rsvp.State.WITHDRAWN, now
        rsvp.save(update_fields=["state", "withdrawn_at"])
        Message.objects.about(SUBJECT, [rsvp.pk]).unsent().finish(Message.State.SUPPRESSED, "withdrawn", now)


@transaction.atomic
def change_signup(*, rsvp: Rsvp, now: dt.datetime, **choices) -> Rsvp:
    """Set language, discretion, time zone or channel of a sign-up: no news for anybody, but what waits may move to
    other hours. What is sent next goes by them. Returns the row as it is now."""
    event, rsvp = _lock(rsvp)
    for column, value in choices.items():
        setattr(rsvp, column, value)
    rsvp.save(update_fields=list(choices))
    if "channel" in choices:
        Message.objects.about(SUBJECT, [rsvp.pk]).queued().update(channel=rsvp.channel)
    reconcile(event=event, now=now, only=rsvp, asked=True)
    return rsvp


@transaction.atomic
def resume(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person wants mail about events again: what they had stopped of this one comes if it still is of use."""
    event, rsvp = _lock(rsvp)
    write_again(contact_bi=bytes(rsvp.contact_bi), topic=TOPIC)
    reconcile(event=event, now=now, only=rsvp, asked=True)


def _lock(rsvp: Rsvp) -> tuple[Event, Rsvp]:
    """Both as they are now. Raises Rsvp.DoesNotExist when it was erased meanwhile."""
    event = Event.objects.select_for_update().get(pk=rsvp.event_id)
    return event, event.rsvps.get(pk=rsvp.pk)
