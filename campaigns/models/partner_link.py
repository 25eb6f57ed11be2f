"""The page that a partner organization opens without an account, and what it answers there."""

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coordinators.models.term import ACCESS_AFTER_TERM
from partners.models import Contact, Partner

from .hours import HourEntry


def new_nonce() -> str:
    return secrets.token_urlsafe(12)


class PartnerLinkQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(revoked_at=None, expires_on__gte=day)


class PartnerLink(models.Model):
    """One signed address for one organization. Its token is number and nonce under our signature: a dump gives none.

    `contact` is who gets the digest of the month, if anybody does.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="links", verbose_name=_("partner"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="links", verbose_name=_("who gets the digest")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    nonce = models.CharField(max_length=16, unique=True, default=new_nonce, editable=False)
    made_at = models.DateTimeField(_("made"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    objects = PartnerLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "pk")
        verbose_name, verbose_name_plural = _("partner link"), _("partner links")

    class Privacy:
        personal = {"contact", "language", "nonce", "made_at", "made_by", "expires_on", "revoked_at"}
        keep = "partnership"
        why = _("To write to the partner organization once a month. Staff remove it when it changes.")

    def __str__(self) -> str:
        return f"{self.partner_id}/{self.pk}"


class PartnerWordQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(settled_at=None)

    def about(self, entry_ids) -> Self:
        return self.filter(entry__in=list(entry_ids))

    def settle(self, *, by, at: dt.datetime) -> int:
        """Staff decided on the line, or the organization takes its word back (`by` None). Returns how many."""
        return self.waiting().update(settled_by=by, settled_at=at)

    def with_partners(self) -> Self:
        return self.select_related("link__partner")

    def past_keep(self, day: dt.date) -> Self:
        """Words about lines of a term that gives no access any more."""
        return self.filter(entry__placement__appointment__term__ends_on__lt=day - ACCESS_AFTER_TERM)


class PartnerWord(models.Model):
    """ "This is not right": what an organization says of one line of hours. Staff settle it."""

    link = models.ForeignKey(PartnerLink, models.CASCADE, related_name="words", verbose_name=_("partner link"))
    entry = models.ForeignKey(HourEntry, models.CASCADE, related_name="partner_words", verbose_name=_("hour entry"))
    revision = models.PositiveIntegerField(_("revision that was seen"))
    text = models.CharField(_("what is not right"), max_length=280, blank=True)
    said_at = models.DateTimeField(_("said"))
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("settled by")
    )

    objects = PartnerWordQuerySet.as_manager()

    class Meta:
        ordering = ("said_at", "pk")
        verbose_name, verbose_name_plural = _("word of a partner"), _("words of partners")
        constraints = [
            models.UniqueConstraint(
                fields=("entry", "link"), condition=Q(settled_at=None), name="partner_word_once_while_open"
            )
        ]

    class Privacy:
        personal = {"link", "entry", "revision", "text", "said_at", "settled_at", "settled_by"}
        keep = "term"
        why = _("So that hours that a partner does not know are put right.")

    def __str__(self) -> str:
        return str(self.pk)
