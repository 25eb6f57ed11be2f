"""Hours of events: from the clock on the wall to UTC and back, when to remind, and the words for it.

Pure: nothing here reads the time or the database. Instants are aware UTC, zones are zoneinfo zones. Differences are
taken in UTC only, because aware arithmetic in one zone counts wall hours, not real ones.
"""

import datetime as dt
import zoneinfo

from django.utils import formats
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from outreach.quiet import QUIET_FROM, QUIET_UNTIL

EVENING = dt.time(20, 30)  # local; where a reminder that falls into the quiet hours goes when there is time
NEAR = dt.timedelta(hours=24)  # a change of what is this near is told at night as well (RELIABILITY 2.4)
EASTERN, PACIFIC = "America/New_York", "America/Los_Angeles"  # an online event is told in both

DAY_FORMATS = {"en": "l, F j, Y", "es": r"l j \d\e F \d\e Y"}
TINY_DAY_FORMATS = {"en": "M j", "es": "j b"}
LETTERS = {EASTERN: "ET", "America/Chicago": "CT", "America/Denver": "MT", PACIFIC: "PT"}
HALF_DAYS = {"en": ("am", "pm"), "es": ("a. m.", "p. m.")}  # DESIGN section 11
ZONES = {  # short words for lists, long words where there is room; no "EST" or "EDT", which change with the season
    EASTERN: (pgettext_lazy("time zone", "ET"), gettext_lazy("Eastern Time (ET)")),
    "America/Chicago": (pgettext_lazy("time zone", "CT"), gettext_lazy("Central Time (CT)")),
    "America/Denver": (pgettext_lazy("time zone", "MT"), gettext_lazy("Mountain Time (MT)")),
    "America/Phoenix": (gettext_lazy("Arizona time"), gettext_lazy("Arizona time")),
    PACIFIC: (pgettext_lazy("time zone", "PT"), gettext_lazy("Pacific Time (PT)")),
    "America/Anchorage": (gettext_lazy("Alaska time"), gettext_lazy("Alaska time")),
    "Pacific/Honolulu": (gettext_lazy("Hawaii time"), gettext_lazy("Hawaii time")),
}


class HourMissing(ValueError):
    """The clocks jump over this hour on this day."""


class HourTwice(ValueError):
    """The clocks go back on this day, so that the hour comes twice."""


def to_utc(day: dt.date, hour: dt.time, zone: zoneinfo.ZoneInfo, fold: int | None = None) -> dt.datetime:
    """The instant at which a clock in the zone shows that hour of that day.

    `fold` says which one when the hour comes twice: 0 the first, 1 the second. Raises HourMissing or HourTwice.
    """
    wall = dt.datetime.combine(day, hour)
    both = [wall.replace(tzinfo=zone, fold=n).astimezone(dt.UTC) for n in (0, 1)]
    real = [instant for instant in both if instant.astimezone(zone).replace(tzinfo=None) == wall]
    if not real:
        raise HourMissing(wall)
    if real[0] != real[-1] and fold is None:
        raise HourTwice(wall)
    return real[fold or 0]


