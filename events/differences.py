"""What differs between the facts people were told and those that are true now, in words, old beside new. Pure."""

import datetime as dt
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import clock
from .models import Event

INSTANTS = ("starts_at", "ends_at")


class Difference(NamedTuple):
    """One fact, before and after; `old` is empty where only that it changed may be said."""

    label: str
    old: str
    new: str


def columns(facts: dict) -> dict:
    """Facts as they are kept (Event.facts) as values of the columns of an event."""
    values = {name: facts[name] for name in Event.FACTS}
    return values | {name: dt.datetime.fromisoformat(facts[name]) if facts[name] else None for name in INSTANTS}


def facts(event: Event) -> list[tuple[str, str]]:
    """All of when and where, for staff."""
    return [
        (_("Time"), _hours(event, with_day=True)),
        (_("Place"), _whole_place(event)),
        (pgettext("of an event", "How"), event.get_mode_display()),
        (_("Online address"), event.online_url),
        (pgettext("exact place", "Shown to"), _("everybody") if event.place_public else _("confirmed people")),
    ]


def for_staff(before: Event, after: Event) -> list[Difference]:
    """All of it, side by side."""
    pairs = zip(facts(before)[1:], facts(after)[1:], strict=True)
    found = [_when(before, after), *(Difference(label, old, new) for (label, old), (_label, new) in pairs)]
    return [one for one in found if one.old != one.new]


def for_readers(event: Event, now: dt.datetime, *, told: bool = False) -> list[Difference]:
    """What the page says of the last change, until the event is over. `told`: to somebody who sees the exact place.

    A place that is not public, now or then, is never in it for anybody else.
    """
    over = event.ends_at is not None and event.ends_at <= now
    if over or not event.previous_facts or event.status != Event.Status.PUBLISHED:
        return []
    before = Event(held_on=event.held_on, **columns(event.previous_facts))
    pairs = [_when(before, event), _where(before, event, told)]
    if before.mode != event.mode:
        pairs.append(Difference(pgettext("of an event", "How"), before.get_mode_display(), event.get_mode_display()))
    if told and before.online_url and before.online_url != event.online_url:
        pairs.append(Difference(_("Online address"), "", _("It has changed: see below.")))
    return [pair for pair in pairs if pair.old != pair.new]


def _when(before: Event, after: Event) -> Difference:
    """The hours; the day too where it is another one."""
    days = [_day(event) if event.starts_at else None for event in (before, after)]
    return Difference(_("Time"), *(_hours(event, days[0] != days[1]) for event in (before, after)))


def _hours(event: Event, with_day: bool) -> str:
    if event.starts_at is None:
        return ""
    return f"{clock.day_text(_day(event))}, {event.times}" if with_day else event.times


def _day(event: Event) -> dt.date:
    return event.starts_at.astimezone(event.zone).date()


def _where(before: Event, after: Event, told: bool) -> Difference:
    if told:
        return Difference(_("Place"), _whole_place(before), _whole_place(after))
    old, new = (_known_place(event, after) for event in (before, after))
    if old == new and before.place != after.place:
        return Difference(_("Place"), "", _("The exact place has changed. We tell it to confirmed people."))
    return Difference(_("Place"), old, new)


def _known_place(event: Event, now: Event) -> str:
    return event.place if event.place_public and now.place_public else event.neighborhood


def _whole_place(event: Event) -> str:
    return ", ".join(filter(None, (event.place, "" if event.place_public else event.neighborhood)))
