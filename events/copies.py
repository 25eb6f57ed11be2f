"""Another event like one that is there: what stands in it and never who signed up for it."""

import datetime as dt
import re

from django.db import transaction

from coordinators.models import Term

from . import clock
from .models import Event, Shift

OWN = {  # columns that say what became of one event, or where it stands in the record
    *("id", "slug", "status", "revision", "previous_start", "previous_facts", "revised_at", "revised_facts"),
    *("seats_taken", "is_full", "series", "series_day", "announced_in", "record_note"),
}
DAY_AT_THE_END = re.compile(r"-\d{4}-\d\d-\d\d(-\d+)?$")
LONGEST_BASE = 64  # of 80 characters of a slug: a day and a number follow


@transaction.atomic
def duplicate(event: Event, *, held_on: dt.date, now: dt.datetime, fold: int | None = None) -> Event:
    """A draft like this event on another day, at the same hours on the wall, with shifts and rules, without people.

    `fold` says which when an hour comes twice that day. Raises clock.HourMissing or clock.HourTwice.
    """
    event = Event.objects.select_for_update().get(pk=event.pk)
    apart = held_on - event.held_on
    start = event.starts_at and _on(event.starts_at, event, apart, fold)
    end = event.ends_at and _on(event.ends_at, event, apart, fold)
    return row_like(event, held_on, start, end)


def row_like(event: Event, day: dt.date, starts_at: dt.datetime | None, ends_at: dt.datetime | None, **own) -> Event:
    """Saved, a draft unless `own` columns say otherwise. The caller holds the lock on the event."""
    columns = [field.attname for field in Event._meta.concrete_fields if field.name not in OWN]
    copy = Event(**{name: getattr(event, name) for name in columns})
    copy.slug, copy.held_on, copy.starts_at, copy.ends_at = _slug(event.slug, day), day, starts_at, ends_at
    copy.term = _term(event, day)
    for name, value in own.items():
        setattr(copy, name, value)
    copy.save()
    copy.partners.set(event.partners.all())
    for rule in event.rules.all():
        rule.pk, rule.event, rule._state.adding = None, copy, True
        rule.save()
    for shift in event.shifts.all():
        shift.starts_at, shift.ends_at = _moved(shift, event, copy)
        shift.pk, shift.event, shift._state.adding = None, copy, True
        shift.save()
    return copy


def _on(instant: dt.datetime, event: Event, apart: dt.timedelta, fold: int | None) -> dt.datetime:
    """The same hour on the wall so many days later."""
    local = instant.astimezone(event.zone)
    return clock.to_utc(local.date() + apart, local.time(), event.zone, fold)


def _moved(shift: Shift, event: Event, copy: Event) -> tuple[dt.datetime, dt.datetime]:
    """As far from the start as on the wall of the first event. Of an hour that comes twice the one of the event."""
    first, new = event.starts_at.astimezone(event.zone), copy.starts_at.astimezone(copy.zone)
    apart = new.replace(tzinfo=None) - first.replace(tzinfo=None)
    walls = [instant.astimezone(event.zone) + apart for instant in (shift.starts_at, shift.ends_at)]
    start, end = (wall.replace(fold=new.fold).astimezone(dt.UTC) for wall in walls)
    return start, end if end > start else start + (shift.ends_at - shift.starts_at)  # where the clocks jump in between


def _term(event: Event, day: dt.date) -> Term | None:
    here = event.term
    return here if here is None or here.starts_on <= day <= here.ends_on else Term.objects.on(day).first()


def _slug(slug: str, day: dt.date) -> str:
    """That of the first event with the day; with a number where another event has it."""
    base = f"{DAY_AT_THE_END.sub('', slug)[:LONGEST_BASE].strip('-')}-{day.isoformat()}"
    taken = set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)
