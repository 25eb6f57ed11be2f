"""Taking a whole import back. What somebody approved or corrected since stays, and is listed."""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from campaigns import trail
from campaigns.models import HourChange, HourEntry, HourImport, Placement
from campaigns.models.hours import MAX_MINUTES_A_DAY
from coordinators.models import Coordinator
from outreach.clock import db_now

from . import vault
from .applying import CHANGED
from .work import BATCH, State, TakenOver


def undo(hour_import: HourImport, *, now: dt.datetime) -> None:
    """Delete what was added, give back to what was changed its former words, erase the file. Raises TakenOver."""
    while _delete_batch(hour_import):
        pass
    after = 0
    while after is not None:
        after = _restore_batch(hour_import, after=after, now=now)
    with transaction.atomic():
        ended = HourImport.objects.filter(pk=hour_import.pk, state=State.UNDOING)
        if ended.update(state=State.UNDONE, undone_at=now, finished_at=db_now()):
            vault.erase(HourImport.objects.filter(pk=hour_import.pk))


def left_added(hour_import: HourImport) -> QuerySet:
    """Entries of the import that an undo does not delete."""
    return hour_import.entries.exclude(pk__in=_deletable(hour_import).values("pk"))


def left_changed(hour_import: HourImport) -> QuerySet:
    """Entries that the import changed and that an undo does not give back as they were."""
    changes = _changes(hour_import)
    return HourEntry.objects.filter(
        pk__in=changes.exclude(_restored()).exclude(pk__in=_restorable(hour_import)).values("entry")
    )


def _deletable(hour_import: HourImport) -> QuerySet:
    return hour_import.entries.filter(approved_at=None, revision=1)


def _later() -> QuerySet:
    return HourChange.objects.filter(entry=OuterRef("entry"), pk__gt=OuterRef("pk"), action=HourChange.Action.CHANGED)


def _restored() -> Exists:
    """A later step of the same import: what undo itself wrote."""
    return Exists(_later().filter(imported_by=OuterRef("imported_by")))


def _changes(hour_import: HourImport) -> QuerySet:
    """What the import changed, without the steps of its undoing."""
    earlier = HourChange.objects.filter(
        entry=OuterRef("entry"), pk__lt=OuterRef("pk"), imported_by=OuterRef("imported_by")
    )
    return HourChange.objects.filter(~Exists(earlier), imported_by=hour_import, entry__isnull=False)


def _restorable(hour_import: HourImport) -> QuerySet:
    return _changes(hour_import).filter(~Exists(_later()), entry__approved_at=None)


@transaction.atomic
def _delete_batch(hour_import: HourImport) -> int:
    _hold(hour_import)
    pks = list(
        _deletable(hour_import).select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)[:BATCH]
    )
    HourEntry.objects.filter(pk__in=pks).delete()
    _tell(hour_import, len(pks))
    return len(pks)


@transaction.atomic
def _restore_batch(hour_import: HourImport, *, after: int, now: dt.datetime) -> int | None:
    """The id of the last step it looked at, None when there was none left."""
    _hold(hour_import)
    steps = {step.entry_id: step for step in _restorable(hour_import).filter(pk__gt=after).order_by("pk")[:BATCH]}
    if not steps:
        return None
    people = Placement.objects.filter(entries__in=list(steps)).values("appointment__coordinator")
    list(Coordinator.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk"))
    entries = list(HourEntry.objects.pending().filter(pk__in=steps).locked().select_related("placement__appointment"))
    totals = _totals(entries)
    former, written = [], []
    for entry in entries:
        was = _former(entry, steps[entry.pk])
        day = entry.placement.appointment.coordinator_id, entry.worked_on
        totals[day] += was.minutes - entry.minutes
        if was.minutes > entry.minutes and totals[day] > MAX_MINUTES_A_DAY:
            totals[day] -= was.minutes - entry.minutes
            continue
        former.append(was)
        written.append(
            trail.row(entry, HourChange.Action.CHANGED, by=hour_import.by, at=now, after=was, imported_by=hour_import)
        )
    HourEntry.objects.bulk_update(former, CHANGED)
    HourChange.objects.bulk_create(written)
    _tell(hour_import, len(steps))
    return max(step.pk for step in steps.values())


def _former(entry: HourEntry, step: HourChange) -> HourEntry:
    """The entry as it was before that step. A note that named a person's details was not kept: today's stays."""
    before = step.before
    was = HourEntry.objects.model(
        pk=entry.pk,
        placement=entry.placement,
        worked_on=entry.worked_on,
        minutes=before["minutes"],
        activity=before["activity"],
        note=entry.note if before.get("note") is None else before["note"],
        client_key=entry.client_key,
        revision=entry.revision + 1,
    )
    if before.get("question"):
        was.asked_by_id, was.question, was.asked_at = before.get("asked_by"), before["question"], step.at
    return was


def _totals(entries: list[HourEntry]) -> dict:
    """Minutes of each (person, day) of these entries, over all campaigns."""
    people = {entry.placement.appointment.coordinator_id for entry in entries}
    days = {entry.worked_on for entry in entries}
    rows = HourEntry.objects.filter(placement__appointment__coordinator__in=people, worked_on__in=days).order_by()
    found = rows.values_list("placement__appointment__coordinator", "worked_on").annotate(Sum("minutes"))
    return defaultdict(int, {(person, day): minutes for person, day, minutes in found})


def _hold(hour_import: HourImport) -> None:
    held = HourImport.objects.select_for_update().filter(pk=hour_import.pk, state=State.UNDOING)
    if not list(held.values_list("pk")):
        raise TakenOver


def _tell(hour_import: HourImport, rows: int) -> None:
    HourImport.objects.filter(pk=hour_import.pk).update(rows_done=F("rows_done") + rows, beat_at=db_now())
