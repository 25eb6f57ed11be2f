"""What the outbox says about sign-ups: the mail with the button, and the reminder.

Both run inside the gate, in the transaction that hands the message over. They lock the event's row first, so that an
edit committed before wins, and read everything again.
"""

import datetime as dt

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from outreach.kinds import Letter, Skip
from outreach.models import Message

from . import clock, links
from .models import Event, Rsvp

CONFIRMATION, REMINDER = "events.confirmation", "events.reminder"
SUBJECT = "events.rsvp"  # what a message's subject_id names


def confirmation(message: Message) -> Letter:
    """The double opt-in. It names nobody and carries nothing that the visitor typed, so it cannot be used to write
    to strangers."""
    rsvp, now = _read(message), timezone.now()
    _still_ahead(rsvp.event, now)
    if message.rule != str(rsvp.requests):
        raise Skip(Message.State.SUPERSEDED, "asked again")
    with translation.override(rsvp.language):
        context = _shared(rsvp) | {"confirmed": rsvp.is_confirmed}
    return Letter(rsvp.contact, rsvp.language, "events_confirmation", context)


def reminder(message: Message) -> Letter:
    """The reminder, from the facts of this moment."""
    rsvp, now = _read(message), timezone.now()
    if not rsvp.is_confirmed:
        raise Skip(Message.State.SUPPRESSED, rsvp.state)
    if message.revision < rsvp.event.revision:
        raise Skip(Message.State.SUPERSEDED, "facts changed")
    _still_ahead(rsvp.event, now)
    with translation.override(rsvp.language):
        context = _shared(rsvp) | {"subject": _subject(rsvp, now), "when": _when(rsvp.event, now), "name": rsvp.name}
    return Letter(rsvp.contact, rsvp.language, "events_reminder", context)


def _read(message: Message) -> Rsvp:
    locked = Event.objects.select_for_update(of=("self",), no_key=True).filter(rsvps__pk=message.subject_id)
    event = locked.select_related("key").first()
    rsvp = Rsvp.objects.filter(pk=message.subject_id, event=event).first() if event else None
    if rsvp is None:
        raise Skip(Message.State.SUPPRESSED, "erased")
    rsvp.event = event
    return rsvp


def _still_ahead(event: Event, now: dt.datetime) -> None:
    if event.starts_at is not None and event.starts_at <= now:
        raise Skip(Message.State.EXPIRED, "event has started")
    if not event.is_ahead(now):
        raise Skip(Message.State.SUPERSEDED, event.status)


def _shared(rsvp: Rsvp) -> dict:
    """Plain values in the active language. The discreet form gets no word about what, where or with whom."""
    event, other = rsvp.event, "es" if rsvp.language == "en" else "en"
    values = {
        "discreet": rsvp.discreet,
        "day": clock.day_text(event.starts_at.astimezone(event.zone).date()),
        "times": event.times,
        "link": links.url(rsvp, rsvp.language),
        "other_link": links.url(rsvp, other),
        "other_language": other,
        "days": event.erase_days,
    }
    if rsvp.discreet:
        return values
    return values | {
        "title": event.title,
        "place": event.place_line,
        "place_on_page": event.is_online or not event.place_public,
        "languages": event.languages_display,
        "partners": ", ".join(event.partners.public().values_list("name", flat=True)),
        "rights": event.has_rights_note,
    }


def _when(event: Event, now: dt.datetime) -> str:
    """today, tomorrow, or nothing when it is further away."""
    days = event.starts_at.astimezone(event.zone).date() - now.astimezone(event.zone).date()
    return {0: "today", 1: "tomorrow"}.get(days.days, "")


def _subject(rsvp: Rsvp, now: dt.datetime) -> str:
    """Neutral in the discreet form: whoever sees the screen learns an hour and nothing else."""
    event, when = rsvp.event, _when(rsvp.event, now)
    start = event.starts_at.astimezone(event.zone)
    words = {"hour": clock.hour_text(start), "day": date_format(start, "l"), "title": event.title}
    discreet = {
        "today": _("Reminder for today, %(hour)s"),
        "tomorrow": _("Reminder for tomorrow, %(hour)s"),
        "": _("Reminder for %(day)s, %(hour)s"),
    }
    full = {
        "today": _("Today, %(hour)s: %(title)s"),
        "tomorrow": _("Tomorrow, %(hour)s: %(title)s"),
        "": _("On %(day)s, %(hour)s: %(title)s"),
    }
    return (discreet if rsvp.discreet else full)[when] % words
