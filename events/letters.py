"""What the outbox says about sign-ups: the mail with the button, the reminder, a change, a cancellation.

All run inside the gate, in the transaction that hands the message over. They lock the event's row first, so that an
edit committed before wins, and read everything again.
"""

import datetime as dt

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from outreach.kinds import Letter, Skip
from outreach.models import Message, Suppression

from . import clock, gate, ical, links, reading
from .models import Event, Rsvp
from .models.event_rows import SIGNED_UP

CONFIRMATION, REMINDER = "events.confirmation", "events.reminder"
CHANGED, CANCELLED = "events.changed", "events.cancelled"
BY_ACCOUNT = "account"  # the rule of a confirmation to somebody who signed up while signed in
SUBJECT = "events.rsvp"  # what a message's subject_id names
TOLD = (Message.State.SENDING, Message.State.SENT, Message.State.UNCONFIRMED)  # a mail server heard of these


def confirmation(message: Message) -> Letter:
    """The double opt-in. It names nobody and carries nothing that the visitor typed, so it cannot be used to write
    to strangers."""
    rsvp, now = read(message), timezone.now()
    still_ahead(rsvp.event, now)
    by_account = message.rule.startswith(BY_ACCOUNT)
    if message.rule != str(rsvp.requests) and not by_account:
        raise Skip(Message.State.SUPERSEDED, "asked again")
    if Suppression.objects.against(bytes(rsvp.contact_bi), "").exists():  # it bounced or complained, whoever typed it
        raise Skip(Message.State.SUPPRESSED, "asked us to stop")
    with translation.override(rsvp.language):
        context = shared_values(rsvp, now) | {"confirmed": rsvp.is_signed_up, "by_account": by_account}
    return letter_of(rsvp, "events_confirmation", context)


def reminder(message: Message) -> Letter:
    """The reminder, from the facts of this moment."""
    rsvp, now = read(message), timezone.now()
    still_wanted(message, rsvp, Rsvp.State.CONFIRMED)
    still_ahead(rsvp.event, now)
    return reminder_for(rsvp, now)


def reminder_for(rsvp: Rsvp, now: dt.datetime) -> Letter:
    """What a reader would get now."""
    with translation.override(rsvp.language):
        when = _when(rsvp, now)
        context = shared_values(rsvp, now) | {"subject": _subject(rsvp, when), "when": when}
    return letter_of(rsvp, "events_reminder", context, calendar_at=now)


def changed(message: Message) -> Letter:
    """What is true now instead of what the reader was told, or that the date is no longer sure."""
    rsvp, now = read(message), timezone.now()
    event = rsvp.event
    still_wanted(message, rsvp)
    if event.status == Event.Status.CANCELLED:
        raise Skip(Message.State.SUPERSEDED, event.status)
    _not_over(event, now)
    unsure = event.status != Event.Status.PUBLISHED
    with translation.override(rsvp.language):
        was = "" if unsure else _start_told(message, rsvp)
    return change_for(rsvp, now, unsure=unsure, was=was)


def change_for(rsvp: Rsvp, now: dt.datetime, *, unsure: bool, was: str = "") -> Letter:
    """What a reader would get now; `was` is the start they know, as words."""
    event = rsvp.event
    with translation.override(rsvp.language):
        context = shared_values(rsvp, now) | {"unsure": unsure, "subject": _change_subject(rsvp, unsure), "was": was}
    urgent = rsvp.channel == Message.Channel.EMAIL and event_is_near(event, now)
    return letter_of(rsvp, "events_changed", context, calendar_at=now, urgent=urgent)


def cancelled(message: Message) -> Letter:
    """That the event does not take place. By text message it is the only one that may come at night."""
    rsvp, now = read(message), timezone.now()
    event = rsvp.event
    still_wanted(message, rsvp)
    if event.status != Event.Status.CANCELLED:
        raise Skip(Message.State.SUPERSEDED, event.status)
    _not_over(event, now)
    return cancellation_for(rsvp, now)


