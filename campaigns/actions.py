"""Verbs over hours: log, change, approve, and the Sunday nudge."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from coordinators.models import Appointment, Coordinator
from outreach import outbox

from . import durations, nudges, targets, weeks
from .models import HourEntry, Placement
from .models.hours import MAX_MINUTES_A_DAY


@transaction.atomic
def log_hours(
    *, placement: Placement, worked_on: dt.date, minutes: int, activity: str, note: str, key: uuid.UUID
) -> HourEntry:
    """Add one entry. The same `key` with the same content gives the entry that is there already: a double click.

    Raises ValidationError at the field `time` when the person's day would hold more than 24 hours.
    """
    entry = HourEntry(placement=placement, worked_on=worked_on, minutes=minutes, activity=activity, note=note)
    rows = _locked_day(entry, key=key)
    for row in rows:
        if row.client_key == key and _content(row) == _content(entry):
            return row
    _check_day(entry, rows)
    # a form sent again from the browser's history with other content is a new entry, not a repeated one
    entry.client_key = uuid.uuid4() if any(row.client_key == key for row in rows) else key
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def change_hours(
    *, entry: HourEntry, placement: Placement, worked_on: dt.date, minutes: int, activity: str, note: str
) -> HourEntry:
    """Correct one entry; it waits for approval again. Raises ValidationError like log_hours."""
    values = {"placement": placement, "worked_on": worked_on, "minutes": minutes, "activity": activity, "note": note}
    changed = HourEntry(pk=entry.pk, client_key=entry.client_key, **values)
    _check_day(changed, _locked_day(changed, key=entry.client_key))
    # update() and not save(): nothing happens when the entry was deleted in another tab meanwhile
    HourEntry.objects.filter(pk=entry.pk).update(approved_by=None, approved_at=None, **values)
    return changed


def _locked_day(entry: HourEntry, *, key: uuid.UUID) -> list[HourEntry]:
    """The person's entries of that day and the one with the key, with the person's row locked until the commit.

    Two tabs cannot both pass the 24 hours. SQLite has no row locks; there every transaction begins as a writer.
    """
    coordinator_id = entry.placement.appointment.coordinator_id
    Coordinator.objects.select_for_update().get(pk=coordinator_id)
    return list(HourEntry.objects.of_day_or_key(coordinator_id=coordinator_id, day=entry.worked_on, key=key))


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
def approve_hours(*, entries, by, at: dt.datetime) -> int:
    """Approve the pending entries of a queryset, without those that `by` logged. Returns how many."""
    others = entries.pending().exclude(placement__appointment__coordinator__user=by)
    return others.update(approved_by=by, approved_at=at)


@transaction.atomic
def plan_nudges(*, now: dt.datetime) -> int:
    """Plan the Sunday nudge of everybody whose hour has come and whose week is short; a second run adds none."""
    sunday = nudges.sunday_somewhere(now)
    if sunday is None:
        return 0
    monday = weeks.monday_of(sunday)
    logged = HourEntry.objects.in_week(monday).minutes_by_appointment()
    return outbox.plan(
        nudges.message(appointment, monday)
        for appointment in Appointment.objects.asked_for_hours(monday)
        if nudges.is_time(appointment.coordinator.user, now)
        and targets.of_term(appointment.term).is_short(logged.get(appointment.pk, 0))
    )
