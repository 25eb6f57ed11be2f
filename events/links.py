"""The link in a sign-up's mail: who holds it may confirm, withdraw and see the exact place. Nothing else opens it.

A token names a row and is signed with what is in it, so it dies with the row. It never changes: every mail about one
sign-up carries the same link.
"""

import datetime as dt
import functools
from contextlib import suppress

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from .models import Rsvp

SEP = "."
TOKEN = "TOKEN"  # stands for it in an address
MAX_DIGITS = 18  # of a row's number; more does not fit into the column


def _signer(rsvp: Rsvp) -> Signer:
    return Signer(salt=f"events.rsvp/{rsvp.binding}", sep=SEP)


def token_of(rsvp: Rsvp) -> str:
    return _signer(rsvp).sign(str(rsvp.pk))


def path(rsvp: Rsvp, language: str) -> str:
    """The page of this sign-up in that language."""
    return _page(language).replace(TOKEN, token_of(rsvp))


@functools.cache
def _page(language: str) -> str:
    """The address with TOKEN in it: looked up once, not for every mail."""
    with translation.override(language):
        return reverse("events:rsvp_manage", args=[TOKEN])


def url(rsvp: Rsvp, language: str) -> str:
    return settings.BASE_URL + path(rsvp, language)


def find(token: str, now: dt.datetime) -> Rsvp | None:
    """The sign-up behind a token; None alike for a forged token and for one whose sign-up is erased or due to be."""
    pk = token.partition(SEP)[0]
    if not (pk.isascii() and pk.isdigit() and len(pk) <= MAX_DIGITS):
        return None
    rsvp = Rsvp.objects.for_page().filter(pk=pk).first()
    if rsvp is None or not rsvp.is_kept(now):
        return None
    with suppress(BadSignature):
        _signer(rsvp).unsign(token)
        return rsvp
    return None
