"""Who may send a message: a token and a lease on its row. RELIABILITY 2.5, `claim`, is the specification.

The claim is one raw statement, because Django's ORM has no UPDATE ... RETURNING and SQLite has no row locks.
"""

import datetime as dt
import secrets
import uuid
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import F, Q

from . import kinds
from .models import MAX_UNCERTAIN, REASON_LENGTH, Message

BACKOFF = (30, 120, 300, 600)  # seconds before try 2, 3, 4, 5; then always the last (RELIABILITY 2.5)
JITTER = 0.2  # a fifth more or less, so that many do not come back at one instant

# MATERIALIZED: evaluated once. As a plain sub-select PostgreSQL may repeat it, and would then lock more than `limit`.
# What is due and what was left behind are found apart, each by its index: joined by OR they may cost a walk through the
# whole table.
CLAIM = """
WITH waiting AS MATERIALIZED (
    SELECT id, priority, next_at FROM outreach_message
    WHERE channel = %(channel)s AND state = 'queued' AND next_at <= %(now)s
    ORDER BY priority, next_at, id LIMIT %(limit)s {lock}
), left_behind AS MATERIALIZED (
    SELECT id, priority, next_at FROM outreach_message
    WHERE channel = %(channel)s AND state IN ('claimed', 'sending') AND lease_until < %(now)s
    ORDER BY priority, next_at, id LIMIT %(limit)s {lock}
), due AS (
    SELECT id, priority, next_at FROM waiting UNION ALL SELECT id, priority, next_at FROM left_behind
    ORDER BY priority, next_at, id LIMIT %(limit)s
)
UPDATE outreach_message
SET uncertain = uncertain + CASE state WHEN 'sending' THEN 1 ELSE 0 END,
    state = 'claimed', token = %(token)s, lease_until = %(lease_until)s
WHERE id IN (SELECT id FROM due)
RETURNING *
"""

# Raw, because it is asked for every message: Django takes longer to write it than PostgreSQL to do it.
# The second half is Suppression.objects.against().
EXTEND = """
UPDATE outreach_message
SET state = 'sending', attempts = %(attempts)s, lease_until = %(lease_until)s, told = %(told)s
WHERE id = %(id)s AND token = %(token)s AND state = 'claimed' AND lease_until > %(now)s
  AND NOT EXISTS (
    SELECT 1 FROM outreach_suppression WHERE contact_bi = %(contact_bi)s AND topic IN ('', %(topic)s)
  )
"""


class Stop(NamedTuple):
    """Under what the reader of a message, and of which topic, may be found among those who asked to stop."""

    contact_bi: bytes | None
    topic: str


NOTHING = Stop(None, "")  # no contact is equal to it


def lease() -> dt.timedelta:
    """How long a worker may be silent about a message before another one takes it."""
    return dt.timedelta(seconds=settings.OUTBOX["LEASE_SECONDS"])


def tidy(now: dt.datetime) -> None:
    """End what must not be claimed: handed over too often without an answer, or past its time."""
    Message.objects.filter(state=Message.State.SENDING, lease_until__lt=now).filter(_handed_over_too_often()).finish(
        Message.State.UNCONFIRMED, "outcome unknown", now
    )
    late = Message.objects.filter(state=Message.State.QUEUED, not_after__lt=now)
    # all of them, because the index begins with the channel
    late.filter(channel__in=Message.Channel.values).finish(Message.State.EXPIRED, "time passed", now)


def _handed_over_too_often() -> Q:
    bounds: dict[int, list[str]] = {}
    for name in kinds.names():
        bounds.setdefault(kinds.get(name).max_uncertain, []).append(name)
    too_often = Q(uncertain__gte=MAX_UNCERTAIN)
    for bound, kind_names in bounds.items():
        too_often |= Q(kind__in=kind_names, uncertain__gte=bound)
    return too_often


def claim(limit: int, token: uuid.UUID, now: dt.datetime, channel: str = Message.Channel.EMAIL) -> list[Message]:
    """Take up to `limit` due messages of the channel, most urgent first.

    Those whose lease ran out while they were handed over count one unknown outcome more.

    Call tidy(now) with the same `now` before: it ends the rows whose unknown outcomes are used up.
    """
    values = {"channel": str(channel), "limit": limit, "token": _token(token), **_times(now)}
    lock = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    taken = Message.objects.raw(CLAIM.format(lock=lock), values)
    return sorted(taken, key=lambda message: (message.priority, message.next_at, message.pk))


def release(token: uuid.UUID) -> int:
    """Give back what was claimed but not begun, so that nobody waits for the lease. Returns how many."""
    return Message.objects.filter(token=token, state=Message.State.CLAIMED).update(
        state=Message.State.QUEUED, token=None, lease_until=None
    )


def extend(
    message: Message, token: uuid.UUID, now: dt.datetime, told: int | None = None, stop: Stop | None = None
) -> bool:
    """Pass the gate: only who still holds token and lease may hand over, and only to who has not asked to `stop` it.

    False makes the caller a zombie, or the reader somebody who asked. `told` is the revision of the facts that go out;
    from here on the reader may know them.
    """
    attempts = message.attempts + 1
    values = {"id": message.pk, "attempts": attempts, "told": told}
    values |= _times(now) | {"token": _token(token)} | (stop or NOTHING)._asdict()
    with connection.cursor() as cursor:
        cursor.execute(EXTEND, values)
        if not cursor.rowcount:
            return False
    message.state, message.attempts, message.told = Message.State.SENDING, attempts, told
    return True


def _times(now: dt.datetime) -> dict:
    adapt = connection.ops.adapt_datetimefield_value
    return {"now": adapt(now), "lease_until": adapt(now + lease())}


def _token(token: uuid.UUID):
    return Message._meta.get_field("token").get_db_prep_value(token, connection)


def postpone(message: Message, token: uuid.UUID, until: dt.datetime, reason: str) -> int:
    """Queue it again until then, untried: no attempt is counted. 0 when it is no longer the caller's."""
    return Message.objects.owned(message, token).update(
        state=Message.State.QUEUED, token=None, lease_until=None, next_at=until, reason=reason[:REASON_LENGTH]
    )


def hand_to(channel: str, message: Message, token: uuid.UUID) -> int:
    """Queue it at once for another channel, untried. 0 when it is no longer the caller's."""
    return Message.objects.owned(message, token).update(
        state=Message.State.QUEUED, token=None, lease_until=None, channel=channel
    )


def put_back(message: Message, token: uuid.UUID, reason: str, now: dt.datetime, *, uncertain: bool = False) -> int:
    """Queue it again, later the more often it was tried, until its time passes. 0 when it is no longer the caller's."""
    pause = BACKOFF[min(max(message.attempts, 1), len(BACKOFF)) - 1] * (1 + JITTER * (2 * _random() - 1))
    return Message.objects.owned(message, token).update(
        state=Message.State.QUEUED,
        token=None,
        lease_until=None,
        next_at=now + dt.timedelta(seconds=pause),
        uncertain=F("uncertain") + int(uncertain),
        reason=reason[:REASON_LENGTH],
    )


_random = secrets.SystemRandom().random
