"""The engine: everything that wakes it (Celery's tick, the nudge, the loop, a test) calls run_once and nothing else.

RELIABILITY 2.5 is the specification. The row is the truth; whoever holds its token and lease may act on it.
"""

import datetime as dt
import logging
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Q

from . import channels, claims
from .channels import Channel
from .clock import Doubt, db_now, sure_now, watch
from .delivery import deliver_one
from .gate import place
from .models import REASON_LENGTH, Engine, Message
from .replies import Reply, ours

log = logging.getLogger(__name__)

BUDGET = 20.0  # seconds of one run: the tick comes every ten, and a worker that has to end gets thirty
TICK_EVERY = dt.timedelta(seconds=5)  # a finer record of the last tick is of no use
CONNECT_FAILURES, CONNECT_PAUSE = 5, 60.0  # so many in a row stop this process from trying for so many seconds


class Breaker:
    """Counts failed connections of this process, so that a dead server is not asked every ten seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0  # what the channel took of the last run
        self.reset()

    def reset(self) -> None:
        self.failures, self.closed_until = 0, 0.0

    def failed(self) -> None:
        self.failures += 1
        if self.failures >= CONNECT_FAILURES:
            self.closed_until = time.monotonic() + CONNECT_PAUSE

    def is_open(self) -> bool:
        return time.monotonic() < self.closed_until


breakers = {name: Breaker() for name in channels.ALL}


class Lane:
    """The way out of one channel during one run. What happens in it concerns no other channel."""

    def __init__(self, name: str) -> None:
        self.name, self.breaker = name, breakers[name]
        self.channel: Channel | None = None
        self.seconds, self.ended = 0.0, False

    def turn(self, end: float, stop: Callable[[], bool]) -> int:
        """Take up one batch. Returns how many messages; 0 when none is due or none can be sent."""
        if self.ended or self.breaker.is_open() or Engine.is_paused(self.name):
            return 0
        began = time.monotonic()
        try:
            return self._batch(end, stop)
        except (DatabaseError, InterfaceError):
            raise
        except Doubt as doubt:  # it jumped during the run
            self.ended = True
            pause(str(doubt))
            return 0
        except Exception as error:  # a fault of ours in this channel; what it was sending waits for its lease
            log.error("%s failed: %s at %s", self.name, type(error).__name__, place(error))
            self.ended = True
            self.breaker.failed()
            return 0
        finally:
            self.seconds += time.monotonic() - began

    def _batch(self, end: float, stop: Callable[[], bool]) -> int:
        now, token = sure_now(), uuid.uuid4()
        claims.tidy(now)
        if not self._wanted(now) or not self._connected():
            return 0
        handled = 0
        try:
            for message in claims.claim(settings.OUTBOX["BATCH"], token, now, self.name):
                if time.monotonic() >= end or stop() or not self._connected():
                    break
                refusal = deliver_one(message, token, self.channel)
                handled += 1
                if refusal:
                    self._refused(refusal)
                    break
                self.breaker.reset()
        finally:
            claims.release(token)
        return handled

    def _wanted(self, now: dt.datetime) -> bool:
        """Nobody is connected to for nothing; once there is a connection, the claim itself tells what is due."""
        return self.channel is not None or Message.objects.has_claimable(now, self.name)

    def _connected(self) -> bool:
        """Connect before a message is touched: a dead server then costs no message a try."""
        try:
            self.channel = self.channel or channels.open_channel(self.name)
        except channels.NotConfigured as error:
            self.ended = True
            pause(str(error), self.name)
            return False
        if failure := self.channel.ready():
            self._refused(failure)
            return False
        return True

    def _refused(self, reply: Reply) -> None:
        self.ended = True
        if ours(reply):
            pause(str(reply), self.name)
        else:
            log.warning("%s not reached: %s", self.name, reply)
            self.breaker.failed()

    def close(self) -> None:
        self.breaker.seconds = self.seconds
        if self.channel:
            self.channel.close()


def run_once(budget: float = BUDGET, stop: Callable[[], bool] = lambda: False) -> int:
    """Send what is due for at most `budget` seconds, or until `stop()`. Returns how many messages were taken up.

    The channels take turns, a batch each. The one that was quickest in the last run begins, so that a server that
    answers slowly takes nobody else's time.
    """
    end = time.monotonic() + budget
    lanes = sorted(map(Lane, tick(db_now())), key=lambda lane: lane.breaker.seconds)
    handled, more = 0, bool(lanes)
    try:
        while more and time.monotonic() < end and not stop():
            taken = sum(lane.turn(end, stop) for lane in lanes)
            handled, more = handled + taken, taken > 0
    finally:
        for lane in lanes:
            lane.close()
    return handled


def tick(now: dt.datetime) -> list[str]:
    """Note that the engine is alive. Returns the channels that may send: none when the clock cannot be believed."""
    stale = Q(last_tick_at=None) | Q(last_tick_at__lt=now - TICK_EVERY) | Q(last_tick_at__gt=now)
    Engine.objects.filter(stale).update(last_tick_at=now)
    if complaint := watch.complaint(now):
        pause(complaint)
    return list(Engine.objects.filter(paused=False).values_list("channel", flat=True))


def pause(reason: str, channel: str | None = None) -> None:
    """Stop a channel, or all of them, because we are at fault and every message would fail alike.

    The reason is a code, never an address.
    """
    running = Engine.objects.filter(paused=False, channel__in=[channel] if channel else channels.ALL)
    if running.update(paused=True, reason=reason[:REASON_LENGTH]):
        log.error("outbox paused (%s): %s", channel or "all channels", reason)


def oldest_due_age(now: dt.datetime) -> dt.timedelta:
    """How long the longest-waiting message has been due; zero when none is."""
    waiting = Message.objects.claimable(now).waiting_since()
    return now - waiting if waiting else dt.timedelta(0)
