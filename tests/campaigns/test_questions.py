"""The mail about hours that staff sent back: one for all within half an hour, without the word, none when answered."""

import datetime as dt

import pytest
from django.core import mail

from campaigns import actions, questions
from campaigns.models import HourEntry, Placement
from coordinators.models import User
from outreach.engine import run_once
from outreach.models import Message
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
State = Message.State
WORD = "Was this the rally or the march?"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def entries(coordinator, frozen):
    placement = Placement.objects.get(appointment__coordinator=coordinator)
    return [HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, day)) for day in (11, 16, 17)]


@pytest.fixture
def ask(staff, frozen, now):
    """ask(entry, ..., after=minutes): staff send them back then."""

    def ask(*rows, after=0) -> int:
        frozen.move_to(now + after * MINUTE)
        wanted = HourEntry.objects.filter(pk__in=[row.pk for row in rows])
        return actions.ask_about(entries=wanted, word=WORD, by=staff, at=now + after * MINUTE)

    return ask


def deliver(frozen, now, after=30) -> list[str]:
    frozen.move_to(now + after * MINUTE)
    run_once()
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_one_mail_for_many_lines_with_a_link_to_each_week(ask, entries, coordinator, frozen, now):
    assert ask(*entries) == 3
    assert (deliver(frozen, now, 29), deliver(frozen, now)) == ([State.QUEUED], [State.SENT])
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([coordinator.user.email], "A question about your hours")
    for part in (sent.body, sent.alternatives[0].content):
        assert [part.count(f"/hours/2026-11-{day}/") for day in ("09", "16")] == [1, 1]
        assert [word in part for word in ("3 entries", WORD, "rally", coordinator.name)] == [True, False, False, False]


def test_questions_within_half_an_hour_are_joined(ask, entries, frozen, now):
    for minutes, entry in zip((0, 10, 29), entries, strict=True):
        ask(entry, after=minutes)
    assert deliver(frozen, now) == [State.SENT]
    assert "3 entries" in mail.outbox[0].body


def test_later_question_gets_a_mail_of_its_own_that_tells_only_what_is_new(ask, entries, frozen, now):
    ask(*entries[:2])
    deliver(frozen, now)
    ask(entries[2], after=40)
    assert deliver(frozen, now, 70) == [State.SENT, State.SENT]
    assert ["one entry back" in sent.body for sent in mail.outbox] == [False, True]


def test_each_person_gets_an_own_mail(ask, entries, other_coordinator, frozen, now):
    theirs = HourEntryFactory(placement=Placement.objects.get(appointment__coordinator=other_coordinator))
    ask(entries[0], theirs)
    assert deliver(frozen, now) == [State.SENT, State.SENT]
    assert len({tuple(sent.to) for sent in mail.outbox}) == 2


@pytest.mark.parametrize("what", ["corrected", "deleted", "approved"])
def test_no_mail_when_it_was_answered_meanwhile(ask, entries, staff, coordinator, frozen, now, what):
    entry = entries[0]
    ask(entry)
    same = {"placement": entry.placement, "worked_on": entry.worked_on, "activity": "rally", "note": ""}
    {
        "corrected": lambda: actions.change_hours(entry=entry, by=coordinator.user, now=now, minutes=30, **same),
        "deleted": lambda: actions.delete_hours(entry=entry, by=coordinator.user, now=now),
        "approved": lambda: actions.approve_hours(entries=HourEntry.objects.all(), by=staff, at=now),
    }[what]()
    assert (deliver(frozen, now), mail.outbox) == ([State.SUPERSEDED], [])
    assert Message.objects.get().reason == "answered"


@pytest.mark.parametrize("gone", ["inactive", "deleted"])
def test_no_mail_to_an_account_that_is_gone(ask, entries, coordinator, frozen, now, gone):
    ask(entries[0])
    User.objects.filter(pk=coordinator.user.pk).update(is_active=False) if gone == "inactive" else (
        coordinator.user.delete()
    )
    assert (deliver(frozen, now), mail.outbox) == ([State.SUPPRESSED], [])


def test_who_wants_no_sunday_mail_is_still_told(ask, entries, frozen, now):
    User.objects.update(nudge=False)
    ask(entries[0])
    assert deliver(frozen, now) == [State.SENT]


def test_at_night_it_waits_for_the_morning_and_what_is_asked_meanwhile_comes_along(ask, entries, frozen, now):
    ask(entries[0], after=9 * 60)  # 9 pm in New York
    assert deliver(frozen, now, 9 * 60 + 30) == [State.QUEUED]
    ask(entries[1], after=10 * 60)
    assert deliver(frozen, now, 20 * 60) == [State.SENT]
    assert "2 entries" in mail.outbox[0].body


def test_nothing_asked_plans_nothing(ask, entries, staff, now):
    actions.approve_hours(entries=HourEntry.objects.all(), by=staff, at=now)
    assert (ask(*entries), Message.objects.count()) == (0, 0)


def test_mail_speaks_the_readers_language_with_a_neutral_subject(ask, entries, coordinator, frozen, now, language):
    User.objects.filter(pk=coordinator.user.pk).update(language=language)
    ask(entries[0])
    deliver(frozen, now)
    (sent,) = mail.outbox
    path = {"en": "/hours/2026-11-09/", "es": "/es/horas/2026-11-09/"}[language]
    assert (path in sent.body, f'<html lang="{language}">' in sent.alternatives[0].content) == (True, True)
    assert [word in sent.subject.lower() for word in ("immig", "inmig", "ilp", "labor", "campa")] == [False] * 5


def test_ledger_names_nobody(coordinator):
    pk = coordinator.appointments.get().pk
    assert questions.QUESTION.readers({pk})[pk].label == f"Coordinator {coordinator.pk}"
