"""Verbs of a series: make its events, make more of them, leave a day out, change all that follow.

Its events are rows like all others, each with its own people. Whoever changes several of them holds the lock on the
series first, then on the events in the order of their numbers.
"""

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q

from . import actions, copies, recurrence
from .copies import duplicate
from .models import Event, Rsvp, Series
from .recurrence import Choice, Choices, Planned

__all__ = ["Unclear", "change_following", "create", "duplicate", "extend", "following", "leave_out", "told"]

TOLD = (Rsvp.State.CONFIRMED, Rsvp.State.WAITING, Rsvp.State.OFFERED)  # who gets notices of change


class Unclear(ValueError):
    """A day has no such hour or two of them, and nobody chose; or the days are too many."""


class Told(NamedTuple):
    """What a change will come to."""

    events: int
    changed: int  # of them, those whose facts change, so that people are told
    people: int


@transaction.atomic
def create(*, event: Event, rule: Series, choices: Choices, now: dt.datetime) -> Series:
    """Make the series of which this event is the first: a row for each other day, a draft or published like it.

    Raises Unclear. The caller's form has looked whether the event fits the rule.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.series_id:
        raise Unclear
    rule.left_out = sorted({*rule.left_out, *_out(rule, choices)})
    dates = _clear(rule, choices)
    rule.save()
    event.series, event.series_day = rule, event.held_on
    event.save(update_fields=["series", "series_day"])
    _add(event, rule, [date for date in dates if date.day != event.held_on])
    return rule


@transaction.atomic
def extend(*, event: Event, last_day: dt.date, choices: Choices, now: dt.datetime) -> int:
    """Go on until a later day, with events like this one. Returns how many are new. Raises Unclear."""
    rule, event = _lock(event)
    begun, rule.last_day = rule.last_day, max(last_day, rule.last_day)
    rule.left_out = sorted({*rule.left_out, *_out(rule, choices)})
    new = [date for date in _clear(rule, choices, after=begun)]
    rule.save()
    _add(event, rule, new)
    return len(new)


@transaction.atomic
def leave_out(*, event: Event, now: dt.datetime) -> bool:
    """Take this day out of its series, for good. A draft that nobody signed up for is deleted; what was published is
    canceled, which tells its people and every calendar that has it. True when it is gone."""
    rule, event = _lock(event)
    rule.left_out = sorted({*rule.left_out, event.series_day.isoformat()})
    rule.save(update_fields=["left_out"])
    if event.status == Event.Status.DRAFT and not event.rsvps.exists():
        event.delete()
        return True
    actions.change_event(pk=event.pk, now=now, status=Event.Status.CANCELLED)
    return False


@transaction.atomic
def change_following(
    *, event: Event, values: dict, hours: tuple[dt.time, int] | None, choices: Choices, now: dt.datetime
) -> Told:
    """Set these columns, and the hour on the wall with the minutes, of this event and of those that follow.

    Their people are told as of any change. On a day for which Choice.OUT was chosen the hours stay. Raises Unclear.
    """
    rule, event = _lock(event)
    events = following(event, now)
    list(Event.objects.select_for_update().filter(pk__in=[row.pk for row in events]).order_by("pk"))
    changes = changes_of(events, values, hours, choices)
    result = told(events, changes)
    for pk, change in changes.items():
        actions.change_event(pk=pk, now=now, **change)
    if hours:
        rule.starts, rule.minutes = hours
        rule.save(update_fields=["starts", "minutes"])
    return result


def following(event: Event, now: dt.datetime) -> list[Event]:
    """This event and the later ones of its series that are not over, not canceled and not moved by hand."""
    usual = {(event.series.starts, event.series.minutes), recurrence.wall(event)}
    rows = event.series.events.filter(series_day__gt=event.series_day, ends_at__gt=now)
    rows = rows.exclude(status=Event.Status.CANCELLED).order_by("series_day")
    return [event, *(row for row in rows if row.held_on == row.series_day and recurrence.wall(row) in usual)]


def moved(event: Event, now: dt.datetime) -> list[Event]:
    """The later ones that stay as they are when those that follow are changed."""
    rows = event.series.events.filter(series_day__gt=event.series_day, ends_at__gt=now).order_by("series_day")
    like = {row.pk for row in following(event, now)}
    return [row for row in rows.exclude(status=Event.Status.CANCELLED) if row.pk not in like]


def changes_of(
    events: list[Event], values: dict, hours: tuple[dt.time, int] | None, choices: Choices
) -> dict[int, dict]:
    """What is to be set of each, by its number. Raises Unclear."""
    changes = {}
    for event in events:
        change = dict(values)
        if hours and choices.get(event.held_on) != Choice.OUT:
            date = recurrence.planned(event.held_on, *hours, event.zone, choices.get(event.held_on))
            if date.hours is None:
                raise Unclear(event.held_on)
            change |= date.hours._asdict()
        changes[event.pk] = change
    return changes


def told(events: list[Event], changes: dict[int, dict]) -> Told:
    """How many events and people a change will reach, told before anything is done."""
    differing = [
        event.pk
        for event in events
        if any(name in Event.FACTS and getattr(event, name) != value for name, value in changes[event.pk].items())
    ]
    people = Rsvp.objects.filter(event__in=differing, state__in=TOLD).aggregate(n=Count("pk"))["n"]
    return Told(len(events), len(differing), people)


def neighbors(event: Event, now: dt.datetime, most: int = 5) -> dict:
    """For the page of a public event of a series: of how many dates it is one, and the next of the others.

    Empty for an event that stands alone.
    """
    if event.series_id is None:
        return {}
    shown = Event.objects.public().filter(series=event.series_id)
    counted = shown.aggregate(of=Count("pk"), nth=Count("pk", filter=Q(starts_at__lte=event.starts_at)))
    ahead = shown.filter(ends_at__gt=now).exclude(pk=event.pk).order_by("starts_at")
    return counted | {"next": list(ahead[:most])} if counted["of"] > 1 else {}


def _lock(event: Event) -> tuple[Series, Event]:
    rule = Series.objects.select_for_update().get(pk=event.series_id)
    event = Event.objects.select_for_update().get(pk=event.pk)
    event.series = rule
    return rule, event


def _out(rule: Series, choices: Choices) -> set[str]:
    given = set(recurrence.days(rule))
    return {day.isoformat() for day, choice in choices.items() if choice == Choice.OUT and day in given}


def _clear(rule: Series, choices: Choices, after: dt.date | None = None) -> list[Planned]:
    dates = list(recurrence.plan(rule, choices))
    if len(dates) > recurrence.MOST:
        raise Unclear
    dates = [date for date in dates if after is None or date.day > after]
    unclear = next((date.day for date in dates if date.hours is None), None)
    if unclear:
        raise Unclear(unclear)
    return dates


def _add(event: Event, rule: Series, dates: list[Planned]) -> None:
    """A draft where the first is no longer, or not yet, announced."""
    status = Event.Status.PUBLISHED if event.status == Event.Status.PUBLISHED else Event.Status.DRAFT
    for date in dates:
        copies.row_like(event, date.day, *date.hours, status=status, series=rule, series_day=date.day)
