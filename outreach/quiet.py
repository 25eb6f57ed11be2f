"""The quiet hours: from 21:00 to 8:00 on the reader's own clock nobody is written to (RELIABILITY 2.4). Pure."""

import datetime as dt
import zoneinfo

QUIET_FROM, QUIET_UNTIL = dt.time(21, 0), dt.time(8, 0)  # local


def is_quiet(instant: dt.datetime, zone: zoneinfo.ZoneInfo) -> bool:
    return not QUIET_UNTIL <= instant.astimezone(zone).time() < QUIET_FROM


def over_at(instant: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime | None:
    """When the quiet hours around `instant` end, in UTC; None when there are none around it."""
    if not is_quiet(instant, zone):
        return None
    local = instant.astimezone(zone)
    day = local.date() + dt.timedelta(days=local.time() >= QUIET_FROM)
    return dt.datetime.combine(day, QUIET_UNTIL, tzinfo=zone).astimezone(dt.UTC)
