"""Whom no message reaches: foreseen before a change, or as the delivery record says after it. They are called.

One statement for all people of an event. Only `calls` opens an address, and only those of whom it lists.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from django.db.models import OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outreach import reasons, sealing, sms
from outreach.models import Message, Suppression

from . import actions, planning
from .letters import CONFIRMATION
from .models import Event, EventKey, Rsvp

Channel, State = Message.Channel, Message.State
KEY_LOST, TEXTS_OFF, STOPPED_TEXTS, NIGHT = "key", "texts off", "stopped texts", "night"
WORDS: dict[str, str | Promise] = {
    Suppression.Reason.ASKED: _("stopped our mail"),
    STOPPED_TEXTS: _("stopped our text messages"),
    Suppression.Reason.BOUNCED: _("the address does not exist"),
    Suppression.Reason.COMPLAINED: _("complained to the mail provider"),
    TEXTS_OFF: _("signed up by text message, and texts are off"),
    NIGHT: _("texts do not go out at night, and the morning is too late"),
    KEY_LOST: _("the address can no longer be read"),
}
FAILED = (State.DEAD, State.FAILED, State.UNCONFIRMED, State.EXPIRED)


def people(event: Event) -> list[Rsvp]:
    """Who hears of a change, those on the waiting list too, each with why their contact was stopped, as `stopped`."""
    against = Suppression.objects.filter(contact_bi=OuterRef("contact_bi"), topic__in=("", actions.TOPIC))
    found = event.rsvps.signed_up().annotate(stopped=Subquery(against.order_by("topic").values("reason")[:1]))
    return list(found.order_by("pk"))


def obstacle(rsvp: Rsvp, key: bytes | None) -> str:
    """Why nothing reaches them at any hour, as a code of WORDS; empty when nothing stands against it."""
    if _contact(rsvp, key) is None:
        return KEY_LOST
    if rsvp.stopped == Suppression.Reason.ASKED and rsvp.channel == Channel.SMS:
        return STOPPED_TEXTS
    if rsvp.stopped:
        return rsvp.stopped
    return TEXTS_OFF if rsvp.channel == Channel.SMS and not sms.is_on() else ""


def key_of(event: Event) -> bytes | None:
    """What opens the addresses of the event; None when it is gone or is another one, as after a restore."""
    try:
        return sealing.unwrap(event.key.wrapped)
    except (EventKey.DoesNotExist, InvalidTag):
        return None


def _contact(rsvp: Rsvp, key: bytes | None) -> str | None:
    try:
        return sealing.unseal(key, rsvp.contact_ct, f"rsvp:{rsvp.event_id}") if key else None
    except InvalidTag:
        return None


def too_late(rsvp: Rsvp, due: dt.datetime, starts: Iterable[dt.datetime]) -> bool:
    """Whether the notice to this person would come when people are on their way, because of the night."""
    return rsvp.channel == Channel.SMS and due >= min(starts, default=due + dt.timedelta(1))


@dataclass(frozen=True)
class Call:
    """A person to be told by voice. `contact` is empty where nobody can read it any more."""

    rsvp: Rsvp
    name: str
    contact: str
    reason: str | Promise


def calls(event: Event, now: dt.datetime) -> list[Call]:
    """Whom the last change did not reach, or would not; nobody once the event is over."""
    if event.ends_at is None or event.ends_at <= now:
        return []
    key, failed, found = key_of(event), _failed(event, now), []
    for rsvp in people(event):
        rsvp.event = event
        reason = WORDS.get(obstacle(rsvp, key), "") or failed.get(rsvp.pk, "")
        if reason:
            contact = _contact(rsvp, key) or ""
            found.append(Call(rsvp, rsvp.name if contact else "", contact, reason))
    return sorted(found, key=lambda call: (call.name == "", call.name.casefold(), call.rsvp.pk))


def _failed(event: Event, now: dt.datetime) -> dict[int, str]:
    """By person, why their last message about these facts did not come, or may not have come."""
    last: dict[int, Message] = {}
    about = Message.objects.within(actions.SCOPE, event.pk).filter(revision=event.revision)
    final = about.exclude(kind=CONFIRMATION).final().exclude(state=State.SUPERSEDED)
    for message in final.order_by("finished_at", "pk"):
        last[message.subject_id] = message
    waiting = _waiting_in_vain(event, now)
    return {pk: reasons.of_message(row) for pk, row in last.items() if row.state in FAILED} | waiting


def _waiting_in_vain(event: Event, now: dt.datetime) -> dict[int, str | Promise]:
    """Texts that wait for the end of the night although the event begins before."""
    starts = [start for start in (event.starts_at, event.previous_start) if start and start > now]
    rows = Message.objects.within(actions.SCOPE, event.pk).filter(kind__in=planning.KINDS, channel=Channel.SMS)
    late = rows.queued().filter(next_at__gte=min(starts)) if starts else rows.none()
    return dict.fromkeys(late.filter(revision=event.revision).values_list("subject_id", flat=True), WORDS[NIGHT])
