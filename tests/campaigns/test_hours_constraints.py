"""What the database itself refuses about hours, whoever writes: approvals, questions, notes, proposals, letters."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.models import HourEntry, HourProposal, ServiceLetter, WeekNote
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 18, 17, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 11, 16)
ASKED, APPROVED = {"asked_at": NOON, "question": "Why?"}, {"approved_at": NOON}


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def note(placement, **values) -> WeekNote:
    return WeekNote.objects.create(appointment=placement.appointment, **{"monday": MONDAY, **values})


def proposal(placement, **values) -> HourProposal:
    plain = {"placement": placement, "worked_on": MONDAY, "minutes": 60, "activity": "other", "origin": "test:1"}
    return HourProposal.objects.create(**{**plain, **values})


def letter(coordinator, **values) -> ServiceLetter:
    plain = {"coordinator": coordinator, "starts_on": MONDAY, "ends_on": MONDAY, "terms": "2026-27", "issued_at": NOON}
    return ServiceLetter.objects.create(**{**plain, **values})


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        (ASKED | APPROVED, True),
        ({"asked_at": NOON, "question": ""}, True),
        ({"asked_at": None, "question": "Why?"}, True),
        (ASKED, False),
        (APPROVED, False),
    ],
)
def test_entry_is_approved_or_asked_about_and_a_question_has_its_word(placement, values, is_refused):
    assert refused(lambda: HourEntryFactory(placement=placement, **values)) is is_refused
    entry = HourEntryFactory(placement=placement)
    assert refused(lambda: HourEntry.objects.filter(pk=entry.pk).update(**values)) is is_refused


def test_entry_comes_once_by_its_key(placement):
    entry = HourEntryFactory(placement=placement)
    assert refused(lambda: HourEntryFactory(placement=placement, client_key=entry.client_key))


def test_week_has_one_note_a_person(placement, other_coordinator):
    note(placement)
    assert refused(lambda: note(placement))
    assert not refused(lambda: note(placement, monday=MONDAY + dt.timedelta(days=7)))
    assert not refused(lambda: note(other_coordinator.appointments.get().placements.get()))


@pytest.mark.parametrize(("words", "is_refused"), [("", True), ("Tired and glad.", False)])
def test_only_a_reflection_that_says_something_is_shared(placement, words, is_refused):
    assert refused(lambda: note(placement, reflection=words, shared=True)) is is_refused


def test_week_begins_on_monday(placement):
    with pytest.raises(ValidationError):
        WeekNote(appointment=placement.appointment, monday=MONDAY + dt.timedelta(days=1)).full_clean()


@pytest.mark.parametrize(
    ("minutes", "is_refused"), [(0, True), (10, True), (20, True), (15, False), (1440, False), (1455, True)]
)
def test_proposal_takes_the_minutes_that_an_entry_takes(placement, minutes, is_refused):
    assert refused(lambda: proposal(placement, minutes=minutes)) is is_refused


def test_proposal_comes_once_from_one_origin(placement):
    proposal(placement)
    assert refused(lambda: proposal(placement, minutes=90))
    assert not refused(lambda: proposal(placement, origin="test:2"))


@pytest.mark.parametrize(
    ("values", "is_refused"),
    [
        ({"ends_on": MONDAY - dt.timedelta(days=1)}, True),
        ({"minutes": 0}, True),
        ({"minutes": 15}, False),
        ({"minutes": None}, False),
    ],
)
def test_letter_ends_after_it_starts_and_says_hours_or_the_role_alone(coordinator, values, is_refused):
    assert refused(lambda: letter(coordinator, **values)) is is_refused


def test_letter_has_a_code_of_its_own(coordinator):
    code = letter(coordinator).code
    assert refused(lambda: letter(coordinator, code=code))
