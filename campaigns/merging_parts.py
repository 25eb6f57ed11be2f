"""What hangs on two appointments of one term, put under one of them (merging.py)."""

from collections import Counter

from django.db import models
from django.db.models import QuerySet
from django.db.models.deletion import Collector
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from coordinators.models import Appointment

from . import weeks
from .models import HandOverRead, HourChange, HourEntry, HourProposal, Placement, WeekNote

LONGEST_SENTENCE = WeekNote._meta.get_field("reflection").max_length


class Unmergeable(Exception):
    """These two cannot become one, and nothing was changed. The text is for whoever asked."""

    def __init__(self, words: str | Promise):
        super().__init__(words)
        self.words = words


class Moved(Counter):
    """How many rows went over to `kept`, by the label of their model."""

    def over(self, rows: QuerySet, **values) -> None:
        """Give these rows other values, and count them."""
        if pks := list(rows.values_list("pk", flat=True)):
            self[rows.model._meta.label_lower] += rows.model._base_manager.filter(pk__in=pks).update(**values)


def delete_alone(row: models.Model) -> None:
    """Delete a row on which nothing hangs any more. Raises RuntimeError before anything is lost with it."""
    collector = Collector(using=row._state.db or "default", origin=row)
    collector.collect([row])
    hanging = [model for model in collector.data if model is not type(row)]
    hanging += [rows.model for rows in collector.fast_deletes if rows.exists()]
    hanging += [field.model for (field, _value), found in collector.field_updates.items() if any(map(len, found))]
    if hanging:
        raise RuntimeError(f"{hanging} would be lost with {row._meta.label}: teach merging.py to move it")
    row.delete()


def join(source: Appointment, target: Appointment, moved: Moved) -> None:
    """Put all that hangs on `source` under `target`. Raises Unmergeable."""
    _placements(source, target, moved)
    _week_notes(source, target, moved)
    _reads(source, target, moved)
    moved.over(HourChange.objects.filter(appointment=source), appointment=target)


def _placements(source: Appointment, target: Appointment, moved: Moved) -> None:
    here = {row.campaign_id: row for row in Placement.objects.filter(appointment=target)}
    for row in list(Placement.objects.filter(appointment=source)):
        if twin := here.get(row.campaign_id):
            moved.over(HourEntry.objects.filter(placement=row), placement=twin)
            _proposals(row, twin, moved)
            delete_alone(row)
        else:
            moved.over(Placement.objects.filter(pk=row.pk), appointment=target)


def _proposals(source: Placement, target: Placement, moved: Moved) -> None:
    """What was offered to both from one event is one offer; answered by either, it is not made again."""
    here = {row.origin: row for row in HourProposal.objects.filter(placement=target)}
    for row in list(HourProposal.objects.filter(placement=source)):
        if twin := here.get(row.origin):
            if row.answered_at and not twin.answered_at:
                HourProposal.objects.filter(pk=twin.pk).update(answered_at=row.answered_at)
            row.delete()
        else:
            moved.over(HourProposal.objects.filter(pk=row.pk), placement=target)


def _week_notes(source: Appointment, target: Appointment, moved: Moved) -> None:
    here = {note.monday: note for note in WeekNote.objects.filter(appointment=target)}
    for note in list(WeekNote.objects.filter(appointment=source)):
        if twin := here.get(note.monday):
            _join_notes(note, twin)
            note.delete()
        else:
            moved.over(WeekNote.objects.filter(pk=note.pk), appointment=target)


def _join_notes(note: WeekNote, twin: WeekNote) -> None:
    """Both sentences stay; the partner reads them only where both were shared. Quiet is what both call quiet."""
    said = [one for one in (twin, note) if one.reflection]
    twin.reflection = "\n".join(dict.fromkeys(one.reflection for one in said))
    if len(twin.reflection) > LONGEST_SENTENCE:
        text = _("For the week of %(week)s both wrote a long sentence. Shorten one first; nothing was changed.")
        raise Unmergeable(text % {"week": weeks.label(twin.monday)})
    twin.shared = bool(said) and all(one.shared for one in said)
    twin.quiet = twin.quiet and note.quiet
    twin.done_at = twin.done_at or note.done_at
    twin.save(update_fields=["reflection", "shared", "quiet", "done_at"])


def _reads(source: Appointment, target: Appointment, moved: Moved) -> None:
    """A hand-over that both ticked was read when the first of them did."""
    here = {read.hand_over_id: read for read in HandOverRead.objects.filter(appointment=target)}
    for read in list(HandOverRead.objects.filter(appointment=source)):
        if twin := here.get(read.hand_over_id):
            HandOverRead.objects.filter(pk=twin.pk).update(read_at=min(twin.read_at, read.read_at))
            read.delete()
        else:
            moved.over(HandOverRead.objects.filter(pk=read.pk), appointment=target)
