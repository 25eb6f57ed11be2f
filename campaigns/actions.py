"""Verbs over hours: log, change, delete, approve, ask, take back."""

import datetime as dt
import uuid
from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from partners import audit

from . import durations, questions, saving, trail
from .models import HourChange, HourEntry, PartnerLink, PartnerWord, Placement
from .models.hours import MAX_MINUTES_A_DAY

Action = HourChange.Action
PENDING = dict.fromkeys(("approved_by", "approved_at", "approved_through", "asked_by", "asked_at")) | {"question": ""}


class Stale(Exception):
    """The entry is not what the person saw. `current` is what it is now, None where it is gone."""

    def __init__(self, current: HourEntry | None):
        super().__init__("the entry was changed or deleted meanwhile")
        self.current = current


@transaction.atomic
def log_hours(
    *, placement: Placement, worked_on: dt.date, minutes: int, activity: str, note: str, key: uuid.UUID
) -> HourEntry:
    """Add one entry. The same `key` with the same content gives the entry that is there already: a double click.

    Raises ValidationError at the field `time` when the person's day would hold more than 24 hours.
    """
    entry = HourEntry(placement=placement, worked_on=worked_on, minutes=minutes, activity=activity, note=note)
    rows = saving.locked_day(entry, key=key)
    for row in rows:
        if row.client_key == key and _content(row) == _content(entry):
            return row
    _check_day(entry, rows)
    # a form sent again from the browser's history with other content is a new entry, not a repeated one
    entry.client_key = uuid.uuid4() if any(row.client_key == key for row in rows) else key
    saving.insert(entry)
    return entry


@transaction.atomic
def change_hours(
    *,
    entry: HourEntry,
    by,
    now: dt.datetime,
    revision: int | None = None,
    imported_by=None,
    placement: Placement,
    worked_on: dt.date,
    minutes: int,
    activity: str,
    note: str,
) -> HourEntry:
    """Correct one entry: it waits for approval again, and the trail says what it was.

    `revision` is the one that the person saw; without it the correction goes over whatever is there. The same content
    again changes nothing, unless staff had asked about it: then it goes back to them as it is. Raises Stale, and
    ValidationError like log_hours.
    """
    values = {"placement": placement, "worked_on": worked_on, "minutes": minutes, "activity": activity, "note": note}
    changed = HourEntry(pk=entry.pk, client_key=entry.client_key, **values)
    rows = saving.locked_day(changed, key=entry.client_key)
    current = _as_seen(next((row for row in rows if row.pk == entry.pk), None), revision)
    if _content(current) == _content(changed) and not current.asked_at:
        return current
    _check_day(changed, rows)
    HourEntry.objects.filter(pk=entry.pk).update(**values, **PENDING, revision=F("revision") + 1)
    changed.revision = current.revision + 1
    trail.row(current, Action.CHANGED, by=by, at=now, after=changed, imported_by=imported_by).save(force_insert=True)
    return changed


@transaction.atomic
def delete_hours(*, entry: HourEntry, by, now: dt.datetime, revision: int | None = None) -> None:
    """Delete one entry; its numbers stay in the trail. Raises Stale like change_hours."""
    current = _as_seen(HourEntry.objects.locked().filter(pk=entry.pk).first(), revision)
    current.delete()
    trail.row(current, Action.DELETED, by=by, at=now, after=None).save(force_insert=True)


def _as_seen(current: HourEntry | None, revision: int | None) -> HourEntry:
    if current is None or revision not in (None, current.revision):
        raise Stale(current)
    return current


def _check_day(entry: HourEntry, rows: list[HourEntry]) -> None:
    person = entry.placement.appointment.coordinator_id
    others = [row for row in rows if row.worked_on == entry.worked_on and row.pk != entry.pk]
    total = entry.minutes + sum(r.minutes for r in others if r.placement.appointment.coordinator_id == person)
    if total > MAX_MINUTES_A_DAY:
        hours = durations.as_hours(total)
        text = _("That makes %(hours)s hours on one day. Check the number.") % {"hours": hours}
        raise ValidationError({"time": ValidationError(text, code="day_too_long")})


def _content(entry: HourEntry) -> tuple:
    return entry.placement_id, entry.worked_on, entry.minutes, entry.activity, entry.note


@transaction.atomic
def approve_hours(*, entries: QuerySet, by, at: dt.datetime, through: PartnerLink | None = None) -> int:
    """Approve the pending ones of `entries`, without those that `by` logged. Returns how many.

    Narrow `entries` with as_seen() to what the approver read: a line that was corrected meanwhile is left then. A
    partner organization approves `through` its link, and `by` is None.
    """
    # locked first and then taken by id: on PostgreSQL only a row that is locked is read as it is by now
    found = list(entries.pending().not_of(by).locked().values_list("pk", flat=True))
    PartnerWord.objects.about(found).settle(by=by, at=at)
    approval = {"approved_by": by, "approved_at": at, "approved_through": through}
    n = HourEntry.objects.filter(pk__in=found).update(**PENDING | approval)
    if n and by:
        audit.note("campaigns.approve", actor=by, count=n, now=at)
    return n


@transaction.atomic
def ask_about(*, entries: QuerySet, word: str, by, at: dt.datetime) -> int:
    """Send the pending ones of `entries` back with a word, without those that `by` logged. Returns how many.

    Their owners get a mail, soon and one for all that is asked meanwhile.
    """
    pending = entries.pending().not_of(by)
    questions.plan(pending.values_list("placement__appointment", flat=True), at=at)
    PartnerWord.objects.about(pending.values_list("pk", flat=True)).settle(by=by, at=at)
    n = _restate(pending, Action.ASKED, by=by, at=at, asked_by=by, asked_at=at, question=word.strip())
    if n:
        audit.note("campaigns.ask", actor=by, count=n, now=at)
    return n


@transaction.atomic
def take_back(*, entries: QuerySet, by, at: dt.datetime) -> int:
    """Let the approved ones of `entries` wait again, without those that `by` logged; a partner organization (`by` None)
    takes back what it approved itself. Returns how many."""
    n = _restate(entries.approved().not_of(by), Action.TAKEN_BACK, by=by, at=at)
    if n and by:
        audit.note("campaigns.take_back", actor=by, count=n, now=at)
    return n


def _restate(entries: QuerySet, action: str, *, by, at: dt.datetime, **state) -> int:
    """Give the entries another state of approval, with a row of the trail for each."""
    state, steps = PENDING | state, []
    for entry in entries.locked():
        after = copy(entry)
        for name, value in state.items():
            setattr(after, name, value)
        steps.append(trail.row(entry, action, by=by, at=at, after=after))
    HourChange.objects.bulk_create(steps)
    return HourEntry.objects.filter(pk__in=[step.entry_id for step in steps]).update(**state)
