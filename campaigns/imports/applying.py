"""Reading the rows of a sheet in: a fixed number of queries for each batch, one transaction together with its count."""

import datetime as dt
from collections import Counter
from copy import copy

from django.db import transaction
from django.db.models import F

from campaigns import trail
from campaigns.models import HourChange, HourEntry, HourImport
from coordinators.models import Coordinator
from outreach.clock import db_now

from .checking import FIELDS, failures
from .lines import Line, State
from .matching import DEFAULT_ACTIVITY, Matcher, key_of, minutes_after
from .work import batches, locked, opened

PENDING = {"asked_by": None, "asked_at": None, "question": ""}  # only entries that nobody approved are changed
CHANGED = ["minutes", "activity", "note", "revision", *PENDING]


def apply(hour_import: HourImport, *, now: dt.datetime) -> None:
    """Read in all rows from where the import stands. Raises TakenOver and Refused."""
    table, reader = opened(hour_import, now=now)
    matcher = Matcher(hour_import, reader.roll, writes=True)
    before, done = hour_import.rows_done, 0
    for lines in batches(table, reader):
        if done < before:
            matcher.recall(lines)
        else:
            _apply_batch(hour_import, matcher, lines, done=done, now=now)
        done += len(lines)
    HourImport.objects.filter(pk=hour_import.pk, state=hour_import.state, rows_done=done).update(
        state=HourImport.State.DONE, rows=done, finished_at=db_now()
    )


@transaction.atomic
def _apply_batch(hour_import: HourImport, matcher: Matcher, lines: list[Line], *, done: int, now: dt.datetime) -> None:
    current = locked(hour_import, rows_done=done)
    if not done:
        current.failures.all().delete()  # those of the preview; now they are told as they really are
    people = {line.place.coordinator for line in lines if line.place}
    list(Coordinator.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    matcher.judge(lines)
    _add(current, [line for line in lines if line.state == State.NEW], now)
    _change(current, {line.was.pk: line for line in lines if line.state == State.CHANGED}, now)
    current.failures.bulk_create(failures(current, lines))
    counts = Counter(line.state for line in lines)
    told = {name: F(name) + counts[state] for name, state in FIELDS.items()}
    HourImport.objects.filter(pk=current.pk).update(rows_done=done + len(lines), beat_at=db_now(), **told)


def _add(hour_import: HourImport, lines: list[Line], now: dt.datetime) -> None:
    HourEntry.objects.bulk_create(
        HourEntry(
            placement_id=line.place.pk,
            worked_on=line.day,
            minutes=line.minutes,
            activity=line.activity or DEFAULT_ACTIVITY,
            note=line.note,
            client_key=key_of(hour_import, line.number),
            logged_at=now,
            imported_by=hour_import,
        )
        for line in lines
    )


def _change(hour_import: HourImport, lines: dict[int, Line], now: dt.datetime) -> None:
    """A blank changes nothing. An entry that somebody deleted or approved since it was read stays as it is."""
    steps, entries = [], []
    for entry in HourEntry.objects.pending().filter(pk__in=lines).locked():
        line, after = lines[entry.pk], copy(entry)
        after.minutes, after.note = minutes_after(line), line.note or entry.note
        after.activity, after.revision = line.activity or entry.activity, entry.revision + 1
        for name, value in PENDING.items():
            setattr(after, name, value)
        entries.append(after)
        steps.append(
            trail.row(entry, HourChange.Action.CHANGED, by=hour_import.by, at=now, after=after, imported_by=hour_import)
        )
    HourEntry.objects.bulk_update(entries, CHANGED)
    HourChange.objects.bulk_create(steps)