def cancellation_for(rsvp: Rsvp, now: dt.datetime) -> Letter:
    """What a reader would get now."""
    with translation.override(rsvp.language):
        context = shared_values(rsvp, now) | {"subject": _cancel_subject(rsvp)}
    return letter_of(rsvp, "events_cancelled", context, calendar_at=now, urgent=event_is_near(rsvp.event, now))


def event_is_near(event: Event, now: dt.datetime) -> bool:
    """Whether a change cannot wait for the morning: within 24 h of the start, the new one or the one announced."""
    return clock.is_near(now, event.starts_at, event.previous_start)


def letter_of(rsvp: Rsvp, template: str, context: dict, *, calendar_at: dt.datetime | None = None, **fields) -> Letter:
    """`shared` is the whole context: letters of which it is equal read the same but for what is personal.

    With `calendar_at`, the time now, a mail carries the event for the reader's calendar.
    """
    event, link = rsvp.event, links.url(rsvp, rsvp.language)
    other_link = links.url(rsvp, context["other_language"])
    files: tuple = ()
    if calendar_at and event.starts_at and rsvp.is_confirmed and rsvp.channel == Message.Channel.EMAIL:
        with translation.override(rsvp.language):
            # a calendar is shared with others more easily than a mailbox: an accompaniment is an appointment there
            how = {"discreet": rsvp.discreet or event.is_secret, "exact": rsvp.is_told_place(calendar_at)}
            files = (ical.attachment(event, link=link, now=calendar_at, **how),)
    return Letter(
        rsvp.contact,
        rsvp.language,
        template,
        context,
        {"link": link, "other_link": other_link, "name": rsvp.name if context["named"] else ""},
        shared=(template, rsvp.language, rsvp.channel, *sorted(context.items())),
        attachments=files,
        channel=rsvp.channel,
        zone=rsvp.time_zone or event.time_zone,
        told=event.revision,
        **fields,
    )


# --- what may still be said -------------------------------------------------------------------------------------------
def read(message: Message) -> Rsvp:
    """Whom it is for, under the lock on their event. Raises Skip when they were erased."""
    rsvp = reading.locked(message.subject_id)
    if rsvp is None or not rsvp.is_readable:
        raise Skip(Message.State.SUPPRESSED, "erased")
    message.mark = rsvp.binding
    return rsvp


def still_wanted(message: Message, rsvp: Rsvp, *states: str) -> None:
    """Raises Skip. `states` are those whose people it is for; without any, all who have a place or wait for one."""
    if rsvp.state not in (states or SIGNED_UP):
        raise Skip(Message.State.SUPPRESSED, rsvp.state)
    if message.revision < rsvp.event.revision:
        raise Skip(Message.State.SUPERSEDED, "facts changed")


def still_ahead(event: Event, now: dt.datetime) -> None:
    """Raises Skip once it has begun, and when it does not take place."""
    if event.starts_at is not None and event.starts_at <= now:
        raise Skip(Message.State.EXPIRED, "event has started")
    if not event.is_ahead(now):
        raise Skip(Message.State.SUPERSEDED, event.status)


def _not_over(event: Event, now: dt.datetime) -> None:
    """Nobody goes to an event any more that is over, by the new hours and by those announced."""
    ends = [instant for instant in (event.ends_at, event.previous_start) if instant is not None]
    if ends and max(ends) <= now:
        raise Skip(Message.State.EXPIRED, "event is over")


# --- words ------------------------------------------------------------------------------------------------------------
def shared_values(rsvp: Rsvp, now: dt.datetime) -> dict:
    """Plain values in the active language, equal for many. The discreet form gets no word about what, where or with
    whom, and no name."""
    event = rsvp.event
    values = {
        "discreet": rsvp.discreet,
        "day": clock.day_text(event.starts_at.astimezone(event.zone).date()) if event.starts_at else event.date_display,
        "times": tuple(rsvp.times_lines),
        "tiny": _tiny(rsvp),
        "other_language": "es" if rsvp.language == "en" else "en",
        "only_in": gate.only_in(event, rsvp.language),
        "days": event.erase_days,
        "named": not rsvp.discreet and bool(rsvp.name),
        "waits": rsvp.state in (Rsvp.State.WAITING, Rsvp.State.OFFERED),
        "offered": rsvp.state == Rsvp.State.OFFERED,
    }
    if rsvp.discreet:
        return values
    told = rsvp.is_told_place(now)
    hidden = event.is_online or not (event.place_public or told)
    return values | {
        "title": event.title,
        "place": event.place if told else event.place_line,
        "place_lines": _place_lines(rsvp, told),
        "place_on_page": hidden and rsvp.is_confirmed and event.exact_is_told(now),
        "languages": event.languages_display,
        "partners": ", ".join(event.partners.public().values_list("name", flat=True)),
        "rights": settings.BASE_URL + reverse("rights") if event.has_rights_note else "",
    }


