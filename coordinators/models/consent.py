"""How a name may show in public: what the person agreed to, and what past coordinators ask for by mail."""

import datetime as dt
import hashlib
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .person import Coordinator
from .sender import Sender, SenderQuerySet

CLAIM_KEPT = dt.timedelta(days=30)  # after the decision, or after the request where nobody decided
CLAIM_UNCONFIRMED = dt.timedelta(hours=48)  # until then the link in the mail works


class NameConsentQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class NameConsent(models.Model):
    """One yes of one person to one way of showing the name. The newest that is not withdrawn is the one that counts."""

    class Way(models.TextChoices):
        ACCOUNT = "account", _("in the own account")
        CLAIM = "claim", _("by mail, confirmed by staff")
        PAPER = "paper", _("in writing, kept by staff")

    person = models.ForeignKey(Coordinator, models.CASCADE, related_name="consents", verbose_name=_("coordinator"))
    shown_as = models.CharField(_("how the name shows"), max_length=8, choices=Coordinator.ShownAs)
    way = models.CharField(_("how the person said yes"), max_length=7, choices=Way)
    wording = models.CharField(_("wording agreed to"), max_length=20)  # key of the text that was shown
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )

    objects = NameConsentQuerySet.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        verbose_name, verbose_name_plural = _("consent to a name"), _("consents to names")
        constraints = [
            models.UniqueConstraint(
                fields=("person",), condition=Q(withdrawn_at=None), name="name_consent_one_that_counts"
            )
        ]

    class Privacy:
        personal = {"person", "shown_as", "way", "wording", "given_at", "withdrawn_at", "recorded_by"}
        keep = "history"
        why = _("To know that you said yes to the way in which your name shows, and when.")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.shown_as}"


class NameClaimQuerySet(SenderQuerySet):
    def waiting(self) -> Self:
        """Confirmed by mail, to be decided by staff."""
        return self.filter(state=NameClaim.State.WAITING)

    def past_keep(self, now: dt.datetime) -> Self:
        decided = Q(decided_at__lte=now - CLAIM_KEPT)
        asked = Q(decided_at=None, confirmed_at__lte=now - CLAIM_KEPT)
        return self.filter(decided | asked | Q(confirmed_at=None, requested_at__lte=now - CLAIM_UNCONFIRMED))


class NameClaim(Sender):
    """Somebody who coordinated in past years says so and chooses how the name shows. Staff decide."""

    SEALED_FOR = "claim of past years"
    LINK = ("coordinators.claim", "coordinators:claim_confirm")

    class State(models.TextChoices):
        UNCONFIRMED = "new", _("not confirmed by mail")
        WAITING = "waiting", _("to be decided")
        ACCEPTED = "yes", _("accepted")
        REFUSED = "no", _("refused")

    person = models.ForeignKey(
        Coordinator, models.SET_NULL, null=True, blank=True, related_name="claims", verbose_name=_("coordinator")
    )
    years = models.JSONField(_("academic years"), default=list)  # slugs of terms
    shown_as = models.CharField(_("how the name shows"), max_length=8, choices=Coordinator.ShownAs)
    wording = models.CharField(_("wording agreed to"), max_length=20)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.UNCONFIRMED)
    requested_at = models.DateTimeField(_("asked"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = NameClaimQuerySet.as_manager()

    class Meta:
        ordering = ("requested_at", "pk")
        verbose_name, verbose_name_plural = _("claim of past years"), _("claims of past years")
        constraints = [
            models.CheckConstraint(
                name="name_claim_decided_when_settled",
                condition=Q(state__in=("new", "waiting"), decided_at=None)
                | Q(state__in=("yes", "no"), decided_at__isnull=False),
            )
        ]

    class Privacy:
        personal = {
            "person",
            "years",
            "name_ct",
            "contact_ct",
            "contact_bi",
            "shown_as",
            "wording",
            "language",
            "state",
            "requested_at",
            "confirmed_at",
            "decided_at",
        }
        keep = CLAIM_KEPT
        why = _("To find your years in the history and to ask you back. What you chose stays with your name.")

    def link_is_past(self, now: dt.datetime) -> bool:
        return self.state == self.State.UNCONFIRMED and self.requested_at <= now - CLAIM_UNCONFIRMED

    @property
    def mark(self) -> str:
        """Another one after each change, so that a press says yes to what was read and to nothing else."""
        return hashlib.sha256(self.name_ct).hexdigest()[:16]
