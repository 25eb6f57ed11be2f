"""The public calendar: every event with an hour, for programs that ask again by themselves (RFC 5545).

An event has the UID of the files in its mails, so that it stands once in a calendar that has both.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from . import ical
from .models import Event

FRESH = dt.timedelta(hours=1)  # how often programs may ask again


def public(events: Iterable[Event], changed: Mapping[int, dt.datetime], *, now: dt.datetime) -> bytes:
    """The calendar in the active language. `changed` says when each event's page last said something new, by pk."""
    from icalendar import vDuration

    calendar = _empty()
    name = _("Immigration and Labor Project")
    for property_name in ("name", "x-wr-calname"):
        calendar.add(property_name, name)
    calendar.add("refresh-interval", FRESH, {"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(FRESH))  # the library does not know the name, and would write 1:00:00
    return _with(calendar, events, changed, now)


def single(event: Event, *, now: dt.datetime) -> bytes:
    """One event that has an hour. Without the name of a calendar: Outlook would make a new one for it."""
    return _with(_empty(), [event], {}, now)


def _empty():
    import icalendar  # web processes start without

    calendar = icalendar.Calendar()
    calendar.add("prodid", ical.PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    return calendar


def _with(calendar, events: Iterable[Event], changed: Mapping[int, dt.datetime], now: dt.datetime) -> bytes:
    import icalendar

    first = last = None
    for event in events:
        calendar.add_component(_entry(icalendar.Event(), event, changed.get(event.pk, now)))
        first = min(filter(None, (first, event.starts_at)))
        last = max(filter(None, (last, event.ends_at or event.starts_at)))
    if first:
        calendar.add_missing_timezones((first - ical.AROUND).date(), (last + ical.AROUND).date())
    return calendar.to_ical()


def _entry(entry, event: Event, changed: dt.datetime):
    written = changed.astimezone(dt.UTC).replace(microsecond=0)
    entry.add("uid", ical.uid(event))
    entry.add("sequence", event.revision)
    entry.add("dtstamp", written)
    entry.add("last-modified", written)
    entry.add("status", ical.STATUS.get(event.status, "TENTATIVE"))
    entry.add("dtstart", ical.written(event.starts_at, event.time_zone))
    if event.ends_at:
        entry.add("dtend", ical.written(event.ends_at, event.time_zone))
    _say(entry, "summary", event, "title")
    _say(entry, "description", event, "summary")
    if event.place_line:
        entry.add("location", event.place_line)
    entry.add("url", settings.BASE_URL + event.get_absolute_url())
    return entry


def _say(entry, name: str, event: Event, field: str) -> None:
    """A translated field of the event; what stands in another language says in which."""
    here = get_language()
    for code in (here, *(code for code, _name in settings.LANGUAGES)):
        if text := getattr(event, f"{field}_{code}"):
            entry.add(name, text, {} if code == here else {"language": code})
            return
