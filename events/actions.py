"""Verbs of events: change one, sign up for it, confirm, change a sign-up, withdraw.

Whoever changes an event or a sign-up holds the lock on the event's row, and plans in the same transaction (telling.py).
Locks are always taken in the order event, then message (RELIABILITY 2.5). Who gets a place is decided in seats.py.
"""

import datetime as dt

from django.db import transaction

from outreach import outbox, sealing
from outreach.actions import write_again
from outreach.models import Message
from partners import audit

from . import gate, people, planning, seats
from .letters import BY_ACCOUNT, CONFIRMATION, SUBJECT
from .models import Event, EventKey, Rsvp
from .models.rsvp import UNCONFIRMED_KEEP
from .telling import REVISION, SCOPE, message, move_waiting_lists, reconcile, reconcile_kinds, sweep_reminders

__all__ = ["SCOPE", "move_waiting_lists", "reconcile", "reconcile_kinds", "sweep_reminders"]  # of telling.py

ASK_AGAIN = dt.timedelta(minutes=10)  # a second request for one address within this time sends no second mail
MAX_MAILS = 5  # with the button, for one sign-up in all: a stranger's form must not fill somebody's mailbox
TOPIC = "events"  # what a person stops who wants no more reminders and news of events

DEEDS = {  # of the audit log, by the status that staff gave it
    Event.Status.PUBLISHED: "events.publish",
    Event.Status.POSTPONED: "events.postpone",
    Event.Status.CANCELLED: "events.cancel",
}


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
    """The saving half of save_event, for callers that still have rules to save before they reconcile.

    Raises ValidationError at `capacity` when more places are taken; ask seats.validate_capacity before.
    """
    stored = Event.objects.select_for_update().filter(pk=event.pk).first()
    if stored:
        if resized := event.capacity != stored.capacity:
            seats.validate_capacity(event)
        for name in (*REVISION, "seats_taken", "is_full"):
            setattr(event, name, getattr(stored, name))
        event.revised_facts = event.revised_facts or stored.facts()
    event.revise(now)
    event.save()
    _note(stored, event, now)
    if stored:
        if resized:
            seats.recount(event)
        seats.move_up(event, now)


def _note(before: Event | None, event: Event, now: dt.datetime) -> None:
    """What somebody of the staff did to it, in one word each; the columns are noted as those of every record are."""
    if audit.acting() is None:
        return
    if event.status in DEEDS and (before is None or before.status != event.status):
        audit.note(DEEDS[event.status], record=event, now=now)
    if before and (before.starts_at, before.held_on) != (event.starts_at, event.held_on):
        audit.note("events.move", record=event, now=now)


# --- sign-ups ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def sign_up(
    *, event: Event, contact: str, language: str, name: str, discreet: bool, now: dt.datetime, **choices
) -> None:
    """Keep the request and plan the mail with the button. Known and unknown addresses cost the same and tell nothing.

    `choices` are other columns of Rsvp, like its channel and guests. What somebody signed up chose is not changed by a
    form that anybody can send. Raises SignUpClosed.
    """
    event, rsvp = _open(event, contact, now)
    if not rsvp.is_signed_up:
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
        outbox.plan([message(event, key, span, rsvp.channel)])
    else:  # what a broker costs, and one that is away most of all, must not tell who was known
        transaction.on_commit(outbox.nudge, robust=True)


