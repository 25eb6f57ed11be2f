"""The gate: the last moment before anybody outside hears of a message. RELIABILITY 2.5, `gate`, is the specification.

One short transaction reads the truth again, so that an edit, a withdrawal or a cancellation committed before it wins.
"""

import datetime as dt
import logging
import traceback
import uuid
import zoneinfo

from django.core.mail import EmailMultiAlternatives
from django.db import DatabaseError, InterfaceError, connection, transaction

from . import claims, kinds, letters, quiet, sealing, texting
from .clock import db_now, lately, sure_now
from .kinds import Kind, Letter
from .models import Message, Suppression

log = logging.getLogger(__name__)

COMPOSE = {Message.Channel.EMAIL: letters.compose, Message.Channel.SMS: texting.compose}


def gate(message: Message, token: uuid.UUID) -> EmailMultiAlternatives | texting.Text | None:
    """What to hand over now, or None: the message found its end here, waits again, or is no longer ours.

    Raises DatabaseError when the connection is gone, Doubt when the clock is wrong.
    """
    try:
        with transaction.atomic():
            return _pass(message, token)
    except (DatabaseError, InterfaceError) as error:
        if not connection.is_usable():
            raise
        # A query of this message's facts failed. It may be a lock or a fault of ours: the others go on either way.
        log.error("message %s: facts failed with %s at %s", message.pk, type(error).__name__, place(error))
        claims.put_back(message, token, f"facts: {type(error).__name__}", db_now())
        return None


def _pass(message: Message, token: uuid.UUID) -> EmailMultiAlternatives | texting.Text | None:
    now = sure_now()
    mine = Message.objects.owned(message, token)
    if message.not_after < now:
        mine.finish(Message.State.EXPIRED, "time passed", now)
        return None
    try:
        kind = kinds.get(message.kind)
        letter = kind.facts(message)
        if _waits(message, token, letter, kind, now):
            return None
        made, stop = COMPOSE[letter.channel](message, letter), _stop(letter, kind)
    except kinds.Skip as skip:
        mine.finish(skip.state, skip.reason, now)
        return None
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        log.error("message %s failed: %s at %s", message.pk, type(error).__name__, place(error))
        mine.finish(Message.State.FAILED, f"our fault: {type(error).__name__}", now)
        return None
    if claims.extend(message, token, lately(), letter.told, stop):
        return made
    if stop and Suppression.objects.against(*stop).exists():
        mine.finish(Message.State.SUPPRESSED, "asked us to stop", now)
    return None


def _stop(letter: Letter, kind: Kind) -> claims.Stop | None:
    """What would stop this letter; nothing can stop one that needs no consent.

    Text messages need consent whatever they say: STOP ends those that no topic covers, too.
    """
    if not kind.topic and letter.channel != Message.Channel.SMS:
        return None
    return claims.Stop(sealing.contact_index(letter.to), kind.topic.name if kind.topic else "")


def _waits(message: Message, token: uuid.UUID, letter: Letter, kind: Kind, now: dt.datetime) -> bool:
    """Whether it goes back to the queue untried: for the other channel, or until the quiet hours are over.

    Raises Skip when they end too late for it. A text message rings: at night it needs an urgent letter, always.
    """
    if letter.channel != message.channel:
        claims.hand_to(letter.channel, message, token)
        return True
    may_come_at_night = letter.urgent or (not kind.quiet and letter.channel != Message.Channel.SMS)
    until = None if may_come_at_night else quiet.over_at(now, zoneinfo.ZoneInfo(letter.zone))
    if until is None:
        return False
    if until > message.not_after:
        raise kinds.Skip(Message.State.EXPIRED, "quiet hours")
    claims.postpone(message, token, until, "quiet hours")
    return True


def place(error: BaseException) -> str:
    """File and line where it happened. Never the error's own text, which may quote a person's address."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.filename}:{last.lineno}"
