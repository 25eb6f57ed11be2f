"""Handing one message over and writing down what came of it. RELIABILITY 2.5, `deliver_one`, is the specification."""

import logging
import uuid
from enum import Enum

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from . import claims, kinds, smtp
from .clock import db_now
from .gate import gate
from .models import DeliveryAttempt, Message
from .smtp import Reply

log = logging.getLogger(__name__)

LEASE_SHARE = 0.8  # of the lease is what one message may take on the wire; the rest is for writing it down


class Verdict(Enum):
    SENT = "sent"
    DEAD = "refused"
    FAILED = "refused for what it says"
    UNCONFIRMED = "outcome unknown, no further try"
    UNKNOWN = "outcome unknown"
    RETRY = "not handed over"
    OURS = "we were refused"


FINAL = {
    Verdict.SENT: Message.State.SENT,
    Verdict.DEAD: Message.State.DEAD,
    Verdict.FAILED: Message.State.FAILED,
    Verdict.UNCONFIRMED: Message.State.UNCONFIRMED,
}


def judge(reply: Reply) -> Verdict:
    """What a reply means. Only a broken connection after the text began is unknown; a clear no is never a copy."""
    if reply.code is None:
        return Verdict.UNKNOWN if reply.phase == "dot" else Verdict.RETRY
    if reply.phase == "dot" and reply.code < 300:
        return Verdict.SENT
    if ours(reply):
        return Verdict.OURS
    return Verdict.DEAD if reply.code >= 500 and reply.phase != "connect" else Verdict.RETRY


def ours(reply: Reply) -> bool:
    """Whether the server refuses us, not the reader: sign-in missing or wrong, sender or policy refused."""
    return (
        reply.code in (530, 535)
        or (reply.phase in ("login", "mail") and reply.code >= 500)
        or (reply.code >= 500 and reply.enhanced.startswith("5.7."))
    )


def deliver_one(message: Message, token: uuid.UUID, backend: BaseEmailBackend) -> Reply | None:
    """Take one claimed message through gate and server. Returns the reply that has to pause the engine, or None."""
    mail = gate(message, token)
    if mail is None:
        return None
    reply = hand_over(mail, backend)
    verdict = judge(reply)
    if verdict is Verdict.OURS and reply.phase in ("rcpt", "data", "dot") and message.reason == str(reply):
        # The same refusal after somebody resumed the engine is about this one message: it must not stop the others.
        verdict = Verdict.DEAD if reply.phase == "rcpt" else Verdict.FAILED
    if verdict is Verdict.UNKNOWN and message.uncertain >= kinds.get(message.kind).max_uncertain:
        verdict = Verdict.UNCONFIRMED
    write_down(message, token, reply, verdict)
    return reply if verdict is Verdict.OURS else None


def hand_over(mail: EmailMessage, backend: BaseEmailBackend) -> Reply:
    """A backend that knows the phases says how far it came; of any other an exception only says that nobody knows."""
    if isinstance(backend, smtp.EmailBackend):
        return backend.hand_over(mail, claims.lease().total_seconds() * LEASE_SHARE)
    try:
        return Reply("dot", 250) if backend.send_messages([mail]) else Reply("dot")
    except Exception as error:
        log.warning("mail backend failed: %s", type(error).__name__)
        return Reply("dot")


def write_down(message: Message, token: uuid.UUID, reply: Reply, verdict: Verdict) -> None:
    """The mark and the delivery record, together. A worker that was taken for dead writes nothing."""
    now = db_now()
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
    if not changed:
        log.warning("message %s: the lease was lost while it was handed over", message.pk)