def _open(event: Event, contact: str, now: dt.datetime) -> tuple[Event, Rsvp]:
    """The event, locked and with its key, and the row of this contact or a new one. Raises SignUpClosed."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if not event.takes_signups(now):
        raise SignUpClosed
    if event.revised_facts is None and event.revise(now):
        event.save(update_fields=REVISION)
    EventKey.objects.get_or_create(event=event, defaults={"wrapped": sealing.wrap(sealing.new_key())})
    rsvp = event.rsvps.filter(contact_bi=sealing.contact_index(contact)).first()
    rsvp = rsvp or Rsvp(event=event, requests=0, requested_at=now - ASK_AGAIN)
    rsvp.event = event
    return event, rsvp


@transaction.atomic
def sign_up_account(*, event: Event, user, now: dt.datetime, **choices) -> Rsvp:
    """Somebody signed in signs up: with the address of the account, which is known to be theirs, so at once.

    They get a place or one in the line (Rsvp.state says which), and a mail with the link. `choices` are other columns
    of Rsvp, like guests and speaks. Who is signed up already keeps what they chose. Raises SignUpClosed.
    """
    event, rsvp = _open(event, user.email, now)
    if rsvp.is_signed_up:
        return rsvp
    # all of it anew: what stands there a stranger may have typed
    own = {"language": user.language, "discreet": False, "guests": 0, "speaks": []} | choices
    for column, value in own.items():
        setattr(rsvp, column, value)
    rsvp.keep_contact(user.email, user.name)
    rsvp.save()
    write_again(contact_bi=people.contact_of(user), topic=TOPIC)
    seats.claim(event, rsvp, now)
    key = planning.Key(rsvp.pk, CONFIRMATION, planning.rule_for(rsvp, BY_ACCOUNT))
    outbox.plan([message(event, key, planning.Span(now, event.starts_at), rsvp.channel)])
    reconcile(event=event, now=now, only=[rsvp], asked=True)
    return rsvp


@transaction.atomic
def confirm(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person pressed the button: for the first time, after they withdrew, or for a place that they are offered.

    They get a place, or one in the line when there is none (seats.claim). Raises SignUpClosed. Who asks for reminders
    asks for mail: an earlier stop is lifted.
    """
    event, rsvp = _lock(rsvp)
    if not event.is_ahead(now):
        raise SignUpClosed
    write_again(contact_bi=bytes(rsvp.contact_bi), topic=TOPIC)
    seats.claim(event, rsvp, now)
    reconcile(event=event, now=now, only=[rsvp], asked=True)


def accept(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """Yes to an offered place. Too late it is theirs if one is still free, else they keep their place in the line."""
    confirm(rsvp=rsvp, now=now)


@transaction.atomic
def set_guests(*, rsvp: Rsvp, guests: int, now: dt.datetime) -> Rsvp:
    """Bring so many; seats that are given back go to the line. Returns the row as it is then.

    Raises ValidationError at `guests` for more than there is room for, and SignUpClosed.
    """
    event, rsvp = _lock(rsvp)
    if not event.is_ahead(now):
        raise SignUpClosed
    seats.set_guests(event, rsvp, guests)
    _move_up(event, now)
    rsvp.refresh_from_db()
    return rsvp


def _move_up(event: Event, now: dt.datetime) -> None:
    if moved := seats.move_up(event, now):
        reconcile(event=event, now=now, only=moved)


@transaction.atomic
def withdraw(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person does not come, or never asked. Nothing that is not on its way already is sent to them.

    Their shifts are open again, and their seats go to the line.
    """
    event, rsvp = _lock(rsvp)
    if not rsvp.is_withdrawn:
        seats.leave(event, rsvp, now)
        _move_up(event, now)
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
    reconcile(event=event, now=now, only=[rsvp], asked=True)
    return rsvp


@transaction.atomic
def resume(*, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person wants mail about events again: what they had stopped of this one comes if it still is of use."""
    event, rsvp = _lock(rsvp)
    write_again(contact_bi=bytes(rsvp.contact_bi), topic=TOPIC)
    reconcile(event=event, now=now, only=[rsvp], asked=True)


def _lock(rsvp: Rsvp) -> tuple[Event, Rsvp]:
    """Both as they are now. Raises Rsvp.DoesNotExist when it was erased meanwhile."""
    event = Event.objects.select_for_update().get(pk=rsvp.event_id)
    return event, event.rsvps.get(pk=rsvp.pk)
