"""What staff and the clock do with the outbox as a whole."""

import datetime as dt
import logging
from collections.abc import Iterable

from django.db import transaction

from . import ledger, outbox, reasons
from .models import Engine, Message, Suppression

log = logging.getLogger(__name__)


def pause(*, channel: str) -> bool:
    """Stop one channel because staff want it so: no fault, so no alarm in the log. False when it was paused already."""
    paused = Engine.objects.filter(channel=channel, paused=False).update(paused=True, reason=reasons.BY_STAFF)
    if paused:
        log.info("outbox paused (%s) by staff", channel)
    return bool(paused)


@transaction.atomic
def resume(*, channel: str = "") -> bool:
    """Go on after the fault was mended, on one channel or on all of them. False when nothing was paused."""
    paused = Engine.objects.filter(paused=True)
    resumed = (paused.filter(channel=channel) if channel else paused).update(paused=False, reason="")
    if resumed:
        transaction.on_commit(outbox.nudge, robust=True)
    return bool(resumed)


@transaction.atomic
def send_again(*, pks: Iterable[int], now: dt.datetime) -> int:
    """Queue once more what ended with an unknown outcome or by our own fault. Returns how many; the rest stay as is.

    Unknown outcomes are counted from zero, so that each of these people may get as many copies again. The record of
    the tries stays, and the reason too, until the next try has one: a second refusal of the same kind is then known as
    being about this message, and does not pause the channel.
    """
    chosen = ledger.again(now).filter(pk__in=list(pks))
    numbers = sorted(chosen.select_for_update(of=("self",)).values_list("pk", flat=True))
    again = Message.objects.filter(pk__in=numbers).update(
        state=Message.State.QUEUED, next_at=now, uncertain=0, finished_at=None
    )
    if again:
        log.info("messages queued once more by staff: %s", " ".join(map(str, numbers)))
        transaction.on_commit(outbox.nudge, robust=True)
    return again


def stop_writing(*, contact_bi: bytes, topic: str, reason: str, now: dt.datetime) -> bool:
    """From the next gate on, this contact gets nothing of that topic ("": nothing at all). False when it was so."""
    row, created = Suppression.objects.get_or_create(
        contact_bi=contact_bi, topic=topic, defaults={"reason": reason, "at": now}
    )
    if row.reason == Suppression.Reason.ASKED != reason:  # a bounce holds also when the person takes the stop back
        row.reason = reason
        row.save(update_fields=["reason"])
    return created


def write_again(*, contact_bi: bytes, topic: str) -> bool:
    """The person asked for it themselves. An address that bounced or complained stays stopped."""
    stopped = Suppression.objects.filter(contact_bi=contact_bi, topic=topic, reason=Suppression.Reason.ASKED)
    return bool(stopped.delete()[0])


def purge(*, now: dt.datetime) -> int:
    """Delete messages, with their attempts, that ended longer ago than the register allows. Returns how many."""
    _, deleted = Message.objects.finished_before(now - Message.Privacy.keep).delete()
    return deleted.get("outreach.Message", 0)
