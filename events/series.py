"""Verbs of a series: make its events, make more of them, leave a day out, change all that follow.

Its events are rows like all others, each with its own people. Whoever changes several of them holds the lock on the
series first, then on the events in the order of their numbers.
"""

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from . import actions, clock, copies, gate, recurrence
from .copies import duplicate
from .models import Event, Rsvp, Series
from .models.event_rows import SIGNED_UP
from .recurrence import Choice, Choices

__all__ = [
    "Unclear",
    "change_following",
    "create",
    "duplicate",
    "extend",
    "following",
    "leave_out",
    "publish_drafts",
    "told",
]

SHORTEST, LONGEST = 5, 24 * 60  # minutes


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
    _settle(event, rule, choices, after=event.held_on)
    event.series, event.series_day = rule, event.held_on
    event.save(update_fields=["series", "series_day"])
    return rule


@transaction.atomic
def extend(*, event: Event, last_day: dt.date, choices: Choices, now: dt.datetime) -> int:
    """Go on until a later day, with events like this one. Returns how many are new. Raises Unclear."""
    rule, event = _lock(event)
    begun, rule.last_day = extends_from(rule, now), max(last_day, rule.last_day)
    return _settle(event, rule, choices, after=begun)


@transaction.atomic
def leave_out(*, event: Event, now: dt.datetime) -> bool:
    """Take this day out of its series, for good. A draft that nobody signed up for is deleted; what was published is
    canceled, which tells its people and every calendar that has it. True when it is gone."""
    rule, event = _lock(event)
    rule.left_out = sorted({*rule.left_out, event.series_day.isoformat()})
    rule.save(update_fields=["left_out"])
    if deletes(event):
        event.delete()
        return True
    actions.change_event(pk=event.pk, now=now, status=Event.Status.CANCELLED)
    return False


@transaction.atomic
def publish_drafts(*, event: Event, now: dt.datetime) -> int:
    """Publish all drafts of the series that are to come. Returns how many. Raises gate.Unpublishable, and then none."""
    rule, event = _lock(event)
    drafts = rule.events.filter(status=Event.Status.DRAFT, ends_at__gt=now).select_for_update()
    drafts = list(drafts.order_by("pk"))
    for draft in drafts:
        if faults := draft.publishing_faults(now):
            raise gate.Unpublishable(faults)
        actions.change_event(pk=draft.pk, now=now, status=Event.Status.PUBLISHED)
    return len(drafts)


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


def unfit(event: Event, now: dt.datetime) -> str:
    """Why no series can begin with this event, or go on from it; empty when one can."""
    if event.status not in (Event.Status.DRAFT, Event.Status.PUBLISHED):
        return _("Only a draft or a published event can repeat.")
    if event.starts_at is None or event.ends_at is None:
        return _("Give the event its hours first.")
    if event.ends_at <= now:
        return _("This event is over. Duplicate it and repeat the new one.")
    if not SHORTEST <= recurrence.wall(event)[1] <= LONGEST:
        return _("An event that repeats lasts from 5 minutes to a day.")
    return ""


def extends_from(rule: Series, now: dt.datetime) -> dt.date:
    """The day after which more events are made: the last one so far, or yesterday when it is long ago."""
    return max(rule.last_day, now.astimezone(rule.zone).date() - dt.timedelta(days=1))


def deletes(event: Event) -> bool:
    """Whether it goes without a trace when its day is left out: no stranger ever saw it."""
    return event.status == Event.Status.DRAFT and not event.rsvps.exists()


def dates(event: Event, now: dt.datetime) -> list[Event]:
    """All events of the series in their order, each with `day`, `people`, `is_moved`, and `is_open` while it may be
    changed here. None for an event that stands alone."""
    if event.series_id is None:
        return []
    rule = event.series
    rows = rule.events.annotate(people=Count("rsvps", filter=Q(rsvps__state__in=SIGNED_UP))).order_by("series_day")
    for row in rows:
        row.series, row.day = rule, clock.day_text(row.held_on)
        row.is_moved = not _is_usual(row, {(rule.starts, rule.minutes)})
        row.is_open = row.ends_at is not None and row.ends_at > now and row.status != Event.Status.CANCELLED
    return list(rows)


def following(event: Event, now: dt.datetime) -> list[Event]:
    """This event and the later ones of its series that are not over, not canceled and not moved by hand."""
    usual = {(event.series.starts, event.series.minutes), recurrence.wall(event)}
    rows = event.series.events.filter(series_day__gt=event.series_day, ends_at__gt=now)
    rows = rows.exclude(status=Event.Status.CANCELLED).order_by("series_day")
    return [event, *(row for row in rows if _is_usual(row, usual))]


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


def restarted(events: list[Event], **change) -> list[tuple[Event, dt.datetime | None]]:
    """Those whose facts a change changes, each with when it would then start. Raises Unclear."""
    changes = changes_of(events, **change)
    return [(event, changes[event.pk].get("starts_at")) for event in events if _differs(event, changes[event.pk])]


def _differs(event: Event, change: dict) -> bool:
    return any(name in Event.FACTS and getattr(event, name) != value for name, value in change.items())


def told(events: list[Event], changes: dict[int, dict]) -> Told:
    """How many events and people a change will reach, told before anything is done."""
    differing = [event.pk for event in events if _differs(event, changes[event.pk])]
    people = Rsvp.objects.signed_up().filter(event__in=differing).aggregate(n=Count("pk"))["n"]
    return Told(len(events), len(differing), people)


def _is_usual(event: Event, usual: set[tuple[dt.time, int]]) -> bool:
    return event.held_on == event.series_day and event.ends_at is not None and recurrence.wall(event) in usual


def neighbors(event: Event, now: dt.datetime, most: int = 5) -> dict:
    """For the page of a public event of a series: of how many dates it is one, and the next of the others.

    Empty for an event that stands alone.
    """
    if event.series_id is None:
        return {}
    shown = Event.objects.public().filter(series=event.series_id)
    counted = shown.aggregate(of=Count("pk"), nth=Count("pk", filter=Q(starts_at__lte=event.starts_at)))
    ahead = shown.filter(ends_at__gt=now).exclude(pk=event.pk).order_by("starts_at", "pk")
    return counted | {"next": list(ahead[:most])} if counted["of"] > 1 else {}


def _lock(event: Event) -> tuple[Series, Event]:
    rule = Series.objects.select_for_update().get(pk=event.series_id)
    event = Event.objects.select_for_update().get(pk=event.pk)
    event.series = rule
    return rule, event


def _settle(event: Event, rule: Series, choices: Choices, *, after: dt.date) -> int:
    """Save the rule with the days left out, and make the events after that day: published only if this one is."""
    if len(recurrence.days(rule)) > recurrence.MOST:
        raise Unclear
    dates = list(recurrence.plan(rule, choices, after=after))
    if unclear := [date.day for date in dates if date.hours is None]:
        raise Unclear(*unclear)
    out = {day.isoformat() for day in recurrence.days(rule) if day > after and choices.get(day) == Choice.OUT}
    rule.left_out = sorted(out.union(rule.left_out))
    rule.save()
    status = Event.Status.PUBLISHED if event.status == Event.Status.PUBLISHED else Event.Status.DRAFT
    for date in dates:
        copies.row_like(event, date.day, *date.hours, status=status, series=rule, series_day=date.day)
    return len(dates)
