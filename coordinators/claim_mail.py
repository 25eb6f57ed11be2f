"""What people who claim past years are told: the link, and what staff decided. In their language."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from outreach import outbox
from outreach.kinds import Kind, Letter, Skip
from outreach.models import Message, Suppression

from .models import NameClaim
from .models.consent import CLAIM_UNCONFIRMED

CONFIRM = "coordinators.claim_confirm"
ACCEPTED, REFUSED = "coordinators.claim_accepted", "coordinators.claim_refused"
NEWS_LIFETIME = dt.timedelta(days=7)  # what was decided is still news after a week without a mail server
State = NameClaim.State
OF_STATE = {CONFIRM: State.UNCONFIRMED, ACCEPTED: State.ACCEPTED, REFUSED: State.REFUSED}


def plan(claim: NameClaim, kind: str, *, now: dt.datetime) -> Message:
    """Called in the transaction that has to be told. Nobody but the row knows the address, so only its number goes."""
    lifetime = CLAIM_UNCONFIRMED if kind == CONFIRM else NEWS_LIFETIME
    return outbox.send_sealed(kind, {"claim": str(claim.pk)}, now=now, lifetime=lifetime)


def letter(message: Message) -> Letter:
    """The facts of all three kinds, from the claim as it is now. It carries nothing that a stranger typed."""
    claim = NameClaim.objects.filter(pk=outbox.open_sealed(message)["claim"]).first()
    if claim is None or not claim.contact:
        raise Skip(Message.State.SUPPRESSED, "claim erased")
    if claim.state != OF_STATE[message.kind]:
        raise Skip(Message.State.SUPERSEDED, "claim goes on")
    if message.kind == CONFIRM and Suppression.objects.against(bytes(claim.contact_bi), "").exists():
        raise Skip(Message.State.SUPPRESSED, "asked us to stop")  # whoever typed the address
    with translation.override(claim.language):
        values = {
            "link": claim.link if message.kind == CONFIRM else "",
            "shown_as": claim.get_shown_as_display(),
            "names_url": settings.BASE_URL + reverse("coordinators:term_list"),
            "form_url": settings.BASE_URL + reverse("coordinators:claim_create"),
            "note_url": settings.BASE_URL + reverse("coordinators:tip_create"),
        }
    return Letter(claim.contact, claim.language, message.kind.replace(".", "_"), values)


KINDS = (
    Kind(CONFIRM, letter, priority=1, quiet=False, label=_("Link to a claim of past years")),
    Kind(ACCEPTED, letter, label=_("Claim of past years accepted")),
    Kind(REFUSED, letter, label=_("Claim of past years not accepted")),
)
