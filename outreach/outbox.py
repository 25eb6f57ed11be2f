"""Planning: the only way into the outbox. Called in the same transaction as the change that has to be told."""

import datetime as dt
import json
import logging
import uuid
from collections.abc import Iterable

from django.db import transaction

from . import kinds, sealing
from .models import Message

log = logging.getLogger(__name__)

BATCH = 1000  # rows looked up and inserted together


def plan(messages: Iterable[Message]) -> int:
    """Insert what is not planned yet; the unique key makes a second planning harmless. Returns how many are new.

    Each message needs kind, subject_type, subject_id, due_at and not_after; next_at starts as due_at and the priority
    is the kind's. Raises KeyError for a kind that no app speaks for.
    """
    rows = {_key(row): row for row in messages}
    for row in rows.values():
        row.next_at, row.priority = row.due_at, kinds.get(row.kind).priority
    keys, new = list(rows), 0
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        known = set(Message.objects.sharing_a_subject_with(part).values_list(*Message.KEY))
        fresh = [rows[key] for key in part if key not in known]
        # Whoever plans the same at the same instant wins by the unique key; the count is then his too.
        Message.objects.bulk_create(fresh, ignore_conflicts=True)
        new += len(fresh)
    if new:
        transaction.on_commit(nudge, robust=True)
    return new


def _key(row: Message) -> tuple:
    return tuple(getattr(row, name) for name in Message.KEY)


def send_sealed(
    kind: str, payload: dict, *, now: dt.datetime, lifetime: dt.timedelta, subject_type: str = "-", subject_id: int = 0
) -> Message:
    """Plan one message whose facts exist nowhere else, like a sign-in code: sealed here, wiped at the final state.

    `payload` holds what JSON can hold. Every call is a message of its own, sent now or never after `lifetime`.
    """
    rule = uuid.uuid4().hex
    message = Message.objects.create(
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        rule=rule,
        priority=kinds.get(kind).priority,
        due_at=now,
        next_at=now,
        not_after=now + lifetime,
        sealed=sealing.seal(_payload_key(), json.dumps(payload), f"{kind}/{rule}"),
    )
    transaction.on_commit(nudge, robust=True)
    return message


def open_sealed(message: Message) -> dict:
    """The payload of a message that is not final yet. Raises InvalidTag for one that was sealed for another row."""
    return json.loads(sealing.unseal(_payload_key(), message.sealed, f"{message.kind}/{message.rule}"))


def _payload_key() -> bytes:
    return sealing.purpose_key("outbox payloads")


def nudge() -> None:
    """Wake a worker soon. A dead broker costs seconds, never messages: the sweep and the loop find the row."""
    from .tasks import run_outbox

    try:
        run_outbox.apply_async(expires=30, retry=False)
    except Exception as error:
        log.warning("outbox nudge not delivered: %s", type(error).__name__)
