"""The link in a sign-up's mail: who holds it may confirm, withdraw and see the exact place. Nothing else opens it.

A token names a row and is bound to it, so it dies with the row. It never changes, so every mail about one sign-up
carries the same link.
"""

import datetime as dt

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare

from .models import Rsvp

SIGNER = {"salt": "events.rsvp", "sep": "."}


def token_of(rsvp: Rsvp) -> str:
    return Signer(**SIGNER).sign(f"{rsvp.pk}-{rsvp.binding}")


def path(rsvp: Rsvp, language: str) -> str:
    """The page of this sign-up in that language."""
    with translation.override(language):
        return reverse("events:rsvp_manage", args=[token_of(rsvp)])


def url(rsvp: Rsvp, language: str) -> str:
    return settings.BASE_URL + path(rsvp, language)


def find(token: str, now: dt.datetime) -> Rsvp | None:
    """The sign-up behind a token; None alike for a forged token and for one whose sign-up is erased or due to be."""
    try:
        pk, _dash, binding = Signer(**SIGNER).unsign(token).partition("-")
    except BadSignature:
        return None
    rsvp = Rsvp.objects.for_page().filter(pk=int(pk)).first()
    if rsvp is None or not constant_time_compare(rsvp.binding, binding) or not rsvp.is_kept(now):
        return None
    return rsvp
