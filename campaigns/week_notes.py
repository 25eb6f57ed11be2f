"""Verbs over a whole week of one appointment: a word about it, and last week once more."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from coordinators.models import Appointment

from . import actions, proposals, weeks
from .models import HourEntry, WeekNote


@transaction.atomic
def note_week(
    *,
    appointment: Appointment,
    monday: dt.date,
    quiet: bool | None = None,
    done: bool | None = None,
    reflection: str | None = None,
    shared: bool | None = None,
    now: dt.datetime,
) -> WeekNote:
    """Keep what the person says about the week; None leaves that part as it is.

    A week with hours is logged whatever its note says, so hours that come later lift "nothing this week".
    Raises ValidationError for a day that is no Monday and for a reflection that is too long.
    """
    note, _ = WeekNote.objects.select_for_update().get_or_create(appointment=appointment, monday=monday)
    if quiet is not None:
        note.quiet = quiet
    if done is not None:
        note.done_at = (note.done_at or now) if done else None
    if reflection is not None:
        note.reflection = reflection.strip()
    if shared is not None:
        note.shared = shared
    note.shared = note.shared and bool(note.reflection)
    note.full_clean(exclude=["appointment"], validate_unique=False)
    note.save()
    return note


@transaction.atomic
def repeat_week(*, appointment: Appointment, monday: dt.date, now: dt.datetime, weeks_back: int = 1) -> list[HourEntry]:
    """Add last week's entries once more, each on its weekday; see `proposals.repeats`. A second call adds none.

    With more `weeks_back`, up to proposals.WEEKS_BACK, the newest of those weeks that has entries stands for last week.
    An entry that would make a day longer than 24 hours is left out.
    """
    own = HourEntry.objects.filter(placement__appointment=appointment)
    earlier = own.worked_between(monday - weeks_back * weeks.WEEK, monday - dt.timedelta(days=1))
    wanted = proposals.repeats(
        proposals.newest_week(earlier.select_related("placement__appointment", "placement__campaign"), before=monday),
        own.in_week(monday),
        monday=monday,
        term=appointment.term,
        today=weeks.today(now),
        breaks=appointment.term.breaks.all(),
    )
    added = []
    for one in wanted:
        try:
            added.append(actions.log_hours(**one.values))
        except ValidationError:
            continue
    return added
