"""Whether the portal does its duties: what /healthz/deep answers. It reads, few and always the same queries.

Sentences are for machines and whoever reads their alarms, so they are English and name nobody.
"""

import datetime as dt
import time
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from outreach.conservation import OVERDUE
from outreach.delivery import MANY, refused_in_a_row
from outreach.models import DeliveryAttempt, Engine, Message, Pulse

STARTED = timezone.now()  # of this process: a duty that was never done is judged from here
# How old the last time may be (RELIABILITY 3, O4): three ticks of the clock missed and more, three sweeps, and so on
OLDEST = {
    Pulse.Duty.TICK: dt.timedelta(minutes=3),
    Pulse.Duty.SWEEP: dt.timedelta(minutes=15),
    Pulse.Duty.PURGE: dt.timedelta(hours=3),
    Pulse.Duty.BACKUP: dt.timedelta(hours=26),
}
REMEDY = {
    Pulse.Duty.TICK: "Look whether clock and worker run and reach Redis.",
    Pulse.Duty.SWEEP: "Look at the log of the worker.",
    Pulse.Duty.PURGE: "Run manage.py purge_personal_data and look at the log of the worker.",
    Pulse.Duty.BACKUP: "Run manage.py backup; it says what stands in the way.",
}
LAW_EVERY = 60.0  # seconds between two counts of all messages: anybody may ask, and it reads the whole table


class Reason(NamedTuple):
    """One thing that is not well: a code for machines and a sentence."""

    code: str
    text: str


def reasons(now: dt.datetime, started: dt.datetime = STARTED) -> list[Reason]:
    """What is not well at `now`; empty while all is. Raises django.db.Error when the database does not answer."""
    paused = dict(Engine.objects.filter(paused=True).values_list("channel", "reason"))
    found = [Reason(f"{channel}_paused", f"Sending by {channel} is paused: {why}.") for channel, why in paused.items()]
    return found + _late(now, set(paused)) + _refused(set(paused)) + _duties(now, started) + law.reasons()


def _late(now: dt.datetime, paused: set[str]) -> list[Reason]:
    """Channels on which somebody waits too long, whoever is to blame. A paused one waits as it was told."""
    since = Message.objects.claimable(now).order_by("channel").values_list("channel")
    waiting = since.annotate(first=Min(Coalesce("lease_until", "next_at")))
    late = [(channel, now - first) for channel, first in waiting if channel not in paused and now - first > OVERDUE]
    return [
        Reason(f"{channel}_late", f"A message by {channel} has been due for {_minutes(age)}.") for channel, age in late
    ]


def _refused(paused: set[str]) -> list[Reason]:
    """Channels whose newest messages were all refused by policy: they are tried again, but somebody has to look."""
    running = [channel for channel in Message.Channel.values if channel not in paused]
    refused = [channel for channel in running if refused_in_a_row(channel) >= MANY]
    return [Reason(f"{one}_refused", f"The newest messages by {one} were refused. See the ledger.") for one in refused]


def _duties(now: dt.datetime, started: dt.datetime) -> list[Reason]:
    done, found = dict(Pulse.objects.values_list("duty", "at")), []
    for duty, oldest in OLDEST.items():
        if duty == Pulse.Duty.BACKUP and not settings.BACKUP_EXPECTED:
            continue
        last = done.get(duty)
        if last is None and duty == Pulse.Duty.BACKUP:  # web is restarted too often to count from its start
            found.append(Reason("backup_overdue", f"No backup was ever made. {REMEDY[duty]}"))
        elif now - (last or started) > oldest:
            since = f"for {_minutes(now - last)}" if last else "since the start"
            found.append(Reason(f"{duty}_overdue", f"No {duty.value} {since}. {REMEDY[duty]}"))
    return found


def _minutes(span: dt.timedelta) -> str:
    return f"{span // dt.timedelta(minutes=1)} minutes"


class Law:
    """The conservation law, counted at most once a minute by each process."""

    def __init__(self) -> None:
        self.counted_at, self.broken = float("-inf"), 0

    def reasons(self) -> list[Reason]:
        if time.monotonic() - self.counted_at >= LAW_EVERY:
            self.broken, self.counted_at = self._count(), time.monotonic()
        if not self.broken:
            return []
        return [Reason("law_broken", f"{self.broken} messages are in no proper state. Run manage.py check_outbox.")]

    def _count(self) -> int:
        """Messages that are final without an end, pending with one, or sent without a record of it."""
        final, ended = Q(state__in=Message.FINAL), Q(finished_at__isnull=False)
        unrecorded = Q(state=Message.State.SENT) & ~Exists(DeliveryAttempt.objects.filter(message=OuterRef("pk")))
        wrong = (final & ~ended) | (~final & ended) | unrecorded
        return Message.objects.filter(wrong).aggregate(n=Count("pk"))["n"]


law = Law()
