"""Handing one message over and writing down what came of it. RELIABILITY 2.5, `deliver_one`, is the specification."""

import datetime as dt
import logging
import uuid

from django.db import connection, transaction

from . import actions, claims, kinds, sealing
from .channels import Channel
from .clock import db_now, lately, reading
from .gate import gate
from .models import REASON_LENGTH, DeliveryAttempt, Message
from .replies import Reply, Verdict, judge, stops

log = logging.getLogger(__name__)

LEASE_SHARE = 0.8  # of the lease is what one message may take on the wire; the rest is for writing it down
END = """
WITH ended AS (
    UPDATE outreach_message
    SET state = %(state)s, reason = %(reason)s, finished_at = %(now)s, token = NULL, lease_until = NULL, sealed = NULL
    WHERE id = %(id)s AND token = %(token)s AND state IN ('claimed', 'sending')
    RETURNING id
), tried AS (
    INSERT INTO outreach_deliveryattempt (message_id, number, at, phase, code, outcome)
    SELECT id, %(number)s, %(now)s, %(phase)s, %(code)s, %(outcome)s FROM ended
    RETURNING id
)
SELECT (SELECT count(*) FROM tried), clock_timestamp()
"""

FINAL = {
    Verdict.SENT: Message.State.SENT,
    Verdict.DEAD: Message.State.DEAD,
    Verdict.FAILED: Message.State.FAILED,
    Verdict.STOPPED: Message.State.SUPPRESSED,
    Verdict.UNCONFIRMED: Message.State.UNCONFIRMED,
}


def deliver_one(message: Message, token: uuid.UUID, channel: Channel) -> Reply | None:
    """Take one claimed message through the gate and to the other side of the channel.

    Returns the reply after which that side is not to be asked again now: it refused us, or was not reached.
    """
    made = gate(message, token)
    if made is None:
        return None
    reply = channel.hand_over(made, claims.lease().total_seconds() * LEASE_SHARE)
    verdict = judge(reply)
    if verdict is Verdict.OURS and reply.phase in ("rcpt", "data", "dot") and message.reason == str(reply):
        # The same refusal after somebody resumed the engine is about this one message: it must not stop the others.
        verdict = Verdict.DEAD if reply.phase == "rcpt" else Verdict.FAILED
    if verdict is Verdict.UNKNOWN and message.uncertain >= kinds.get(message.kind).max_uncertain:
        verdict = Verdict.UNCONFIRMED
    write_down(message, token, reply, verdict)
    if reason := stops(reply):
        actions.stop_writing(contact_bi=sealing.contact_index(made.to[0]), topic="", reason=reason, now=db_now())
    return reply if verdict is Verdict.OURS or reply.phase == "connect" else None


def write_down(message: Message, token: uuid.UUID, reply: Reply, verdict: Verdict) -> None:
    """The mark and the delivery record, together. A worker that was taken for dead writes nothing."""
    now = lately()
    if verdict in FINAL and connection.vendor == "postgresql":
        changed = _end(message, token, reply, verdict, now)
    else:
        changed = _put_down(message, token, reply, verdict, now)
    if not changed:
        log.warning("message %s: the lease was lost while it was handed over", message.pk)


def _end(message: Message, token: uuid.UUID, reply: Reply, verdict: Verdict, now: dt.datetime) -> int:
    """What _put_down does for a final state, in one statement and so in one way to the server; it tells the time too.

    Only PostgreSQL can change two tables in one.
    """
    values = {"id": message.pk, "token": str(token), "now": now, "number": message.attempts}
    values |= {"state": FINAL[verdict].value, "reason": str(reply)[:REASON_LENGTH]}
    values |= {"phase": reply.phase, "code": reply.code, "outcome": verdict.value}
    with connection.cursor() as cursor:
        cursor.execute(END, values)
        changed, read = cursor.fetchone()
    reading.note(read)
    return changed


def _put_down(message: Message, token: uuid.UUID, reply: Reply, verdict: Verdict, now: dt.datetime) -> int:
    with transaction.atomic():
        if verdict in FINAL:
            changed = Message.objects.owned(message, token).finish(FINAL[verdict], str(reply), now)
        else:
            changed = claims.put_back(message, token, str(reply), now, uncertain=verdict is Verdict.UNKNOWN)
        if changed:
            DeliveryAttempt.objects.create(
                message=message,
                number=message.attempts,
                at=now,
                phase=reply.phase,
                code=reply.code,
                outcome=verdict.value,
            )
    return changed
