"""The engine: everything that wakes it (Celery's tick, the nudge, the loop, a test) calls run_once and nothing else.

RELIABILITY 2.5 is the specification. The row is the truth; whoever holds its token and lease may act on it.
"""

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q

from . import claims, smtp
from .clock import Watch, db_now
from .delivery import deliver_one, ours
from .models import REASON_LENGTH, Engine, Message

log = logging.getLogger(__name__)

BUDGET = 20.0  # seconds of one run: the tick comes every ten, and a worker that has to end gets thirty
TICK_EVERY = dt.timedelta(seconds=5)  # a finer record of the last tick is of no use
CONNECT_FAILURES, CONNECT_PAUSE = 5, 60.0  # so many in a row stop this process from trying for so many seconds


class Breaker:
    """Counts failed connections of this process, so that a dead mail server is not asked every ten seconds."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.failures, self.closed_until = 0, 0.0

    def failed(self) -> None:
        self.failures += 1
        if self.failures >= CONNECT_FAILURES:
            self.closed_until = time.monotonic() + CONNECT_PAUSE

    def is_open(self) -> bool:
        return time.monotonic() < self.closed_until


breaker, watch = Breaker(), Watch()


def run_once(budget: float = BUDGET, stop: Callable[[], bool] = lambda: False) -> int:
    """Send what is due for at most `budget` seconds, or until `stop()`. Returns how many messages were taken up."""
    now = db_now()
    if not tick(now) or breaker.is_open():
        return 0
    claims.tidy(now)
    if stop() or not Message.objects.claimable(now).exists():
        return 0
    backend = get_connection()
    try:
        return _drain(backend, time.monotonic() + budget, stop) if _connected(backend) else 0
    finally:
        _close(backend)


def _drain(backend: BaseEmailBackend, end: float, stop: Callable[[], bool]) -> int:
    handled = 0
    while time.monotonic() < end and not stop() and not Engine.is_paused():
        now, token = db_now(), uuid.uuid4()
        claims.tidy(now)
        batch = claims.claim(settings.OUTBOX["BATCH"], token, now)
        try:
            for message in batch:
                if time.monotonic() >= end or stop() or not _connected(backend):
                    return handled
                refusal = deliver_one(message, token, backend)
                handled += 1
                if refusal:
                    pause(str(refusal))
                    return handled
        finally:
            claims.release(token)
        if not batch:
            break
    return handled


def _connected(backend: BaseEmailBackend) -> bool:
    """Open the connection before a message is touched: a dead mail server then costs no message a try."""
    if not isinstance(backend, smtp.EmailBackend):
        return True
    failure = backend.ready()
    if failure is None:
        breaker.reset()
        return True
    if failure.code and ours(failure):
        pause(str(failure))
    else:
        log.warning("mail server not reached: %s", failure)
        breaker.failed()
    return False


def _close(backend: BaseEmailBackend) -> None:
    try:
        backend.close()
    except OSError as error:
        log.info("mail connection closed badly: %s", type(error).__name__)


def tick(now: dt.datetime) -> bool:
    """Note that the engine is alive. False when it must not send: paused, or its clock cannot be believed."""
    stale = Q(last_tick_at=None) | Q(last_tick_at__lt=now - TICK_EVERY) | Q(last_tick_at__gt=now)
    Engine.objects.filter(stale).update(last_tick_at=now)
    if complaint := watch.complaint(now):
        pause(complaint)
    return not Engine.is_paused()


def pause(reason: str) -> None:
    """Stop all sending, because we are at fault and every message would fail alike. A code, never an address."""
    if Engine.objects.filter(paused=False).update(paused=True, reason=reason[:REASON_LENGTH]):
        log.error("outbox paused: %s", reason)


def oldest_due_age(now: dt.datetime) -> dt.timedelta:
    """How long the longest-waiting message has been due; zero when none is."""
    waiting = Message.objects.claimable(now).waiting_since()
    return now - waiting if waiting else dt.timedelta(0)
