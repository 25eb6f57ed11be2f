"""Verbs of events: change one, plan its reminders, sign up for it, confirm, withdraw, erase.

Whoever changes an event or a sign-up holds the lock on the event's row, and plans in the same transaction. Locks are
always taken in the order event, then message (RELIABILITY 2.5).
"""

import datetime as dt
from collections import defaultdict

from django.db import transaction

from outreach import outbox, sealing
from outreach.models import Message

from .letters import CONFIRMATION, REMINDER, SUBJECT
from .models import Event, EventKey, ReminderRule, Rsvp
from .models.rsvp import UNCONFIRMED_KEEP

HORIZON = dt.timedelta(days=14)  # how far ahead the sweeper looks
CATCH_UP = dt.timedelta(minutes=15)  # three rounds of the sweeper: a reminder missed for longer is not sent late
ASK_AGAIN = dt.timedelta(minutes=10)  # a second request for one address within this time sends no second mail
MAX_MAILS = 5  # with the button, for one sign-up in all: a stranger's form must not fill somebody's mailbox
CHUNK = 500  # rows in one UPDATE
UNSENT = (Message.State.QUEUED, Message.State.CLAIMED)  # no mail server has heard of these

Pair = tuple[int, str]  # sign-up, rule


class SignUpClosed(Exception):
    """The event takes no sign-ups, or no longer."""


# --- events -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def save_event(*, event: Event, now: dt.datetime) -> None:
    """Save what somebody edited. A changed fact makes a new revision, and reminders of the old one are replaced."""
    store(event=event)
    reconcile(event=event, now=now)


@transaction.atomic
def change_event(*, pk: int, now: dt.datetime, **values) -> Event:
    """Set these columns of the event and plan anew; whatever else was edited meanwhile stays."""
    event = Event.objects.select_for_update().get(pk=pk)
    for name, value in values.items():
        setattr(event, name, value)
    save_event(event=event, now=now)
    return event


def store(*, event: Event) -> None:
    """The saving half of save_event, for callers that still have rules to save before they reconcile."""
    stored = Event.objects.select_for_update().filter(pk=event.pk).first()
    if stored:
        event.revision = stored.revision + (not event.same_facts(stored))
    event.save()


def sweep_reminders(*, now: dt.datetime) -> int:
    """Reconcile every event that starts within 14 days, each by itself. Returns how many messages are new."""
    new = 0
    for pk in Event.objects.with_live_reminders(now, HORIZON).values_list("pk", flat=True):
        with transaction.atomic():
            new += reconcile(event=Event.objects.select_for_update().get(pk=pk), now=now)
    return new


# --- reminders --------------------------------------------------------------------------------------------------------
def reconcile(*, event: Event, now: dt.datetime, only: Rsvp | None = None) -> int:
    """Make the outbox hold what confirmed people should be reminded of, and nothing else. Returns how many are new.

    The caller holds the lock on the event. A second run changes nothing. `only` looks at one sign-up.
    """
    people = event.rsvps.all() if only is None else event.rsvps.filter(pk=only.pk)
    planned: dict[Pair, list[Message]] = defaultdict(list)
    for row in Message.objects.about(SUBJECT, people.values("pk")).filter(kind=REMINDER):
        planned[row.subject_id, row.rule].append(row)
    people = list(people.only("event", "state", "confirmed_at", "withdrawn_at"))
    rules = _due_by_rule(event, now)
    wanted = {
        (rsvp.pk, _rule_for(rsvp, rule)): (due, rsvp.confirmed_at)
        for rsvp in people
        if rsvp.is_confirmed
        for rule, due in rules.items()
    }
    _end_what_is_not_wanted(planned, set(wanted), people, event.revision, now)
    return outbox.plan(
        _reminder(event, pair, due)
        for pair, (due, since) in wanted.items()
        if _is_missing(planned.get(pair, []), event.revision, due, since, now)
    )


def _reminder(event: Event, pair: Pair, due: dt.datetime) -> Message:
    pk, rule = pair
    message = Message(kind=REMINDER, subject_type=SUBJECT, subject_id=pk, rule=rule, revision=event.revision)
    message.due_at, message.not_after = due, event.starts_at
    return message


def _due_by_rule(event: Event, now: dt.datetime) -> dict[str, dt.datetime]:
    if not event.is_ahead(now):
        return {}
    due = {rule.key: rule.due_at(event, now) for rule in ReminderRule.objects.for_event(event)}
    return {key: at for key, at in due.items() if at is not None}


def _rule_for(rsvp: Rsvp, rule: str) -> str:
    """Who withdrew and came back is reminded again, although the reminders of the first time are final."""
    return f"{rule}~{rsvp.withdrawn_at:%y%m%d%H%M%S%f}" if rsvp.withdrawn_at else rule


