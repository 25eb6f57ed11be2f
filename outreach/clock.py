"""The only clock of the engine: the database's, so that hosts that disagree still agree on what is due."""

import datetime as dt
import time

from django.db import connection
from django.utils import timezone

SKEW = dt.timedelta(minutes=2)  # between database and host; beyond it one of them is wrong (RELIABILITY 2.6)
JUMP = dt.timedelta(minutes=10)  # ahead of the time that really passed (RELIABILITY 2.6)
ELAPSED = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while a machine sleeps, unlike the other


class Doubt(Exception):
    """The clock cannot be believed; the text says why. Nothing may be begun or ended by it."""


def has_own() -> bool:
    """Whether the database has a clock of its own. SQLite has none, and a test that chooses the time says no too."""
    return connection.vendor == "postgresql"


def db_now() -> dt.datetime:
    """The database's time now; the host's where the database has none."""
    if not has_own():
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


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
    now = db_now()
    if complaint := watch.complaint(now):
        raise Doubt(complaint)
    return now
