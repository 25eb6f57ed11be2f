"""How an event of the record is read: day and hour as far as they are known, the place as far as it shows."""

import datetime as dt
import zoneinfo

from partners.dates import Precision

from .fields import Fields


def event(f: Fields, seen) -> dict:
    return {
        "kind": f.text("kind", required=True),
        **f.pair("title", required=True),
        **f.pair("summary", required=True),
        **_when(f, seen["terms"]),
        **_where(f),
        "partners": sorted(f.many("partners", "partners")),
        "campaign": f.one("campaign", "campaigns"),
        "announced_in": seen["announcements"].get(f.record),
        "ilp_role": f.text("ilp_role", required=True),
        "record_note": f.text("registration"),
        **f.sources(),
    }


def _when(f: Fields, terms: dict) -> dict:
    """Day and precision, term, and the instants where day and hour are both known."""
    day, found = f.partial("date", required=True)
    precision, term = f.text("date_precision", required=True), f.one("term", "terms", required=True)
    starts_on = terms.get(term, {}).get("starts_on")
    if precision == Precision.TERM and found == Precision.YEAR:
        if starts_on and starts_on[:4] != day[:4]:
            f.fault("date", "is not the year in which the term begins")
        day = starts_on or day  # some day of that term: it sorts with the term and shows no more than the year
    elif precision != found:
        f.fault("date_precision", f"says {precision}, but the date is a {found or 'gap'}")
    zone = _zone(f)
    starts_at, ends_at = _instants(f, day if precision == Precision.DAY else None, zone)
    _checked_against_utc(f, starts_at)
    moments = {"starts_at": starts_at, "ends_at": ends_at, "time_zone": zone.key}
    return {"held_on": day, "precision": precision, "term": term, **moments, **f.pair("recurrence")}


def _where(f: Fields) -> dict:
    place_public, neighborhood = f.flag("place_public"), f.text("neighborhood")
    if neighborhood and place_public:
        f.fault("neighborhood", "is only for events whose exact place is not public")
    place = {"place": f.text("place"), "place_public": place_public, "neighborhood": neighborhood}
    return {"mode": f.text("mode"), **place}


def _zone(f: Fields) -> zoneinfo.ZoneInfo:
    name = f.text("time_zone", required=True)
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        f.fault("time_zone", f"{name!r} is not a time zone")
        return zoneinfo.ZoneInfo("America/New_York")


def _instants(f: Fields, day: str | None, zone: zoneinfo.ZoneInfo) -> tuple[str | None, str | None]:
    """(start, end) in UTC where day and hour are both known. An end without a start says nothing we can keep."""
    start, end = f.clock("start_time"), f.clock("end_time")
    if end and not start:
        f.fault("end_time", "is given without start_time")
    if not day:
        return None, None
    local = [dt.datetime.combine(dt.date.fromisoformat(day), clock, zone) if clock else None for clock in (start, end)]
    for field, moment in zip(("start_time", "end_time"), local, strict=True):
        if moment and moment.utcoffset() != moment.replace(fold=1).utcoffset():
            f.fault(field, "lies where the clocks change: that hour does not exist, or exists twice")
    return tuple(moment.astimezone(dt.UTC).isoformat() if moment else None for moment in local)


def _checked_against_utc(f: Fields, starts_at: str | None) -> None:
    """The record may repeat the start in UTC and in other zones; they have to be the same instant."""
    stated = f.text("start_utc")
    if stated and stated.replace("Z", "+00:00") != starts_at:
        f.fault("start_utc", "is not the instant of date, start_time and time_zone")
    for part in f.parts("display_time_zones"):
        zone, local, _ = part.text("zone", required=True), part.clock("local_start"), part.text("label", required=True)
        part.finish()
        known = zone in zoneinfo.available_timezones()
        if not known or (starts_at and f"{local}" != _local(starts_at, zone)):
            part.fault("local_start", "is not the hour of that instant in that zone")


def _local(instant: str, zone: str) -> str:
    return f"{dt.datetime.fromisoformat(instant).astimezone(zoneinfo.ZoneInfo(zone)):%H:%M:%S}"
