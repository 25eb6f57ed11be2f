"""The database's clock decides, and is not believed when it contradicts the host or itself."""

import datetime as dt

import pytest

from outreach import clock

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
