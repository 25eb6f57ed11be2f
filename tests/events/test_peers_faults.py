"""Eighteen faults read in the source of other projects, each a test that this portal does not have it.

RELIABILITY 4 lists them; the docstring of a test is the fault as it was found there. The other half of them is in
test_peers_faults_of_words.py.
"""

import datetime as dt
from collections import Counter

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from events import actions
from events.letters import CHANGED, CONFIRMATION, REMINDER
from events.models import ReminderRule
from outreach import claims, delivery
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import START
from tests.events.mail_over_time import MINUTE, drain, readers_of, sent
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "fresh_breakers")]
State = Message.State
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
DAY_BEFORE = START - 17 * HOUR  # Friday 18:00 in New York
READER = "reader@tests.example"


def test_peer_01_one_flag_for_the_whole_event(frozen, event, person):
    """One `reminder_sent` flag per event, set even when nobody had signed up, never set back when the time moves."""
    drain(frozen, DAY_BEFORE + HOUR, DAY)
    person("late@tests.example", at=timezone.now())
    drain(frozen, START - 2 * HOUR, HOUR)
    assert readers_of(REMINDER) == {"late@tests.example": 1}
    actions.change_event(pk=event.pk, now=timezone.now(), starts_at=START + DAY, ends_at=START + DAY + HOUR)
    drain(frozen, START + DAY, HOUR)
    assert readers_of(REMINDER) == {"late@tests.example": 3}  # the evening before and two hours before, once more


def test_peer_02_marked_before_it_was_sent(frozen, person, smtp_sink):
    """Marked as sent first, every exception swallowed, no retry."""
    readers = [f"reader{n}@tests.example" for n in range(5)]
    for reader in readers:
        person(reader)
    frozen.move_to(DAY_BEFORE)
    Message.objects.filter(kind=CONFIRMATION).delete()
    smtp_sink.stop()
    for _tick in range(4):
        run_once()
        frozen.shift(MINUTE)
    assert set(Message.objects.filter(kind=REMINDER, due_at=DAY_BEFORE).values_list("state", flat=True)) == {"queued"}
    smtp_sink.start()
    frozen.shift(MINUTE)
    run_once()
    run_once()
    assert Counter(smtp_sink.recipients()) == Counter(readers)


def test_peer_03_only_on_the_very_day(frozen, event, person):
    """Sends only if the due date equals today + 7: a day on which the scheduler is down is lost."""
    ReminderRule.objects.create(event=event, days_before=7, at=dt.time(18, 0))
    person("one@tests.example")
    person("two@tests.example")
    run_once()
    frozen.move_to(DAY_BEFORE - 6 * DAY + 39 * HOUR)  # 39 hours without a clock, a worker or a sweep; 9:00 am
    actions.sweep_reminders(now=timezone.now())
    run_once()
    run_once()
    assert readers_of(REMINDER) == {"one@tests.example": 1, "two@tests.example": 1}


class Killed(BaseException):
    """What kill -9 is to a program: nothing of it goes on."""


def test_peer_04_written_down_after_the_batch(frozen, person, monkeypatch, settings):
    """`processed` is saved after the send, under a lock that is only in the cache."""
    for number in range(3):
        person(f"reader{number}@tests.example")

    def killed(*args):
        raise Killed

    with monkeypatch.context() as moment:
        moment.setattr(delivery, "write_down", killed)
        with pytest.raises(Killed):
            run_once()
    assert len(mail.outbox) == 1  # it arrived, and nobody wrote that down
    run_once()
    run_once()
    assert len(mail.outbox) == 3  # two workers after it: the message that was under way is left alone
    frozen.shift(claims.lease() + dt.timedelta(seconds=1))
    run_once()
    assert sorted(readers_of().values()) == [1, 1, 2]  # one copy, for one kill
    assert list(Message.objects.filter(uncertain=1).values_list("state", flat=True)) == [State.SENT]


def test_peer_05_the_first_error_ends_the_loop(frozen, person, smtp_sink):
    """A loop that stops at the first SMTP error and keeps no state for each person."""
    readers = [f"reader{n}@tests.example" for n in range(30)]
    for reader in readers:
        person(reader)
    smtp_sink.fail("rcpt", "451 4.3.0 later", to=readers[12])
    run_once()
    assert set(smtp_sink.recipients()) == set(readers) - {readers[12]}
    frozen.shift(MINUTE)
    run_once()
    assert Counter(smtp_sink.recipients()) == Counter(readers)


def test_peer_06_only_the_time_counts_and_a_save_that_fails_has_told_already(frozen, event, person):
    """Alerts only when the time changes, and sends them before the row is saved."""
    person()
    run_once()
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.change_event(pk=event.pk, now=timezone.now(), ends_at=START - HOUR)
    drain(frozen, timezone.now() + HOUR)
    assert sent(CHANGED) == []
    actions.change_event(pk=event.pk, now=timezone.now(), place="200 Example Street NW")
    drain(frozen, timezone.now() + HOUR)
    assert readers_of(CHANGED) == {READER: 1}


def test_peer_07_half_an_hour_of_waiting_before_an_urgent_change(frozen, event, person):
    """A change of plan is held back for 30 minutes, also when people are already on their way."""
    person(discreet=False)
    run_once()
    frozen.move_to(START - 40 * MINUTE)
    actions.change_event(pk=event.pk, now=timezone.now(), place="200 Example Street NW")
    frozen.shift(4 * MINUTE)  # a tenth of the time that is left
    run_once()
    assert readers_of(CHANGED) == {READER: 1}
    assert "200 Example Street NW" in mail.outbox[-1].body


def test_peer_08_guests_get_nothing_or_another_language(frozen, event, person):
    """People without an account get no reminder, or mail in the language of the server."""
    person(language="es")
    run_once()
    actions.change_event(pk=event.pk, now=timezone.now(), place="200 Example Street NW")
    drain(frozen, START - HOUR, HOUR)
    actions.change_event(pk=event.pk, now=timezone.now(), status="cancelled")
    run_once()
    kinds = Message.objects.filter(state=State.SENT).values_list("kind", flat=True).order_by("pk")
    assert Counter(kinds) == {CONFIRMATION: 1, CHANGED: 1, REMINDER: 2, "events.cancelled": 1}
    assert {letter.message()["Content-Language"] for letter in mail.outbox} == {"es"}
    assert {subject for _to, subject in sent(REMINDER)} == {
        "Recordatorio para mañana, 11:00 a. m.",
        "Recordatorio para hoy, 11:00 a. m.",
    }


def test_peer_09_made_too_late_to_be_reminded_of(frozen, person):
    """An event made at 14:00 for 18:00 of the same day reminds nobody."""
    frozen.move_to(dt.datetime(2026, 12, 4, 19, 0, tzinfo=dt.UTC))  # 2:00 pm
    start = timezone.now() + 4 * HOUR
    person(of=EventFactory(starts_at=start, ends_at=start + HOUR), at=timezone.now())
    drain(frozen, start)
    assert readers_of(REMINDER) == {READER: 1}
