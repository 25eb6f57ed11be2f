"""What an entry was and what became of it, as rows of HourChange and as sentences of a page."""

import datetime as dt

from coordinators import particulars

from .models import HourChange, HourEntry


def values(entry: HourEntry) -> dict:
    """The entry as plain text and numbers. A note that names a person's details is left out: None stands for it."""
    named = entry.note and any(particulars.find(entry.note))
    kept = {
        "entry": entry.pk,
        "campaign": entry.placement.campaign_id,
        "day": entry.worked_on.isoformat(),
        "minutes": entry.minutes,
        "activity": str(entry.activity),
        "note": None if named else entry.note,
    }
    if entry.approved_at:
        kept |= {"approved_by": entry.approved_by_id, "approved_at": entry.approved_at.isoformat()}
    if entry.asked_at:
        kept |= {"asked_by": entry.asked_by_id, "question": entry.question}
    return kept


def row(entry: HourEntry, action: str, *, by, at: dt.datetime, after: HourEntry | None, imported_by=None) -> HourChange:
    """The step from `entry` to `after`, not saved yet. Of a deleted entry the numbers stay and the words go."""
    before = values(entry)
    if after is None:
        del before["note"]
    return HourChange(
        appointment_id=entry.placement.appointment_id,
        entry_id=after and after.pk,
        action=action,
        by=by,
        at=at,
        before=before,
        after=values(after) if after else {},
        imported_by=imported_by,
    )