def _place_lines(rsvp: Rsvp, told: bool) -> tuple[str, ...]:
    """Which version of the exact place this is, or from when the reader gets it; nothing for who has no place."""
    event = rsvp.event
    if told:
        return (_("exact place, version %(n)d") % {"n": event.version},)
    if not rsvp.is_confirmed or event.is_secret or event.exact_from is None:
        return ()
    return (_("exact place from %(moment)s on") % {"moment": clock.moment_text(event.exact_from, event.zone)},)


def _when(rsvp: Rsvp, now: dt.datetime) -> str:
    """today, tomorrow, or nothing when it is further away or not the same day for everybody."""
    event = rsvp.event
    zones = clock.zones_told(event.starts_at, event.zone, online=event.is_online, reader=rsvp.zone)
    return {0: "today", 1: "tomorrow"}.get(clock.days_away(event.starts_at, now, zones), "")


def _subject(rsvp: Rsvp, when: str) -> str:
    """Neutral in the discreet form: whoever sees the screen learns an hour and nothing else."""
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
    event = rsvp.event
    day, hour = _day_and_hour(rsvp, event.starts_at)
    return (discreet if rsvp.discreet else full)[when] % {"day": day, "hour": hour, "title": event.title}


def _change_subject(rsvp: Rsvp, unsure: bool) -> str:
    if unsure:
        text = _("Date in doubt: %(at)s") if rsvp.discreet else _("Date in doubt: %(title)s")
    else:
        text = _("Change for %(at)s") if rsvp.discreet else _("Change for %(at)s: %(title)s")
    return text % {"at": moment_of(rsvp), "title": rsvp.event.title}


def _cancel_subject(rsvp: Rsvp) -> str:
    text = _("Canceled: %(at)s") if rsvp.discreet else _("Canceled: %(title)s, %(at)s")
    return text % {"at": moment_of(rsvp), "title": rsvp.event.title}


def moment_of(rsvp: Rsvp) -> str:
    """Saturday, December 5, 11:00 am, with the date since every week has a Saturday; the day alone without an hour."""
    if rsvp.event.starts_at is None:
        return rsvp.event.date_display
    return ", ".join(_day_and_hour(rsvp, rsvp.event.starts_at, "WEEKDAY_MONTH_DAY_FORMAT"))


def _tiny(rsvp: Rsvp) -> str:
    event = rsvp.event
    if event.starts_at is None:
        return event.date_display
    return clock.tiny_text(event.starts_at, event.zone, online=event.is_online, reader=rsvp.zone)


def _day_and_hour(rsvp: Rsvp, start: dt.datetime, day_format: str = "l") -> tuple[str, str]:
    event = rsvp.event
    day = date_format(start.astimezone(event.zone), day_format)
    return day, clock.start_text(start, event.zone, online=event.is_online, reader=rsvp.zone)


def _start_told(message: Message, rsvp: Rsvp) -> str:
    """The day and hour that the reader goes by, where it is certain that they were those before the last change."""
    event = rsvp.event
    if event.previous_start in (None, event.starts_at):
        return ""
    heard = Message.objects.about(SUBJECT, [rsvp.pk]).exclude(pk=message.pk)
    last = heard.filter(Q(state__in=TOLD) | Q(uncertain__gt=0)).aggregate(told=Max("told"))["told"]
    if last != event.revision - 1:
        return ""
    start = event.previous_start.astimezone(event.zone)
    return f"{clock.day_text(start.date())}, {clock.hour_text(start)}"
