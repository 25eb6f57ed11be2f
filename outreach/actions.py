"""What staff and the clock do with the outbox as a whole."""

import datetime as dt

from django.db import transaction

from . import outbox
from .models import Engine, Message


@transaction.atomic
def resume() -> bool:
    """Send again after the fault was mended; the engine pauses itself (engine.pause). False when it was not paused."""
    resumed = Engine.objects.filter(paused=True).update(paused=False, reason="")
    if resumed:
        transaction.on_commit(outbox.nudge, robust=True)
    return bool(resumed)


def purge(*, now: dt.datetime) -> int:
    """Delete messages, with their attempts, that ended longer ago than the register allows. Returns how many."""
    _, deleted = Message.objects.finished_before(now - Message.Privacy.keep).delete()
    return deleted.get("outreach.Message", 0)
