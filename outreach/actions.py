"""What staff and the clock do with the outbox as a whole."""

import datetime as dt

from django.db import transaction

from . import outbox
from .models import Engine, Message, Suppression


@transaction.atomic
def resume() -> bool:
    """Send again after the fault was mended; the engine pauses itself (engine.pause). False when it was not paused."""
    resumed = Engine.objects.filter(paused=True).update(paused=False, reason="")
    if resumed:
        transaction.on_commit(outbox.nudge, robust=True)
    return bool(resumed)


def stop_writing(*, contact_bi: bytes, topic: str, reason: str, now: dt.datetime) -> bool:
    """From the next gate on, this contact gets nothing of that topic ("": nothing at all). False when it was so."""
    _row, created = Suppression.objects.get_or_create(
        contact_bi=contact_bi, topic=topic, defaults={"reason": reason, "at": now}
    )
    return created


def write_again(*, contact_bi: bytes, topic: str) -> bool:
    """The person asked for it themselves. An address that bounced or complained stays stopped."""
    stopped = Suppression.objects.filter(contact_bi=contact_bi, topic=topic, reason=Suppression.Reason.ASKED)
    return bool(stopped.delete()[0])


def purge(*, now: dt.datetime) -> int:
    """Delete messages, with their attempts, that ended longer ago than the register allows. Returns how many."""
    _, deleted = Message.objects.finished_before(now - Message.Privacy.keep).delete()
    return deleted.get("outreach.Message", 0)
