"""Handing one message over and writing down what came of it. RELIABILITY 2.5, `deliver_one`, is the specification."""

import datetime as dt
import itertools
import logging
import uuid
from dataclasses import replace

from django.db import connection, transaction

from . import actions, claims, kinds, sealing
from .channels import Channel
from .clock import db_now, lately, reading
from .gate import gate
from .models import REASON_LENGTH, DeliveryAttempt, Message
from .replies import OUR_ADDRESS, Reply, Verdict, judge, ours, stops

log = logging.getLogger(__name__)

ABOUT_ONE = ("rcpt", "data", "dot")  # phases in which a server speaks of one recipient or one text
MANY, LOOKED_AT = 3, 20  # different messages refused in a row end a run and ring the alarm; newest tries looked at
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
    if verdict is Verdict.OURS and is_about_one(reply):
        verdict = _of_one(message, reply)
    if verdict is Verdict.UNKNOWN and message.uncertain >= kinds.get(message.kind).max_uncertain:
        verdict = Verdict.UNCONFIRMED
    write_down(message, token, reply, verdict)
    if reason := stops(reply):
        actions.stop_writing(contact_bi=sealing.contact_index(made.to[0]), topic="", reason=reason, now=db_now())
    if is_about_one(reply) and refused_in_a_row(message.channel) >= MANY:
        return replace(reply, verdict=Verdict.RETRY)  # enough for this run; nobody is paused
    return reply if verdict is Verdict.OURS or reply.phase == "connect" else None


def is_about_one(reply: Reply) -> bool:
    """A refusal by policy of one recipient or one text. A stranger can bring it about, so it must not stop the others;
    a wrong password or a sender who may not send is about all of them."""
    lone = reply.phase in ABOUT_ONE and reply.code not in (530, 535)
    return lone and ours(reply) and not reply.enhanced.startswith(OUR_ADDRESS)


def _of_one(message: Message, reply: Reply) -> Verdict:
    """It is tried again while its time lasts, and ends when another one went through since: then it is about this."""
    last = message.tries.order_by("-pk").values_list("pk", flat=True).first()
    if last is None or not DeliveryAttempt.objects.sent_after(last, message.channel).exists():
        return Verdict.RETRY
    return Verdict.DEAD if reply.phase == "rcpt" else Verdict.FAILED


def refused_in_a_row(channel: str) -> int:
    """How many different messages, which wait now, were refused since the last one that was sent."""
    newest = DeliveryAttempt.objects.filter(message__channel=channel).order_by("-pk")[:LOOKED_AT]
    tries = newest.values_list("message_id", "message__state", "outcome", "phase")
    row = itertools.takewhile(lambda one: one[2] != Verdict.SENT.value, tries)
    wait = (Message.State.QUEUED, Verdict.RETRY.value)
    return len({pk for pk, state, outcome, phase in row if (state, outcome) == wait and phase in ABOUT_ONE})


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
