"""The only clock of the engine: the database's, so that hosts that disagree still agree on what is due."""

import datetime as dt
import time

from django.db import connection
from django.utils import timezone

SKEW = dt.timedelta(minutes=2)  # between database and host; beyond it one of them is wrong (RELIABILITY 2.6)
JUMP = dt.timedelta(minutes=10)  # ahead of the time that really passed (RELIABILITY 2.6)
FRESH = 1.0  # seconds for which a look at the database's clock is good enough to reckon from
ELAPSED = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while a machine sleeps, unlike the other


class Doubt(Exception):
    """The clock cannot be believed; the text says why. Nothing may be begun or ended by it."""


def has_own() -> bool:
    """Whether the database has a clock of its own. SQLite has none, and a test that chooses the time says no too."""
    return connection.vendor == "postgresql"


class Reading:
    """The last look at the database's clock, and what has passed since by a clock of ours that never stands still."""

    def __init__(self) -> None:
        self.last: tuple[dt.datetime, float] | None = None

    def note(self, now: dt.datetime) -> None:
        self.last = now, time.clock_gettime(ELAPSED)

    def now(self) -> dt.datetime | None:
        """The time now, or None when the last look is too long ago."""
        if self.last is None:
            return None
        passed = time.clock_gettime(ELAPSED) - self.last[1]
        return self.last[0] + dt.timedelta(seconds=passed) if passed < FRESH else None


reading = Reading()  # of this process


def db_now() -> dt.datetime:
    """The database's time now; the host's where the database has none."""
    if not has_own():
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    reading.note(now)
    return now


def lately() -> dt.datetime:
    """The database's time, reckoned from a look at it less than a second ago where there was one: saves the way."""
    return (reading.now() if has_own() else None) or db_now()


class Watch:
    """Remembers one process's last look at the clock. A clock that is wrong would mail everyone too early."""

    def __init__(self) -> None:
        self.last: tuple[dt.datetime, float] | None = None

    def complaint(self, now: dt.datetime) -> str:
        """Why the database's time `now` cannot be believed, or nothing. A clock set back only makes us wait."""
        before, self.last = self.last, (now, time.clock_gettime(ELAPSED))
        if not has_own():
            return ""  # the host's own clock, which nothing here can contradict
        if abs(now - timezone.now()) > SKEW:
            return "clock: database and host differ"
        if before and now - before[0] > dt.timedelta(seconds=self.last[1] - before[1]) + JUMP:
            return "clock: jumped ahead"
        return ""


watch = Watch()  # of this process


def sure_now() -> dt.datetime:
    """The time now. Raises Doubt when it cannot be true."""
    now = lately()
    if complaint := watch.complaint(now):
        raise Doubt(complaint)
    return now
