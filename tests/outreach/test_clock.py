"""The database's clock decides, and is not believed when it contradicts the host or itself."""

import datetime as dt

import pytest
from django.core import mail

from outreach import clock, outbox
from outreach.engine import run_once
from outreach.models import Engine, Message

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def watch(frozen, monkeypatch):
    """A watch over a database with a clock of its own; the time that really passed is watch.passed, in seconds."""
    made = clock.Watch()
    made.passed = 0.0
    monkeypatch.setattr(clock, "has_own", lambda: True)
    monkeypatch.setattr(clock.time, "clock_gettime", lambda which: made.passed)
    return made


@pytest.mark.parametrize(
    ("skew", "complaint"),
    [
        (2 * MINUTE, ""),
        (-2 * MINUTE, ""),
        (3 * MINUTE, "clock: database and host differ"),
        (-3 * MINUTE, "clock: database and host differ"),
    ],
)
def test_watch_compares_database_and_host(watch, now, skew, complaint):
    assert watch.complaint(now + skew) == complaint


@pytest.mark.parametrize(
    ("passed", "shown", "complaint"),
    [
        (60, 60, ""),
        (3600, 3600, ""),
        (60, 11 * 60, ""),
        (60, 12 * 60, "clock: jumped ahead"),
        (60, -3600, ""),
    ],
)
def test_watch_notices_a_jump_ahead_of_the_time_that_passed(watch, frozen, now, passed, shown, complaint):
    watch.complaint(now)
    watch.passed += passed
    frozen.shift(shown)
    assert watch.complaint(now + dt.timedelta(seconds=shown)) == complaint


def test_watch_lets_the_embedded_database_follow_its_host(frozen, now):
    watch = clock.Watch()
    watch.complaint(now)
    assert watch.complaint(now + dt.timedelta(days=1)) == ""


def test_db_now_is_the_time_the_test_chose(frozen, now):
    assert clock.db_now() == now


@pytest.mark.django_db
def test_db_now_is_aware_and_about_now():
    assert abs(clock.db_now() - dt.datetime.now(dt.UTC)) < MINUTE


@pytest.mark.django_db
@pytest.mark.parametrize("message_number", [1, 2])
def test_clock_that_jumps_at_a_gate_ends_and_begins_nothing_more(frozen, kind, message, monkeypatch, message_number):
    """What was claimed before waits, neither sent nor expired, and staff are told why."""
    looks = iter(range(100))  # the tick, the batch, then one a message
    jump = 1 + message_number
    monkeypatch.setattr(clock.watch, "complaint", lambda now: "clock: jumped ahead" if next(looks) >= jump else "")
    outbox.plan([message(number) for number in range(3)])
    run_once()
    assert len(mail.outbox) == message_number - 1
    waiting = Message.objects.filter(state="queued", token=None, attempts=0)
    assert waiting.count() == 3 - len(mail.outbox)
    assert set(Engine.objects.values_list("paused", "reason")) == {(True, "clock: jumped ahead")}


@pytest.mark.django_db
def test_clock_that_jumped_expires_nothing_at_the_next_batch(frozen, kind, message, monkeypatch, now):
    outbox.plan([message(not_after=now + dt.timedelta(hours=1))])
    looks = iter(["", "clock: jumped ahead"])
    monkeypatch.setattr(clock.watch, "complaint", lambda seen: next(looks))
    times = iter([now, now + dt.timedelta(days=1)])
    monkeypatch.setattr("outreach.engine.db_now", lambda: next(times))
    monkeypatch.setattr(clock, "db_now", lambda: next(times))
    run_once()
    assert Message.objects.get().state == "queued"
