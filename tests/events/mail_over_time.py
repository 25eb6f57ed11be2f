"""Mail as it goes out while time passes."""

import datetime as dt
from collections import Counter

from django.core import mail
from django.utils import timezone

from outreach.engine import run_once
from outreach.models import Message

MINUTE = dt.timedelta(minutes=1)


def sent(*kinds) -> list[tuple[str, str]]:
    """(address, subject) of what went out, of these kinds or of all."""
    rows = Message.objects.filter(kind__in=kinds) if kinds else Message.objects.all()
    starts = tuple(f"<d.{pk}." for pk in rows.values_list("pk", flat=True))
    ids = [(letter, letter.message()["Message-ID"]) for letter in mail.outbox]
    return [(letter.to[0], letter.subject) for letter, number in ids if number.startswith(starts)]


def readers_of(*kinds) -> Counter:
    return Counter(address for address, _subject in sent(*kinds))


def drain(frozen, until: dt.datetime, step: dt.timedelta = 10 * MINUTE) -> None:
    """Let time pass, with a tick now and then."""
    while timezone.now() < until:
        frozen.move_to(min(timezone.now() + step, until))
        run_once()
