"""The waiting list: until when a place is held for whom it is offered to, and whom to offer one. Pure: no clock, no
database."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable

from outreach import quiet
from outreach.models import Message

from . import clock

LONGEST, SHORTEST = dt.timedelta(hours=24), dt.timedelta(minutes=30)  # that somebody has to answer
SHARE = 4  # an answer takes at most this part of the time that is left


def deadline(told_at: dt.datetime, starts_at: dt.datetime) -> dt.datetime:
    """Until when an offer is held that is told then: a day, at most a quarter of what is left, half an hour or more.

    Never later than the start.
    """
    longest = min(LONGEST, (starts_at - told_at) / SHARE)
    return min(told_at + max(longest, SHORTEST), starts_at)


def told_at(now: dt.datetime, starts_at: dt.datetime, channel: str, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """When an offer of now can reach its reader: a mail about what is near at once, anything else not at night."""
    if channel == Message.Channel.EMAIL and clock.is_near(now, starts_at):
        return now
    return quiet.over_at(now, zone) or now


def whom(line: Iterable[tuple[int, int]], free: int | None) -> list[int]:
    """Who of the line, given as (id, seats) in its order, is offered a place: the first whose party fits, and so on.

    `free` None: there is room for all.
    """
    chosen = []
    for pk, seats in line:
        if free is None or seats <= free:
            chosen.append(pk)
            free = None if free is None else free - seats
    return chosen
