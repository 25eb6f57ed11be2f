"""Words about hours go two years after their term; the hours stay. Proposals go when nobody can take them any more."""

import datetime as dt

import pytest

from campaigns import actions, erasure
from campaigns.models import HourChange, HourEntry, HourProposal, WeekNote
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def entry(placement):
    return HourEntryFactory(placement=placement, note="At the school")


@pytest.fixture
def last_day(term):
    """The last day on which the words are kept."""
    return term.ends_on + 730 * DAY


def propose(placement, origin: str, **values) -> HourProposal:
    day = dt.date(2026, 11, 17)
    plain = {"placement": placement, "worked_on": day, "minutes": 60, "activity": "other", "note": "Call"}
    return HourProposal.objects.create(**plain, origin=origin, **values)


def test_words_of_the_trail_are_erased_on_time_and_the_numbers_stay(entry, staff, correct, last_day, now):
    actions.ask_about(entries=HourEntry.objects.all(), word="Which school?", by=staff, at=now)
    correct(entry, minutes=75, note="At the school on 5th")
    assert erasure.forget_words(last_day) == 0
    assert HourChange.objects.earliest("pk").after["question"] == "Which school?"
    assert erasure.forget_words(last_day + DAY) == 3  # the note of the entry, and two steps
    sides = [side for change in HourChange.objects.order_by("pk") for side in (change.before, change.after)]
    assert [sorted({"note", "question"} & set(side)) for side in sides] == [[], [], [], []]
    assert [side["minutes"] for side in sides] == [60, 60, 60, 75]
    assert erasure.forget_words(last_day + DAY) == 0


def test_question_nobody_answered_is_erased_and_the_line_waits(entry, staff, last_day, now):
    actions.ask_about(entries=HourEntry.objects.all(), word="Which school?", by=staff, at=now)
    erasure.forget_words(last_day + DAY)
    entry.refresh_from_db()
    assert (entry.question, entry.asked_by, entry.asked_at, entry.minutes) == ("", None, None, 60)


def test_reflection_is_erased_and_the_word_about_the_week_stays(placement, monday, last_day):
    week = {"appointment": placement.appointment, "monday": monday}
    note = WeekNote.objects.create(**week, quiet=True, reflection="Tired and glad.", shared=True)
    erasure.forget_words(last_day)
    note.refresh_from_db()
    assert note.reflection == "Tired and glad."
    erasure.forget_words(last_day + DAY)
    note.refresh_from_db()
    assert (note.reflection, note.shared, note.quiet) == ("", False, True)


def test_many_steps_are_erased_in_batches(entry, correct, last_day, monkeypatch):
    monkeypatch.setattr(erasure, "BATCH", 2)
    for minutes in (75, 90, 105, 120, 135):
        correct(entry, minutes=minutes)
    assert erasure.forget_words(last_day + DAY) == 6


def test_proposals_go_fourteen_days_after_the_term_and_answered_ones_lose_their_words(placement, term, now):
    waiting, answered = propose(placement, "a:1"), propose(placement, "a:2", answered_at=now)
    last = term.ends_on + 14 * DAY
    assert erasure.forget_proposals(last) == 1
    assert list(HourProposal.objects.order_by("pk").values_list("pk", "note")) == [
        (waiting.pk, "Call"),
        (answered.pk, ""),
    ]
    assert erasure.forget_proposals(last + DAY) == 2
    assert HourProposal.objects.count() == 0
