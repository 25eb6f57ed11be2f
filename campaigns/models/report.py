"""What a campaign came to, as it was sent to a funder or a partner; and quotes of people who agreed to be quoted."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coordinators.models import Term
from partners.models import Partner

from .campaign import Campaign, CampaignPartner


class QuoteQuerySet(models.QuerySet):
    def agreed(self) -> Self:
        """Quotes whose consent stands."""
        return self.filter(withdrawn_on=None)


class Quote(models.Model):
    """Words of somebody who agreed to be quoted. Never a full name of somebody who is not a public person."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="quotes", verbose_name=_("campaign"))
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="quotes", verbose_name=_("partner")
    )
    text = models.TextField(_("words"), max_length=600)
    said_by = models.CharField(_("who says it, as it may be printed"), max_length=100)
    said_on = models.DateField(_("said on"))
    agreed_on = models.DateField(_("agreed on"))
    agreed_how = models.CharField(_("how the person agreed"), max_length=150)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ("-said_on", "pk")
        verbose_name, verbose_name_plural = _("quote"), _("quotes")

    class Privacy:
        personal = {"text", "said_by", "said_on", "agreed_on", "agreed_how", "withdrawn_on"}
        keep = "until asked"
        why = _("Words that somebody agreed to have quoted, with how and when they agreed.")

    def __str__(self) -> str:
        return str(self.pk)


class FrozenReport(Exception):
    """What was sent stays as it was sent."""


class ReportQuerySet(models.QuerySet):
    def frozen(self) -> Self:
        return self.filter(frozen_at__isnull=False)

    def open(self) -> Self:
        return self.filter(frozen_at=None)

    def quoted(self) -> set[int]:
        """The numbers of the quotes that they tell."""
        return {quote["id"] for quotes in self.values_list("facts__quotes", flat=True) for quote in quotes or ()}

    def sharing_days_with(self, report: "Report") -> Self:
        """Frozen ones that may count the same hours: whoever holds two of them can take one off the other.

        A term counts what all its campaigns came to, a partner what each of its own did, also with another partner.
        """
        near = self.frozen().filter(starts_on__lte=report.ends_on, ends_on__gte=report.starts_on)
        if report.term_id:
            return near
        ties = CampaignPartner.objects.filter(role=CampaignPartner.Role.PARTNER)
        theirs = ties.filter(partner=report.partner_id).values("campaign")
        campaigns = [report.campaign_id] if report.campaign_id else theirs
        partners = ties.filter(campaign__in=campaigns).values("partner")
        same = Q(partner=report.partner_id) if report.partner_id else Q(campaign=report.campaign_id)
        return near.filter(same | Q(term__isnull=False) | Q(campaign__in=campaigns) | Q(partner__in=partners))

    def with_subject(self) -> Self:
        return self.select_related("partner", "campaign", "term")


class Report(models.Model):
    """The numbers of one partner, campaign or term in a span of days. Once frozen, `facts` never change again.

    `facts` holds what the page prints, in both languages, as ilp_portal/reports/facts.py makes it; `checksum` is the
    SHA-256 of its canonical JSON in hex, printed on every form of the report.
    """

    class About(models.TextChoices):
        PARTNER = "partner", _("partner")
        CAMPAIGN = "campaign", _("campaign")
        TERM = "term", _("academic year")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(_("about"), max_length=8, choices=About)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("partner")
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("campaign")
    )
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("academic year")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    facts = models.JSONField(default=dict, editable=False)
    checksum = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(_("made"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    frozen_at = models.DateTimeField(_("frozen"), null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "pk")
        verbose_name, verbose_name_plural = _("report"), _("reports")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="report_ends_after_it_starts"),
            models.CheckConstraint(
                name="report_about_one_thing",
                condition=Q(about="partner", partner__isnull=False, campaign=None, term=None)
                | Q(about="campaign", partner=None, campaign__isnull=False, term=None)
                | Q(about="term", partner=None, campaign=None, term__isnull=False),
            ),
            models.CheckConstraint(
                name="report_frozen_with_its_checksum",
                condition=Q(frozen_at=None, checksum="") | (Q(frozen_at__isnull=False) & ~Q(checksum="")),
            ),
        ]

    class Privacy:
        personal = {"about", "campaign", "term", "starts_on", "ends_on", "facts", "checksum"} | {
            "made_at",
            "made_by",
            "frozen_at",
        }
        keep = "until asked"
        why = _("What was reported to partners and funders: numbers, and quotes of people who agreed to be quoted.")

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args, **kwargs) -> None:
        """Raises FrozenReport; the database refuses as well, also what goes past this (ilp_portal/reports/seal.py)."""
        if not self._state.adding and type(self).objects.frozen().filter(pk=self.pk).exists():
            raise FrozenReport(f"report {self.pk} is frozen")
        super().save(*args, **kwargs)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None
