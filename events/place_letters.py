"""What the outbox says about a place: where it is, from its hour on, and to the waiting list that one is free."""

import datetime as dt

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from outreach.kinds import Letter, Skip
from outreach.models import Message

from . import clock, letters
from .models import Rsvp

PLACE, OFFER = "events.place", "events.offer"


def place(message: Message) -> Letter:
    """The exact place, at the hour from which confirmed people may know it."""
    rsvp, now = letters.read(message), timezone.now()
    letters.still_wanted(message, rsvp, Rsvp.State.CONFIRMED)
    letters.still_ahead(rsvp.event, now)
    if not rsvp.event.exact_is_told(now):
        raise Skip(Message.State.SUPERSEDED, "facts changed")
    return place_for(rsvp, now)


def place_for(rsvp: Rsvp, now: dt.datetime) -> Letter:
    """What a reader would get now."""
    with translation.override(rsvp.language):
        text = _("The place for %(at)s") if rsvp.discreet else _("The exact place: %(title)s, %(at)s")
        context = letters.shared_values(rsvp, now) | {
            "subject": text % {"at": letters.moment_of(rsvp), "title": rsvp.event.title}
        }
    urgent = rsvp.channel == Message.Channel.EMAIL and letters.event_is_near(rsvp.event, now)
    return letters.letter_of(rsvp, "events_place", context, calendar_at=now, urgent=urgent)


def offer(message: Message) -> Letter:
    """That a place is held for somebody of the waiting list, and until when."""
    rsvp, now = letters.read(message), timezone.now()
    letters.still_wanted(message, rsvp, Rsvp.State.OFFERED)
    letters.still_ahead(rsvp.event, now)
    if rsvp.offered_until <= now or message.rule != offer_rule(rsvp):
        raise Skip(Message.State.EXPIRED, "offer is over")
    return offer_for(rsvp, now)


def offer_for(rsvp: Rsvp, now: dt.datetime) -> Letter:
    """What a reader would get now; `offered_until` is read."""
    event, zone = rsvp.event, rsvp.zone or rsvp.event.zone
    with translation.override(rsvp.language):
        until = clock.moment_text(rsvp.offered_until, zone)
        text = _("A place is free for %(at)s") if rsvp.discreet else _("A place is free: %(title)s, %(at)s")
        context = letters.shared_values(rsvp, now) | {
            "subject": text % {"at": letters.moment_of(rsvp), "title": event.title},
            "until": until,
        }
        context |= {"seats": rsvp.seats, "until_tiny": clock.tiny_text(rsvp.offered_until, zone, online=False)}
    urgent = rsvp.channel == Message.Channel.EMAIL and letters.event_is_near(event, now)
    return letters.letter_of(rsvp, "events_offer", context, urgent=urgent)


def offer_rule(rsvp: Rsvp) -> str:
    """Tells each offer to a person from the one before."""
    return f"{rsvp.offered_until:%y%m%d%H%M%S%f}"
