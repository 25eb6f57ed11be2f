"""What people wrote about hours, erased when it is past its time. The hours themselves stay."""

import datetime as dt

from django.db.models import Q, QuerySet

from coordinators.models.term import ACCESS_AFTER_TERM

from .models import HourChange, HourEntry, HourProposal, WeekNote
from .models.hours import NOTE_KEPT

BATCH = 500  # rows of the trail in memory at once
WORDS = ("note", "question")


def forget_words(day: dt.date) -> int:
    """Erase notes, questions, reflections and the words of the trail two years after the end of their term.

    Returns of how many rows; a second call on the same day finds none.
    """
    ended = day - NOTE_KEPT
    entries = HourEntry.objects.filter(placement__appointment__term__ends_on__lt=ended)
    weeks = WeekNote.objects.filter(appointment__term__ends_on__lt=ended).exclude(reflection="")
    changes = HourChange.objects.filter(appointment__term__ends_on__lt=ended)
    return (
        entries.asked().update(question="", asked_at=None, asked_by=None)
        + entries.exclude(note="").update(note="")
        + weeks.update(reflection="", shared=False)
        + _forget_words_of(changes)
    )


def _forget_words_of(changes: QuerySet) -> int:
    held = [Q(**{f"{side}__has_key": word}) for side in ("before", "after") for word in WORDS]
    with_words = changes.filter(held[0] | held[1] | held[2] | held[3]).order_by("pk")
    count = 0
    while batch := list(with_words[:BATCH]):
        for change in batch:
            for side in (change.before, change.after):
                for word in WORDS:
                    side.pop(word, None)
        count += HourChange.objects.bulk_update(batch, ["before", "after"])
    return count


def forget_proposals(day: dt.date) -> int:
    """Erase proposals once nobody can take them any more, and the words of those that were answered.

    Until then an answered one stays without its words, so that it is not offered again.
    """
    past = HourProposal.objects.filter(placement__appointment__term__ends_on__lt=day - ACCESS_AFTER_TERM)
    answered = HourProposal.objects.filter(answered_at__isnull=False).exclude(note="")
    return past.delete()[0] + answered.update(note="")
