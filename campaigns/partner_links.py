"""The link of a partner organization: the address that opens its page without an account, until when, for how long.

A token is number and nonce under our signature, so that a dump of the database gives none. It stays the same when the
last day is moved; it dies with its row, and at once when staff revoke it.
"""

import datetime as dt

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from coordinators.models import Term
from partners import audit

from .models import PartnerLink

SIGNER = {"salt": "campaigns.partner", "sep": "."}
SEP = "~"  # between number and nonce; a nonce has none
AFTER_TERM = dt.timedelta(days=30)  # hours of the last weeks are still to be answered then
WITHOUT_TERM = dt.timedelta(days=120)
LONGEST = dt.timedelta(days=400)  # a year and its last weeks


class Past(Exception):
    """The link was good and is no more: its last day is over, or staff revoked it."""


def token_of(link: PartnerLink) -> str:
    return Signer(**SIGNER).sign(f"{link.pk}{SEP}{link.nonce}")


def path(link: PartnerLink, language: str = "") -> str:
    """The page in the link's language, or in the one that is asked for."""
    with translation.override(language or link.language):
        return reverse("partner_page", args=[token_of(link)])


def url(link: PartnerLink, language: str = "") -> str:
    return settings.BASE_URL + path(link, language)


def find(token: str, day: dt.date) -> PartnerLink | None:
    """None alike for a forged token and for one whose row is gone. Raises Past for one that was good."""
    try:
        number, _sep, nonce = Signer(**SIGNER).unsign(token).partition(SEP)
    except (BadSignature, UnicodeError):
        return None
    shown = PartnerLink.objects.filter(partner__is_demo__in=(False, settings.DEBUG))
    link = shown.filter(pk=number, nonce=nonce).select_related("partner", "contact").first()
    if link and (link.revoked_at or link.expires_on < day):
        raise Past
    return link


def last_day(today: dt.date) -> dt.date:
    """What a new link has if nobody says otherwise: 30 days after the term, whichever ends next."""
    term = Term.objects.filter(ends_on__gte=today).order_by("ends_on").first()
    return min(term.ends_on + AFTER_TERM, today + LONGEST) if term else today + WITHOUT_TERM


@transaction.atomic
def make(link: PartnerLink, *, by, now: dt.datetime, today: dt.date) -> PartnerLink:
    """Save the new link; where one for the same contact in the same language still works, that one as it stands: a
    form that is sent twice makes no second, and moves no last day."""
    same = {"contact": link.contact, "language": link.language}
    standing = PartnerLink.objects.valid_on(today).filter(partner=link.partner, **same).first()
    if standing:
        return standing
    link.made_at, link.made_by = now, by
    link.is_demo = link.partner.is_demo
    link.save(force_insert=True)
    return link


@transaction.atomic
def renew(link: PartnerLink, *, expires_on: dt.date) -> bool:
    """Move the last day; False for a revoked one, which stays so, and where nothing changes."""
    renewed = PartnerLink.objects.filter(pk=link.pk, revoked_at=None).exclude(expires_on=expires_on)
    if not renewed.update(expires_on=expires_on):
        return False
    link.expires_on = expires_on
    audit.note("campaigns.renew_link", record=link, fields=["expires_on"])
    return True


@transaction.atomic
def revoke(link: PartnerLink, *, now: dt.datetime) -> bool:
    """From this moment on it opens nothing. False when it was revoked already."""
    if not PartnerLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        return False
    audit.note("campaigns.revoke_link", record=link, fields=["revoked_at"])
    return True
