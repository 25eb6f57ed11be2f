"""The link in the mail of a claim: who holds it may read, confirm and erase it. Nothing else opens it."""

import datetime as dt
import uuid
from contextlib import suppress

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from .models import NameClaim
from .models.consent import CLAIM_UNCONFIRMED

SEP = "."


def url(claim: NameClaim) -> str:
    with translation.override(claim.language):
        return settings.BASE_URL + reverse("coordinators:claim_confirm", args=[_signer(claim).sign(claim.pk.hex)])


def find(token: str, now: dt.datetime) -> NameClaim | None:
    """The claim; None alike for a forged link, an old one and one whose claim is erased."""
    try:
        pk = uuid.UUID(token.partition(SEP)[0])
    except ValueError:
        return None
    claim = NameClaim.objects.filter(pk=pk).first()
    if claim is None or (claim.state == NameClaim.State.UNCONFIRMED and claim.requested_at <= now - CLAIM_UNCONFIRMED):
        return None
    with suppress(BadSignature):
        _signer(claim).unsign(token)
        return claim
    return None


def _signer(claim: NameClaim) -> Signer:
    return Signer(salt=f"coordinators.claim/{bytes(claim.contact_bi).hex()}", sep=SEP)
