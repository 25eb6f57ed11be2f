"""The code with which somebody is found at the door of an event: a picture for a camera, and letters to be typed.

Both open nothing for the person who has them: they name a sign-up to whoever may open the door. Nothing can be read
from them, and they die with the row.
"""

import base64
import datetime as dt
import functools
import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from outreach import sealing

from .models import Event, Rsvp

SEP, TOKEN = ".", "TOKEN"  # the second stands for a token in an address
OURS, WHOSE = 8, 12  # characters of a signature: 48 bits say that it is ours, 72 whose it is
MAX_DIGITS = 18  # of a row's number; more does not fit into the column
LETTERS = "BCDFGHJKMNPRSTWXYZ"  # no vowels, so that no word comes of it, and none that looks like another
LENGTH, HALF = 8, 4  # 18 ** 8 is 11 thousand millions: two of one event are never the same


class Is(StrEnum):
    """What a code stands for."""

    UNKNOWN = "unknown"  # no code of ours, or mistyped
    ELSEWHERE = "elsewhere"  # of another event
    ERASED = "erased"
    PENDING = "pending"  # never confirmed
    WAITING = "waiting"  # on the waiting list, or offered a place
    WITHDRAWN = "withdrawn"
    EXPECTED = "expected"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class Found:
    """The answer to a code. `event` is set for every code of ours, also for one of another event: name that one only
    to whoever may open its door."""

    state: Is
    rsvp: Rsvp | None = None
    event: Event | None = None


def code_of(rsvp: Rsvp) -> str:
    """The address that a QR picture holds, 60 to 70 characters."""
    return settings.BASE_URL + _page().replace(TOKEN, token_of(rsvp))


def token_of(rsvp: Rsvp) -> str:
    return SEP.join((str(rsvp.event_id), str(rsvp.pk), _ours(rsvp.event_id, rsvp.pk) + _whose(rsvp)))


def short_code(rsvp: Rsvp) -> str:
    """For whoever cannot scan: BCDF-GHJK."""
    number = int.from_bytes(hmac.digest(sealing.purpose_key("short door code"), rsvp.binding.encode(), hashlib.sha256))
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(LETTERS))
        digits.append(LETTERS[digit])
    return "".join(digits[:HALF]) + "-" + "".join(digits[HALF:])


def find(token: str, event: Event | None, now: dt.datetime) -> Found:
    """What was scanned or typed at the door of `event`; without one, at the door of whatever event it is of."""
    if typed := _typed(token):
        return _find_typed(typed, event, now) if event else Found(Is.UNKNOWN)
    numbers, _, signature = token.strip().rpartition(SEP)
    parts = numbers.split(SEP)
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= MAX_DIGITS for part in parts):
        return Found(Is.UNKNOWN)
    event_id, pk = map(int, parts)
    if not _same(signature[:OURS], _ours(event_id, pk)):
        return Found(Is.UNKNOWN)
    rsvp = Rsvp.objects.filter(pk=pk, event=event_id).select_related("event__key").first()
    of = rsvp.event if rsvp else Event.objects.filter(pk=event_id).first()
    if event is not None and event_id != event.pk:
        return Found(Is.ELSEWHERE, event=of)
    if rsvp is None or not _same(signature[OURS:], _whose(rsvp)):
        return Found(Is.ERASED, event=of)
    return of_row(rsvp, now)


def of_row(rsvp: Rsvp, now: dt.datetime) -> Found:
    """The same answer for a person who was found in the list."""
    return Found(_state(rsvp), rsvp, rsvp.event) if rsvp.is_kept(now) else Found(Is.ERASED, event=rsvp.event)


def _find_typed(letters: str, event: Event, now: dt.datetime) -> Found:
    for rsvp in event.rsvps.select_related("event__key"):
        if short_code(rsvp).replace("-", "") == letters:
            return of_row(rsvp, now)
    return Found(Is.UNKNOWN, event=event)


def _typed(text: str) -> str:
    """The letters of a short code as they stand on paper; empty for anything else."""
    letters = "".join(text.upper().replace("-", "").split())
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""


def _state(rsvp: Rsvp) -> Is:
    if rsvp.state == Rsvp.State.CONFIRMED:
        return Is.ARRIVED if rsvp.arrived_at else Is.EXPECTED
    return {Rsvp.State.PENDING: Is.PENDING, Rsvp.State.WITHDRAWN: Is.WITHDRAWN}.get(rsvp.state, Is.WAITING)


def _ours(event_id: int, pk: int) -> str:
    """Says that the token is of this portal, also when the row is erased."""
    return _digest(f"{event_id}/{pk}")[:OURS]


def _whose(rsvp: Rsvp) -> str:
    """Says whose it is; a row that came back under the same number gives another."""
    return _digest(f"{rsvp.event_id}/{rsvp.binding}")[:WHOSE]


def _digest(text: str) -> str:
    raw = hmac.digest(sealing.purpose_key("door code"), text.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(raw).decode()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())


@functools.cache
def _page() -> str:
    """In the default language, since nobody knows yet who will hold the camera; the page goes over to theirs."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("events:event_door_code", args=[TOKEN])


def scope() -> str:
    """What the address of every code begins with."""
    return _page().partition(TOKEN)[0]
