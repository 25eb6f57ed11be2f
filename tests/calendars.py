"""A calendar with all that is hard to read, and what independent programs read in it.

Each reader gives {uid: Entry}; they share no code with each other, but for khal, a calendar program of Debian, which
reads with an older icalendar and keeps what it read in a database of its own.
"""

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import icalendar
import vobject

from events import calendar, ical
from events.models import Event
from tests.factories import EventFactory

NOW = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)
HARD = 'Rally, with; "quotes": \\ and a colon'
LONG = "Reunión de inquilinas e inquilinos, con traducción y cuidado de niñas y niños 🦋 " * 2
ZONE = "America/New_York"


class Entry(NamedTuple):
    start: dt.datetime
    end: dt.datetime
    summary: str
    location: str
    status: str
    sequence: int


def _event(pk: int, start: str, hours: float, *, zone: str = ZONE, utc: bool = False, **columns) -> Event:
    begin = dt.datetime.fromisoformat(start).replace(tzinfo=dt.UTC if utc else ZoneInfo(zone)).astimezone(dt.UTC)
    columns |= {"starts_at": begin, "ends_at": begin + dt.timedelta(hours=hours), "time_zone": zone}
    return EventFactory.build(pk=pk, slug=f"event-{pk}", held_on=begin.astimezone(ZoneInfo(zone)).date(), **columns)


def events() -> list[Event]:
    """Over both changes of the clocks, in several zones, in every state, with every sign that has to be escaped."""
    return [
        _event(1, "2026-10-31T22:00", 5, title_en="Over the night of the clocks"),
        _event(2, "2026-11-01T05:30", 0.25, utc=True, title_en="The first 1:30"),
        _event(3, "2026-11-01T06:30", 0.25, utc=True, title_en="The second 1:30"),
        _event(4, "2027-03-14T01:30", 1, title_en="Before the jump to after it"),
        _event(5, "2026-12-05T11:00", 1.5, title_en=HARD, summary_en="One line\nanother; and, more\\"),
        _event(6, "2026-12-05T11:00", 1.5, title_en=LONG.strip()[:150], zone="America/Los_Angeles"),
        _event(7, "2026-12-05T11:00", 1.5, title_en="Canceled", status="cancelled", revision=3),
        _event(8, "2027-01-05T11:00", 1.5, title_en="Postponed", status="postponed", revision=1),
        _event(9, "2027-03-20T11:00", 1.5, title_en="Arizona", zone="America/Phoenix"),
        _event(10, "2026-10-25T01:30", 1, title_en="Abroad", zone="Europe/Madrid"),
    ]


def written() -> bytes:
    return calendar.public(events(), {}, now=NOW)


def meant() -> dict[str, Entry]:
    return {
        ical.uid(event): Entry(
            *(event.starts_at, event.ends_at, event.title, event.place_line),
            *(ical.STATUS.get(event.status, "TENTATIVE"), event.revision),
        )
        for event in events()
    }


def by_icalendar(text: bytes) -> dict[str, Entry]:
    entries = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(e["UID"]): Entry(_utc(e.start), _utc(e.end), *_words(e, str), int(e["SEQUENCE"])) for e in entries}


def by_vobject(text: bytes) -> dict[str, Entry]:
    entries = vobject.readOne(text.decode()).vevent_list
    return {
        e.uid.value: Entry(
            *(_utc(e.dtstart.value), _utc(e.dtend.value), e.summary.value, e.location.value, e.status.value),
            int(e.sequence.value),
        )
        for e in entries
    }


def by_ical_js(text: bytes, script: Path, folder: Path) -> dict[str, Entry]:
    done = subprocess.run(["node", script], cwd=folder, input=text, check=True, capture_output=True)
    return {
        one["uid"]: Entry(
            *(dt.datetime.fromisoformat(one["start"]), dt.datetime.fromisoformat(one["end"])),
            *(one["summary"], one["location"], one["status"], one["sequence"]),
        )
        for one in json.loads(done.stdout)["events"]
    }


KHAL = """[calendars]
[[portal]]
path = {folder}/portal
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def by_khal(text: bytes, folder: Path) -> dict[str, tuple]:
    """Takes the file in as a person would, and lists half a year. Without SEQUENCE, which khal does not show."""
    (folder / "portal").mkdir()
    (folder / "config").write_text(KHAL.format(folder=folder))
    (folder / "feed.ics").write_bytes(text)
    khal = ["khal", "-c", str(folder / "config")]
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    options = {"capture_output": True, "text": True, "env": surroundings}
    subprocess.run([*khal, "import", "--batch", "-a", "portal", str(folder / "feed.ics")], check=True, **options)
    form = "{uid}\t{start-long-full}\t{end-long-full}\t{title}\t{location}\t{status}"
    listing = [*khal, "list", "--once", "--notstarted", "--day-format", "", "--format", form]
    done = subprocess.run([*listing, "2026-10-01", "2027-04-01"], check=True, **options)
    rows = [line.split("\t") for line in done.stdout.splitlines() if line]
    return {row[0]: (_hour(row[1]), _hour(row[2]), row[3], row[4], row[5].strip()) for row in rows}


def _hour(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=dt.UTC)


def _utc(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC)


def _words(entry, read) -> list[str]:
    return [read(entry[name]) for name in ("SUMMARY", "LOCATION", "STATUS")]
