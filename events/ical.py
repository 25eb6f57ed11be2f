"""The file that puts an event into a reader's calendar, moves it there and takes it out again (RFC 5545, RFC 5546).

The same event has the same UID in every mail, and SEQUENCE is the revision of its facts: a calendar that reads mails
in any order keeps the newest.
"""

import datetime as dt
import functools
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from outreach.kinds import Attachment

from .models import Event

PRODUCT = "-//ILP//Portal//EN"
AROUND = dt.timedelta(days=366)  # so far the clock rules of the file reach: a zone of one rule alone is misread by some
STATUS = {Event.Status.PUBLISHED: "CONFIRMED", Event.Status.CANCELLED: "CANCELLED"}  # all others TENTATIVE
KEPT = 32  # files without link: two languages and forms for the events of one week
GAP = "goes-here-a1c4e07b"  # in the place of the link
EOL = b"\r\n"


class Facts(NamedTuple):
    """All that a file says but the link and the time of writing: equal for many readers."""

    uid: str
    sequence: int
    method: str
    status: str
    zone: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    organizer: str
    discreet: bool
    language: str | None
    title: str = ""
    place: str = ""


def uid(event: Event) -> str:
    return f"event-{event.pk}@{urlsplit(settings.BASE_URL).hostname}"


def attachment(event: Event, *, link: str, discreet: bool, now: dt.datetime, exact: bool = False) -> Attachment:
    """The file for one reader in the active language; the event needs a start. Only CANCEL takes an entry out.

    In the discreet form it says an hour and gives the link, as the mail does. `exact`: its reader may know the exact
    place although the public may not.
    """
    facts = _facts(event, discreet, exact)
    name = pgettext("file name", "event.ics")
    mime = f'text/calendar; method={facts.method}; charset="utf-8"; name="{name}"'
    return Attachment(name, EOL.join(_filled(lines, link, now) for lines in _runs(facts)), mime)


def _facts(event: Event, discreet: bool, exact: bool) -> Facts:
    return Facts(
        uid(event),
        event.revision,
        "CANCEL" if event.status == Event.Status.CANCELLED else "PUBLISH",
        STATUS.get(event.status, "TENTATIVE"),
        event.time_zone,
        event.starts_at,
        event.ends_at,
        parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        discreet,
        get_language(),
        *(() if discreet else (event.title, event.place if exact else event.place_line)),
    )


def _filled(line: bytes, link: str, now: dt.datetime) -> bytes:
    from icalendar.parser import Contentline

    if line.startswith(b"DTSTAMP:"):
        return f"DTSTAMP:{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}".encode()
    if GAP.encode() in line:
        return Contentline(line.decode().replace(GAP, link)).to_ical()
    return line


@functools.lru_cache(maxsize=KEPT)
def _runs(facts: Facts) -> tuple[bytes, ...]:
    """The file in as few pieces as it can be: what has to be filled alone, all else together."""
    runs: list[bytes] = []
    closed = True
    for line in _draft(facts):
        alone = line.startswith(b"DTSTAMP:") or GAP.encode() in line
        if alone or closed:
            runs.append(line)
        else:
            runs[-1] += EOL + line
        closed = alone
    return tuple(runs)


def _draft(facts: Facts) -> tuple[bytes, ...]:
    """The lines of the file, with GAP for the link: written once for all who read the same."""
    import icalendar  # only workers need it: web processes start without

    calendar = icalendar.Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", facts.method)):
        calendar.add(name, value)
    entry = icalendar.Event()
    entry.add("uid", facts.uid)
    entry.add("sequence", facts.sequence)
    entry.add("dtstamp", facts.starts_at)
    entry.add("status", facts.status)
    entry.add("dtstart", written(facts.starts_at, facts.zone))
    if facts.ends_at:
        entry.add("dtend", written(facts.ends_at, facts.zone))
    organizer = icalendar.vCalAddress(f"mailto:{facts.organizer}")
    organizer.params["cn"] = "ILP" if facts.discreet else _("Immigration and Labor Project")
    entry.add("organizer", organizer)
    for name, value in _words(facts).items():
        entry.add(name, value)
    calendar.add_component(entry)
    last = facts.ends_at or facts.starts_at
    calendar.add_missing_timezones((facts.starts_at - AROUND).date(), (last + AROUND).date())
    return tuple(calendar.to_ical().split(EOL))


def written(instant: dt.datetime, zone: str) -> dt.datetime:
    """On the clocks of the event. Of an hour that comes twice programs read the first or the second as they like, so it
    is told in UTC."""
    local = instant.astimezone(ZoneInfo(zone))
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return instant.astimezone(dt.UTC) if is_twice else local


def _words(facts: Facts) -> dict[str, str]:
    values = {"url": GAP, "description": _("Where and what: %(link)s") % {"link": GAP}}
    if facts.discreet:
        return values | {"summary": _("Appointment"), "class": "PRIVATE"}
    values["summary"] = facts.title
    return values | ({"location": facts.place} if facts.place else {})
