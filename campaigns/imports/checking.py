"""Looking through a whole sheet before anything is read in: what each row would do, and an example of each kind."""

import datetime as dt
import functools
from collections import Counter
from dataclasses import replace

from django.db import transaction

from campaigns import guard
from campaigns.models import HourImport, HourImportFailure
from outreach.clock import db_now

from . import vault
from .days import Order
from .kept_rows import keep
from .lines import Line, State
from .matching import Matcher, minutes_after
from .reading import is_workbook, rows_of
from .table import Table
from .work import batches, locked, opened

SHOWN = {State.NEW: 6, State.CHANGED: 12, State.SAME: 2, State.LEFT: 4, State.FAILED: 8}  # rows of each in a preview


def check(hour_import: HourImport, *, now: dt.datetime) -> None:
    """Count what would come of the rows; where the order of day and month is open, ask instead. Raises Refused."""
    hour_import.refresh_from_db(fields=["rows_done"])
    with transaction.atomic():
        locked(hour_import, rows_done=hour_import.rows_done)
        hour_import.failures.all().delete()
        HourImport.objects.filter(pk=hour_import.pk).update(rows_done=0, beat_at=db_now())
    _keep_rows(hour_import)
    table, reader = opened(hour_import, now=now)
    if not _order_is_known(hour_import, table):
        HourImport.objects.filter(pk=hour_import.pk).update(state=HourImport.State.UPLOADED, notice="order")
        return
    reader = replace(reader, day_first=hour_import.day_first)
    matcher = Matcher(hour_import, reader.roll, writes=False)
    counts, sample, done = Counter(), [], 0
    for lines in batches(table, reader):
        matcher.judge(lines)
        _take_note(hour_import, lines, done)
        done += len(lines)
        _count(lines, counts, sample)
    vault.keep_sample(hour_import, {"lines": sample, "noticed": counts["noticed"]})
    told = {name: counts[state] for name, state in FIELDS.items()}
    HourImport.objects.filter(pk=hour_import.pk, state=hour_import.state, rows_done=done).update(
        state=HourImport.State.READY, rows=done, finished_at=db_now(), **told
    )


FIELDS = {
    "added": State.NEW,
    "changed": State.CHANGED,
    "same": State.SAME,
    "left": State.LEFT,
    "failed": State.FAILED,
}


def _keep_rows(hour_import: HourImport) -> None:
    """Read a workbook once, for this step and all that follow."""
    content = vault.content_of(hour_import)
    if is_workbook(content):
        still = HourImport.objects.filter(pk=hour_import.pk)
        if kept := keep(rows_of(content)(), beat=lambda: still.update(beat_at=db_now())):
            vault.keep(hour_import, kept)


def _order_is_known(hour_import: HourImport, table: Table) -> bool:
    order = table.order_of_days(hour_import.mapping)
    if order is Order.ASK:
        return hour_import.day_first is not None
    hour_import.day_first = None if order is Order.NO_DOUBT else order is Order.DAY_FIRST
    HourImport.objects.filter(pk=hour_import.pk).update(day_first=hour_import.day_first)
    return True


@transaction.atomic
def _take_note(hour_import: HourImport, lines: list[Line], done: int) -> None:
    locked(hour_import, rows_done=done)
    HourImportFailure.objects.bulk_create(failures(hour_import, lines))
    HourImport.objects.filter(pk=hour_import.pk).update(rows_done=done + len(lines), beat_at=db_now())


def failures(hour_import: HourImport, lines: list[Line]) -> list[HourImportFailure]:
    return [
        HourImportFailure(hour_import=hour_import, number=line.number, cells=line.texts, reasons=line.reasons)
        for line in lines
        if line.state in (State.FAILED, State.LEFT)
    ]


def _count(lines: list[Line], counts: Counter, sample: list[dict]) -> None:
    for line in lines:
        counts[line.state] += 1
        if counts[line.state] <= SHOWN[line.state]:
            sample.append(_shown(line))
        counts["noticed"] += line.state in (State.NEW, State.CHANGED) and _is_noticed(line.note)


@functools.lru_cache(maxsize=256)
def _is_noticed(note: str) -> bool:
    return bool(note) and any(guard.find(note))


def _shown(line: Line) -> dict:
    """The line as the preview needs it, in what JSON can hold."""
    shown = {"number": line.number, "state": line.state, "reasons": line.reasons, "cells": line.texts}
    if line.place and line.day and not (line.state == State.FAILED and line.minutes is None and line.was is None):
        was = line.was
        shown |= {
            "place": line.place.pk,
            "day": line.day.isoformat(),
            "minutes": minutes_after(line) if was else line.minutes,
            "activity": line.activity or (was.activity if was else ""),
            "note": line.note or (was.note if was else ""),
        }
        shown["was"] = {"minutes": was.minutes, "note": was.note} if was else None
    return shown