def next_real(day: dt.date, hour: dt.time, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """As to_utc, for hours nobody typed: the first of two, and past a gap as far as the hour lies inside it."""
    return dt.datetime.combine(day, hour, tzinfo=zone).astimezone(dt.UTC)


def hours_before(start: dt.datetime, hours: int) -> dt.datetime:
    """Real hours: over a clock change the wall shows another difference."""
    return start.astimezone(dt.UTC) - dt.timedelta(hours=hours)


def days_before(start: dt.datetime, zone: zoneinfo.ZoneInfo, days: int, at: dt.time) -> dt.datetime:
    """That hour on the wall, so many days of the calendar before the local day of the start."""
    return next_real(start.astimezone(zone).date() - dt.timedelta(days=days), at, zone)


def outside_quiet_hours(
    due: dt.datetime, *, start: dt.datetime, zone: zoneinfo.ZoneInfo, now: dt.datetime
) -> dt.datetime | None:
    """When a reminder may really go: `due`, or 20:30 before the quiet hours, or 8:00 after them; None for not at all.

    Earlier is better, as long as at least half of the lead from now to `due` remains. Somebody who signs up late in
    the evening gets it at 8:00 instead. Always before the start.
    """
    local = due.astimezone(zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return due if due < start else None
    night = local.date() if local.time() >= QUIET_FROM else local.date() - dt.timedelta(days=1)
    evening = next_real(night, EVENING, zone)
    morning = next_real(night + dt.timedelta(days=1), QUIET_UNTIL, zone)
    if now < evening < start and (evening - now) * 2 >= due - now:
        return evening
    if morning < start:
        return morning
    return evening if now < evening < start else None


def is_near(now: dt.datetime, *instants: dt.datetime | None) -> bool:
    """Whether one of these lies within the coming 24 hours, or was less than 24 hours ago."""
    return any(abs(instant - now) <= NEAR for instant in instants if instant is not None)


def hour_text(local: dt.datetime) -> str:
    """11:00 am, 11:00 a. m."""
    half = HALF_DAYS[_language()][local.hour >= 12]
    return f"{local.hour % 12 or 12}:{local.minute:02} {half}"


def day_text(day: dt.date) -> str:
    """Saturday, December 5, 2026; sábado 5 de diciembre de 2026."""
    return formats.date_format(day, DAY_FORMATS[_language()])


def moment_text(instant: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Thursday, November 19, 6:12 pm ET; jueves 19 de noviembre, 6:12 p. m., hora del Este."""
    local = instant.astimezone(zone)
    day, short = formats.date_format(local, "WEEKDAY_MONTH_DAY_FORMAT"), zone_text(zone, instant, long=False)
    return _("%(day)s, %(hour)s %(zone)s") % {"day": day, "hour": hour_text(local), "zone": short}


def zone_text(zone: zoneinfo.ZoneInfo, at: dt.datetime, *, long: bool = True) -> str:
    """Eastern Time (ET), or its short form; other places by their city and distance from UTC at that instant."""
    if zone.key in ZONES:
        return str(ZONES[zone.key][long])
    offset = at.astimezone(zone).strftime("%z")
    city = zone.key.rpartition("/")[2].replace("_", " ")
    return _("time in %(city)s (UTC%(offset)s)") % {"city": city, "offset": f"{offset[:3]}:{offset[3:5]}"}


def span_text(start: dt.datetime, end: dt.datetime | None, zone: zoneinfo.ZoneInfo, *, long: bool = True) -> str:
    """11:00 am to 12:30 pm, Eastern Time (ET); short, for lists: 11:00 am–12:30 pm ET, 6:30–8:30 pm ET."""
    words = {"start": hour_text(start.astimezone(zone)), "zone": zone_text(zone, start, long=long)}
    if end is None:
        one = pgettext("hour, zone", "%(start)s, %(zone)s") if long else pgettext("hour zone", "%(start)s %(zone)s")
        return one % words
    words["end"] = hour_text(end.astimezone(zone))
    if not long and _half_day(start, zone) == _half_day(end, zone):
        words["start"] = words["start"].partition(" ")[0]  # 6:30–8:30 pm
    return (_("%(start)s to %(end)s, %(zone)s") if long else _("%(start)s–%(end)s %(zone)s")) % words


def zones_told(
    start: dt.datetime, zone: zoneinfo.ZoneInfo, *, online: bool, reader: zoneinfo.ZoneInfo | None = None
) -> list[zoneinfo.ZoneInfo]:
    """In which zones an hour is told: that of the event, and the reader's own when its clocks show another hour.

    Readers of an online event who named no zone get Eastern and Pacific Time beside it.
    """
    coasts = [zoneinfo.ZoneInfo(key) for key in (EASTERN, PACIFIC) if online and key != zone.key]
    others = coasts if reader is None else [reader]
    wall = start.astimezone(zone).replace(tzinfo=None)
    return [zone, *(each for each in others if start.astimezone(each).replace(tzinfo=None) != wall)]


def times_lines(
    start: dt.datetime,
    end: dt.datetime | None,
    zone: zoneinfo.ZoneInfo,
    *,
    online: bool,
    reader: zoneinfo.ZoneInfo | None = None,
    long: bool = True,
) -> list[str]:
    """The hours in every zone of zones_told, the event's first.

    Each is derived from UTC: on days when the clocks change the two coasts are not three hours apart. Where another
    zone has another day, the weekday stands before the hours.
    """
    day, lines = start.astimezone(zone).date(), []
    for each in zones_told(start, zone, online=online, reader=reader):
        text, there = span_text(start, end, each, long=long), start.astimezone(each).date()
        lines.append(text if there == day else f"{formats.date_format(there, 'l')} {text}")
    return lines


def start_text(
    start: dt.datetime, zone: zoneinfo.ZoneInfo, *, online: bool, reader: zoneinfo.ZoneInfo | None = None
) -> str:
    """The start for a subject: 11:00 am; where it is told in several zones 1:00 pm ET / 10:00 am PT."""
    lines = times_lines(start, None, zone, online=online, reader=reader, long=False)
    return " / ".join(lines) if len(lines) > 1 else hour_text(start.astimezone(zone))


def tiny_text(
    start: dt.datetime, zone: zoneinfo.ZoneInfo, *, online: bool, reader: zoneinfo.ZoneInfo | None = None
) -> str:
    """The start for a text message: Dec 5, 11:00 am; 5 dic, 1:00 p. m. ET / 10:00 a. m. PT.

    No weekday and no zone in words: their accents would make the message cost a second part (GSM 03.38 has no á).
    """
    zones, parts = zones_told(start, zone, online=online, reader=reader), []
    for each in zones:
        local = start.astimezone(each)
        told = parts and local.date() == start.astimezone(zone).date()
        day = "" if told else f"{formats.date_format(local, TINY_DAY_FORMATS[_language()])}, "
        letters = f" {LETTERS.get(each.key) or local.strftime('UTC%z')}" if len(zones) > 1 else ""
        parts.append(day + hour_text(local) + letters)
    return " / ".join(parts)


def days_away(start: dt.datetime, now: dt.datetime, zones: list[zoneinfo.ZoneInfo]) -> int | None:
    """In how many days of the calendar; None where the zones do not agree on it."""
    days = {(start.astimezone(zone).date() - now.astimezone(zone).date()).days for zone in zones}
    return days.pop() if len(days) == 1 else None


def _half_day(instant: dt.datetime, zone: zoneinfo.ZoneInfo) -> tuple[dt.date, bool]:
    local = instant.astimezone(zone)
    return local.date(), local.hour >= 12


def _language() -> str:
    return "es" if (get_language() or "en").startswith("es") else "en"
