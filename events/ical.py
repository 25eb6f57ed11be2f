"""The file that puts an event into a reader's calendar, moves it there and takes it out again (RFC 5545, RFC 5546).

The same event has the same UID in every mail, and SEQUENCE is the revision of its facts: a calendar that reads mails
in any order keeps the newest.
"""

import datetime as dt
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from outreach.kinds import Attachment

from .models import Event

PRODUCT = "-//ILP//Portal//EN"
AROUND = dt.timedelta(days=1)  # of the event: the clock rules that the file carries cover these days
STATUS = {Event.Status.PUBLISHED: "CONFIRMED", Event.Status.CANCELLED: "CANCELLED"}  # all others TENTATIVE


def uid(event: Event) -> str:
    return f"event-{event.pk}@{urlsplit(settings.BASE_URL).hostname}"


def attachment(event: Event, *, link: str, discreet: bool, now: dt.datetime) -> Attachment:
    """The file for one reader in the active language; the event needs a start. Only CANCEL takes an entry out.

    In the discreet form it says an hour and gives the link, as the mail does.
    """
    method = "CANCEL" if event.status == Event.Status.CANCELLED else "PUBLISH"
    name = pgettext("file name", "event.ics")
    mime = f'text/calendar; method={method}; charset="utf-8"; name="{name}"'
    return Attachment(name, _calendar(event, method, link, discreet, now), mime)


def _calendar(event: Event, method: str, link: str, discreet: bool, now: dt.datetime) -> bytes:
    import icalendar  # only workers need it: web processes start without

    calendar = icalendar.Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", method)):
        calendar.add(name, value)
    entry = icalendar.Event()
    entry.add("uid", uid(event))
    entry.add("sequence", event.revision)
    entry.add("dtstamp", now)
    entry.add("status", STATUS.get(event.status, "TENTATIVE"))
    entry.add("dtstart", _written(event.starts_at, event))
    if event.ends_at:
        entry.add("dtend", _written(event.ends_at, event))
    organizer = icalendar.vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = "ILP" if discreet else _("Immigration and Labor Project")
    entry.add("organizer", organizer)
    for name, value in _words(event, link, discreet).items():
        entry.add(name, value)
    calendar.add_component(entry)
    last = event.ends_at or event.starts_at
    calendar.add_missing_timezones((event.starts_at - AROUND).date(), (last + AROUND).date())
    return calendar.to_ical()


def _written(instant: dt.datetime, event: Event) -> dt.datetime:
    """On the clocks of the event. Where an hour comes twice RFC 5545 reads the first, so the second is told in UTC."""
    local = instant.astimezone(event.zone)
    return instant.astimezone(dt.UTC) if local.fold else local


def _words(event: Event, link: str, discreet: bool) -> dict[str, str]:
    values = {"url": link, "description": _("Where and what: %(link)s") % {"link": link}}
    if discreet:
        return values | {"summary": _("Appointment"), "class": "PRIVATE"}
    values["summary"] = event.title
    return values | ({"location": event.place_line} if event.place_line else {})