def _end_what_is_not_wanted(planned, wanted: set[Pair], people: list[Rsvp], revision: int, now: dt.datetime) -> None:
    confirmed = {rsvp.pk for rsvp in people if rsvp.is_confirmed}
    ends: dict[tuple, list[int]] = defaultdict(list)
    for pair, rows in planned.items():
        for row in rows:
            if row.state in UNSENT and (pair not in wanted or row.revision < revision):
                gone = pair[0] not in confirmed
                end = (Message.State.SUPPRESSED, "withdrawn") if gone else (Message.State.SUPERSEDED, "facts changed")
                ends[end].append(row.pk)
    for (state, reason), pks in ends.items():
        for start in range(0, len(pks), CHUNK):
            Message.objects.filter(pk__in=pks[start : start + CHUNK]).unsent().finish(state, reason, now)


def _is_missing(rows: list[Message], revision: int, due: dt.datetime, since: dt.datetime, now: dt.datetime) -> bool:
    """Whether a reminder of this revision is to be planned. One whose moment has passed is not, unless it was still
    waiting when the facts changed, or an earlier planning was missed a moment ago."""
    if any(row.revision == revision for row in rows):
        return False
    if due > now or any(row.state in UNSENT for row in rows):
        return True
    return not rows and since < due and due > now - CATCH_UP


# --- sign-ups ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def sign_up(*, event: Event, contact: str, language: str, name: str, discreet: bool, now: dt.datetime) -> None:
    """Keep the request and plan the mail with the button. Known and unknown addresses cost the same and tell nothing.

    What a confirmed person chose is not changed by a form that anybody can send. Raises SignUpClosed.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    if not event.takes_signups(now):
        raise SignUpClosed
    EventKey.objects.get_or_create(event=event, defaults={"wrapped": sealing.wrap(sealing.new_key())})
    rsvp = event.rsvps.filter(contact_bi=sealing.contact_index(contact)).first()
    rsvp = rsvp or Rsvp(event=event, requests=0, requested_at=now - ASK_AGAIN)
    rsvp.event = event
    if not rsvp.is_confirmed:
        rsvp.language, rsvp.discreet = language, discreet
        rsvp.keep_contact(contact, name)
    mail = now - rsvp.requested_at >= ASK_AGAIN and rsvp.requests < MAX_MAILS
    if mail:
        rsvp.requests, rsvp.requested_at = rsvp.requests + 1, now
    rsvp.save()
    if mail:
        expires = min(now + UNCONFIRMED_KEEP, event.starts_at)
        message = Message(kind=CONFIRMATION, subject_type=SUBJECT, subject_id=rsvp.pk, rule=str(rsvp.requests))
        message.due_at, message.not_after = now, expires
        outbox.plan([message])


@transaction.atomic
def confirm(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person pressed the button, for the first time or after they withdrew. Raises SignUpClosed."""
    event, rsvp = _lock(rsvp)
    if not event.is_ahead(now):
        raise SignUpClosed
    if not rsvp.is_confirmed:
        rsvp.state, rsvp.confirmed_at = Rsvp.State.CONFIRMED, now
        rsvp.save(update_fields=["state", "confirmed_at"])
        reconcile(event=event, now=now, only=rsvp)


@transaction.atomic
def withdraw(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person does not come, or never asked. Nothing that is not on its way already is sent to them."""
    _event, rsvp = _lock(rsvp)
    if not rsvp.is_withdrawn:
        rsvp.state, rsvp.withdrawn_at = Rsvp.State.WITHDRAWN, now
        rsvp.save(update_fields=["state", "withdrawn_at"])
        Message.objects.about(SUBJECT, [rsvp.pk]).unsent().finish(Message.State.SUPPRESSED, "withdrawn", now)


def _lock(rsvp: Rsvp) -> tuple[Event, Rsvp]:
    """Both as they are now. Raises Rsvp.DoesNotExist when it was erased meanwhile."""
    event = Event.objects.select_for_update().get(pk=rsvp.event_id)
    return event, event.rsvps.get(pk=rsvp.pk)


# --- erasure ----------------------------------------------------------------------------------------------------------
def purge_signups(*, now: dt.datetime) -> dict[str, int]:
    """Erase what we promised to erase: sign-ups and the key after the event, requests that nobody confirmed.

    Messages about them stay as ids. Returns how many rows of each went.
    """
    counts = {"signups": 0, "keys": 0, "unconfirmed": 0}
    for pk in EventKey.objects.filter(event__in=Event.objects.past_erasure(now)).values_list("pk", flat=True):
        with transaction.atomic():
            event = Event.objects.past_erasure(now).select_for_update().filter(pk=pk).first()
            if event:  # it was not moved meanwhile
                counts["signups"] += _erase(event.rsvps.all(), now)
                counts["keys"] += EventKey.objects.filter(event=event).delete()[0]
    late = Rsvp.objects.never_confirmed(now)
    for pk in set(late.values_list("event_id", flat=True)):
        with transaction.atomic():
            event = Event.objects.select_for_update().get(pk=pk)
            counts["unconfirmed"] += _erase(event.rsvps.never_confirmed(now), now)
    return counts


def _erase(rsvps, now: dt.datetime) -> int:
    Message.objects.about(SUBJECT, rsvps.values("pk")).unsent().finish(Message.State.SUPPRESSED, "erased", now)
    return rsvps.delete()[0]
