"""What readers of an event get, made by the very functions that write the messages, for a reader who does not exist.

Nothing of it is stored: the sign-up and its key live in memory for as long as the page is being made.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from outreach import gsm, renderings, sealing, texting
from outreach.gaps import fill, one_line
from outreach.kinds import Letter
from outreach.models import Message

from . import clock, gate, letters, place_letters, waiting
from .models import Event, EventKey, Rsvp

NUMBER = 10_000  # of the reader's row, as long as such numbers get in some years: links count in a text message
CONTACTS = {Message.Channel.EMAIL: "you@example.org", Message.Channel.SMS: "+12025550100"}


@dataclass(frozen=True)
class Mail:
    """One form of a mail as it arrives."""

    subject: str
    text: str


@dataclass(frozen=True)
class Written:
    """One message in one language."""

    language: str
    discreet: Mail
    full: Mail
    text: str
    size: gsm.Size


@dataclass(frozen=True)
class Example:
    """One kind of message, in each language."""

    name: str
    label: str | Promise
    written: list[Written]


def _changed(rsvp: Rsvp, now: dt.datetime) -> Letter:
    return letters.change_for(rsvp, now, unsure=rsvp.event.status == Event.Status.POSTPONED)


def _place(rsvp: Rsvp, now: dt.datetime) -> Letter:
    return place_letters.place_for(rsvp, max(now, rsvp.event.exact_from))


def _offer(rsvp: Rsvp, now: dt.datetime) -> Letter:
    rsvp.state, rsvp.offered_until = Rsvp.State.OFFERED, waiting.deadline(now, rsvp.event.starts_at)
    return place_letters.offer_for(rsvp, now)


Kind = tuple[str, str | Promise, Callable[[Rsvp, dt.datetime], Letter]]
KINDS: list[Kind] = [
    ("reminder", _("Reminder"), letters.reminder_for),
    ("change", _("When it changes"), _changed),
    ("cancellation", _("When it is canceled"), letters.cancellation_for),
]


PLACE: Kind = ("place", _("When the exact place is told"), _place)
OFFER: Kind = ("offer", _("When a place is offered to the waiting list"), _offer)


def examples(event: Event, now: dt.datetime) -> list[Example]:
    """All kinds it can come to, in both languages; none while the event has no hour, since nothing goes out then."""
    if event.starts_at is None:
        return []
    told_later = event.exact_from is not None and not event.is_secret
    kinds = [*KINDS, *([PLACE] if told_later else []), *([OFFER] if event.capacity else [])]
    return [
        Example(name, label, [_written(event, code, write, now) for code in gate.CODES]) for name, label, write in kinds
    ]


def _written(event: Event, language: str, write, now: dt.datetime) -> Written:
    discreet, full = (_mail(write(reader(event, language, discreet=yes), now)) for yes in (True, False))
    letter = _with_long_links(write(reader(event, language, channel=Message.Channel.SMS), now))
    text = texting.compose(Message(), letter)
    return Written(language, discreet, full, text.body, text.size)


def reader(event: Event, language: str, *, discreet: bool = True, channel: str = Message.Channel.EMAIL) -> Rsvp:
    """A confirmed person of this event, in memory only."""
    event.key = EventKey(wrapped=sealing.wrap(sealing.new_key()))
    rsvp = Rsvp(pk=0, event=event, language=language, discreet=discreet, channel=channel, state=Rsvp.State.CONFIRMED)
    rsvp.keep_contact(CONTACTS[channel], "")
    return rsvp


def _with_long_links(letter: Letter) -> Letter:
    links = {name: value.replace("/0.", f"/{NUMBER}.") for name, value in letter.personal.items()}
    return replace(letter, personal=links)


def _mail(letter: Letter) -> Mail:
    letter = _with_long_links(letter)
    with override(letter.language):
        stop = str(_("(the link to stop this mail)"))
    values = one_line({"stop_url": stop, **letter.personal})
    pattern = renderings.rendering(replace(letter, shared=None), values)
    return Mail(fill(pattern.subject, pattern.names, values), fill(pattern.text, pattern.names, values))


def of_change(event: Event, now: dt.datetime) -> list[Written]:
    """The notice of a change, in each language, for readers who know what was true before it."""

    def write(rsvp: Rsvp, now: dt.datetime) -> Letter:
        unsure, was = event.status == Event.Status.POSTPONED, ""
        if event.previous_start not in (None, event.starts_at) and not unsure:
            start = event.previous_start.astimezone(event.zone)
            with override(rsvp.language):
                was = f"{clock.day_text(start.date())}, {clock.hour_text(start)}"
        return letters.change_for(rsvp, now, unsure=unsure, was=was)

    return [_written(event, code, write, now) for code in gate.CODES] if event.starts_at else []
