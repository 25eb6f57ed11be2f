"""What organizers pass on about an event, in each language: a text for WhatsApp, one for SMS, the address of the page.

They say what strangers may read on the page and nothing else: never a place that is not public.
"""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from outreach import gsm

from . import clock, differences, gate
from .models import Event

WHATSAPP, SMS = "https://wa.me/?text=", "sms:?&body="  # the second as both iPhones and Android phones take it


@dataclass(frozen=True)
class Kit:
    """The texts in one language; empty while the event has no words in it and nobody chose to publish it so."""

    language: str
    whatsapp: str = ""
    sms: str = ""

    @property
    def size(self) -> gsm.Size:
        return gsm.size(self.sms)

    @property
    def whatsapp_url(self) -> str:
        return WHATSAPP + _quoted(self.whatsapp)

    @property
    def sms_url(self) -> str:
        return SMS + _quoted(self.sms)


def kits(event: Event, now: dt.datetime) -> list[Kit]:
    """In both languages, for an event that strangers may see."""
    return [kit(event, code, now) for code in gate.CODES]


def kit(event: Event, language: str, now: dt.datetime) -> Kit:
    with override(language):
        only_in = gate.only_in(event)
        if only_in and not event.one_language:
            return Kit(language)
        first = render_to_string("email/_only_in_sms.txt", {"only_in": only_in}).strip()
        return Kit(language, _with(first, whatsapp(event, now), "\n"), _with(first, sms(event, now), " "))


def address(event: Event) -> str:
    """Of the public page in the active language."""
    return settings.BASE_URL + event.get_absolute_url()


def whatsapp(event: Event, now: dt.datetime) -> str:
    """In the active language; the app shows the title between asterisks in bold."""
    bold = f"*{event.title.replace('*', ' ').strip()}*"
    if event.status == Event.Status.CANCELLED:
        words = [_("CANCELED: %(title)s") % {"title": bold}, _when(event), _("Please do not come."), _more(event)]
    elif event.status == Event.Status.POSTPONED:
        later = _("It will not be at this time. The new date will stand on the page:")
        words = [_("POSTPONED: %(title)s") % {"title": bold}, _when(event), f"{later} {address(event)}"]
    else:
        words = [_marked(event, bold, now), _when(event), _where(event, now), _spoken(event), _link(event, now)]
    return "\n".join(filter(None, words))


def sms(event: Event, now: dt.datetime) -> str:
    """In the active language, as short as it can be: no weekday, whose accents cost a second part."""
    values = {"title": event.title, "when": _tiny(event), "link": address(event)}
    if event.status == Event.Status.CANCELLED:
        return _("CANCELED: %(title)s, %(when)s. Please do not come. %(link)s") % values
    if event.status == Event.Status.POSTPONED:
        return _("POSTPONED: %(title)s. Not on %(when)s. The new date will be here: %(link)s") % values
    where = _("Online event") if event.is_online else event.place_line
    facts = ", ".join(filter(None, (values["when"], where)))
    title = _marked(event, event.title, now)
    return " ".join(filter(None, (f"{title}: {facts}.", _ended(event.languages_display), values["link"])))


def _marked(event: Event, title: str, now: dt.datetime) -> str:
    """Who read an earlier text has to see that this one says something else."""
    return _("CHANGED: %(title)s") % {"title": title} if differences.for_readers(event, now) else title


def _when(event: Event) -> str:
    """Saturday, December 5, 2026, 11:00 am to 12:30 pm, Eastern Time (ET); what the record has where it has no hour."""
    if event.starts_at is None:
        return capfirst(event.date_display)
    day = clock.day_text(event.starts_at.astimezone(event.zone).date())
    return capfirst(_("%(day)s, %(hours)s") % {"day": day, "hours": event.times})


def _tiny(event: Event) -> str:
    """Dec 5, 11:00 am ET"""
    if event.starts_at is None:
        return event.date_display
    tiny = clock.tiny_text(event.starts_at, event.zone, online=event.is_online)
    if len(clock.zones_told(event.starts_at, event.zone, online=event.is_online)) > 1:
        return tiny
    zone = clock.LETTERS.get(event.zone.key) or clock.zone_text(event.zone, event.starts_at, long=False)
    return f"{tiny} {zone}"


def _where(event: Event, now: dt.datetime) -> str:
    """One line; where there is more to know for who signs up, it says so."""
    words = [event.place_line, _("Online event") if event.is_online else ""]
    if event.takes_signups(now) and event.is_online:
        words.append(_("We give you the address when you have signed up."))
    elif event.takes_signups(now) and not event.place_public:
        words.append(_("We tell you the exact place when you have signed up."))
    words = list(filter(None, words))
    return " ".join(map(_ended, words)) if len(words) > 1 else "".join(words)


def _spoken(event: Event) -> str:
    return _("Languages: %(text)s") % {"text": event.languages_display} if event.languages_display else ""


def _link(event: Event, now: dt.datetime) -> str:
    if not event.takes_signups(now):
        return _more(event)
    words = _("Join the waiting list: %(link)s") if event.is_full else _("Sign up: %(link)s")
    return words % {"link": address(event)}


def _more(event: Event) -> str:
    return _("Read more: %(link)s") % {"link": address(event)}


def _ended(words: str) -> str:
    return f"{capfirst(words.rstrip('.'))}." if words else ""


def _with(first: str, text: str, between: str) -> str:
    return f"{first}{between}{text}" if first else text


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="replace")
