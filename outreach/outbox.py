"""Planning: the only way into the outbox. Called in the same transaction as the change that has to be told."""

import logging
from collections.abc import Iterable

from django.db import transaction

from .models import Message

log = logging.getLogger(__name__)


def plan(messages: Iterable[Message]) -> int:
    """Insert what is not planned yet; the unique key makes a second planning harmless. Returns how many are new.

    Each message needs kind, subject_type, subject_id, due_at and not_after; next_at starts as due_at.
    """
    rows = list(messages)
    for row in rows:
        row.next_at = row.due_at
    before = Message.objects.count() if rows else 0
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if rows:
        transaction.on_commit(nudge, robust=True)
    return (Message.objects.count() - before) if rows else 0


def nudge() -> None:
    """Wake a worker soon. A dead broker costs seconds, never messages: the sweep and the loop find the row."""
    from .tasks import run_outbox

    try:
        run_outbox.apply_async(expires=30, retry=False)
    except Exception as error:
        log.warning("outbox nudge not delivered: %s", type(error).__name__)
