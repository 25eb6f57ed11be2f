"""The public calendar: every event with an hour, or some of them, for programs that ask again by themselves (RFC 5545).

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


def public(events: Iterable[Event], changed: Mapping[int, dt.datetime], *, now: dt.datetime, choice: str = "") -> bytes:
    """The calendar in the active language. `changed` says when each event's page last said something new, by pk;
    `choice` in words which events these are."""
    calendar = empty()
    calendar.add("method", "PUBLISH")
    head(calendar, name(choice), FRESH)
    return _with(calendar, events, changed, now)


def name(choice: str) -> str:
    """By which programs list it."""
    project = _("Immigration and Labor Project")
    return _("%(project)s: %(choice)s") % {"project": project, "choice": choice} if choice else project


def head(calendar, named: str, fresh: dt.timedelta) -> None:
    """What it is called, how often to ask again, and that asking again is late: by the names of RFC 7986 and by those
    that programs read before it."""
    from icalendar import vDuration

    late = _("Calendars refresh late, some only once a day. Changes are sent by message to those who signed up.")
    for property_name, text in (
        ("name", named),
        ("x-wr-calname", named),
        ("description", late),
        ("x-wr-caldesc", late),
    ):
        calendar.add(property_name, text)
    calendar.add("refresh-interval", fresh, {"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(fresh))  # the library does not know the name, and would write 1:00:00


def single(event: Event, *, now: dt.datetime) -> bytes:
    """One event that has an hour. Without the name of a calendar: Outlook would make a new one for it."""
    calendar = empty()
    calendar.add("method", "PUBLISH")
    return _with(calendar, [event], {}, now)


def empty():
    """With what each calendar of ours begins."""
    import icalendar  # web processes start without

    calendar = icalendar.Calendar()
    calendar.add("prodid", ical.PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
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
    _say(entry, "description", event, "summary", "\n".join(_facts(event)))
    if event.place_line:
        entry.add("location", event.place_line)
    entry.add("url", settings.BASE_URL + event.get_absolute_url())
    return entry


def _facts(event: Event) -> list[str]:
    """What people need to know before they come, a line each."""
    words = {
        _("Languages: %(text)s"): event.languages_display,
        _("Access: %(text)s"): ", ".join(filter(None, (*event.access_facts, event.access_note))),
        _("Bring: %(text)s"): event.bring,
    }
    return [line % {"text": text} for line, text in words.items() if text]


def _say(entry, name: str, event: Event, field: str, more: str = "") -> None:
    """A translated field of the event; what stands in another language says in which."""
    here = get_language()
    for code in (here, *(code for code, _name in settings.LANGUAGES)):
        if text := getattr(event, f"{field}_{code}"):
            entry.add(name, "\n\n".join(filter(None, (text, more))), {} if code == here else {"language": code})
            return
    if more:
        entry.add(name, more)
