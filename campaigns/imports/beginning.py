"""From a file to its columns to the preview to the hours: what a person does, step by step."""

import datetime as dt

from django.db import transaction

from campaigns.models import HourImport, HourImportMapping, Placement
from coordinators.models import Coordinator
from partners import audit

from . import columns, vault, work
from .table import Table
from .work import INLINE_ROWS, State, reads_for_many

DEEDS = {State.RUNNING: "campaigns.import_hours", State.UNDOING: "campaigns.undo_hours"}  # of the audit log
LONGEST_NAME = HourImport._meta.get_field("file_name").max_length


def may_look(user) -> bool:
    return reads_for_many(user) or Coordinator.objects.of_user(user).exists()


def may_import(user, today: dt.date) -> bool:
    """A coordinator only while a term gives access."""
    return reads_for_many(user) or Placement.objects.of_user(user).open_on(today).exists()


@transaction.atomic
def take_in(*, by, content: bytes, table: Table, name: str, now: dt.datetime) -> HourImport:
    """Keep the sheet. Its columns are those that the same head had before, else guessed."""
    known = HourImportMapping.objects.filter(user=by, head=table.key).first()
    hour_import = HourImport.objects.create(
        by=by,
        created_at=now,
        file_name=name[:LONGEST_NAME],
        mapping=known.mapping if known else columns.guess(table.head, table.samples),
    )
    vault.keep(hour_import, content)
    return hour_import


def is_remembered(*, by, table: Table) -> bool:
    return HourImportMapping.objects.filter(user=by, head=table.key).exists()


@transaction.atomic
def name_columns(*, hour_import: HourImport, table: Table, mapping: dict, day_first: bool | None) -> None:
    """Say which column is which; remembered for the next sheet with the same head."""
    HourImportMapping.objects.update_or_create(user=hour_import.by, head=table.key, defaults={"mapping": mapping})
    HourImport.objects.filter(pk=hour_import.pk).update(mapping=mapping, day_first=day_first)


def look_through(*, hour_import: HourImport, table: Table, now: dt.datetime) -> None:
    """Find out what would come of the rows; at once for a short sheet."""
    _go(hour_import, State.CHECKING, was=(State.UPLOADED, State.READY), now=now, long=table.is_longer_than(INLINE_ROWS))


def read_in(*, hour_import: HourImport, now: dt.datetime) -> None:
    """Put the rows into the hours; a second press finds it begun."""
    counts = dict.fromkeys(("added", "changed", "same", "left", "failed"), 0)
    long = hour_import.rows > INLINE_ROWS
    _go(hour_import, State.RUNNING, was=(State.READY,), now=now, long=long, **counts)


def take_back(*, hour_import: HourImport, now: dt.datetime) -> None:
    """Undo the whole import."""
    long = hour_import.added + hour_import.changed > INLINE_ROWS
    _go(hour_import, State.UNDOING, was=(State.DONE, State.FAILED), now=now, long=long)


def discard(*, hour_import: HourImport) -> bool:
    """Forget a sheet of which nothing was read in. False when something was, or is about to be."""
    idle = HourImport.objects.filter(pk=hour_import.pk, state__in=(State.UPLOADED, State.READY, State.FAILED))
    return bool(idle.filter(entries=None, changes=None).delete()[0])


def _go(hour_import: HourImport, state: str, *, was, now: dt.datetime, long: bool, **values) -> None:
    with transaction.atomic():
        if not work.begin(hour_import, state, now=now, was=was, **values):
            return
        if state in DEEDS and audit.acting():
            audit.note(DEEDS[state], record=hour_import, now=now)
    if long:
        work.wake_after_commit(hour_import.pk)
    else:
        work.do(hour_import.pk, now=now)
