"""Campaigns, the organizations in them and what they achieved."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coordinators.models import Term
from partners import dates
from partners.models import Citation, Partner


class CampaignQuerySet(models.QuerySet):
    def public(self) -> Self:
        """What a stranger may see. Demo rows exist only under DEBUG."""
        return self.filter(is_public=True, is_demo__in=(False, settings.DEBUG))

    def on_record(self) -> Self:
        """Public and part of the true record: what is counted, listed in history and given to machines."""
        return self.filter(is_public=True, is_demo=False)

    def of_project(self) -> Self:
        return self.filter(scope=Campaign.Scope.ILP)


class Campaign(models.Model):
    """One campaign or line of work, with how far the project was part of it."""

    class Scope(models.TextChoices):
        ILP = "ilp", _("Work of the project")
        KI = "ki", _("Work of the Kalmanovitz Initiative")
        ALLIED = "allied", _("Work of allies that we follow")

    class Status(models.TextChoices):
        ONGOING = "ongoing", _("ongoing")
        COMPLETED = "completed", _("completed")
        UNKNOWN = "unknown", _("not on record")

    class Kind(models.TextChoices):
        POLICY = "policy", _("Policy")
        TRAINING = "training", _("Training")
        TENANT = "tenant", _("Tenants")
        MOBILISATION = "mobilisation", _("Mobilization")
        WORKER_RIGHTS = "worker-rights", _("Workers' rights")
        RESEARCH = "research", _("Research")
        EDUCATION = "education", _("Education")
        STORYTELLING = "storytelling", _("Storytelling")
        LITIGATION = "litigation-foia", _("Litigation and records requests")

    class Emblem(models.TextChoices):
        LEGAL = "legal", _("scales")
        WALK = "walk", _("two people walking")
        HOME = "home", _("row houses")
        VOICE = "voice", _("megaphone")
        HANDS = "hands", _("raised fist")
        ROAD = "road", _("license card")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=150)
    scope = models.CharField(_("scope"), max_length=6, choices=Scope)
    kinds = models.JSONField(_("kinds"), default=list, blank=True)
    emblem = models.CharField(_("emblem"), max_length=5, choices=Emblem, blank=True)
    partners = models.ManyToManyField(
        Partner, through="CampaignPartner", related_name="campaigns", verbose_name=_("partners")
    )
    terms = models.ManyToManyField(Term, blank=True, related_name="campaigns", verbose_name=_("terms"))
    started_on = models.DateField(_("started on"), null=True, blank=True)
    started_precision = dates.precision_field(verbose_name=_("precision of the start"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_precision = dates.precision_field(verbose_name=_("precision of the end"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.UNKNOWN)
    summary = models.TextField(_("summary"))
    coordinators_did = models.TextField(_("what coordinators did"), blank=True)
    caution = models.CharField(_("caution"), max_length=300, blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)
    citations = GenericRelation(Citation)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("title_en",)
        verbose_name, verbose_name_plural = _("campaign"), _("campaigns")
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_it_starts",
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
            )
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign_detail", args=[self.slug])

    @property
    def kinds_display(self) -> list[str]:
        return [str(self.Kind(kind).label) for kind in self.kinds if kind in self.Kind.values]

    @property
    def start_display(self) -> str:
        return dates.display(self.started_on, self.started_precision)

    @property
    def end_display(self) -> str:
        return dates.display(self.ended_on, self.ended_precision)


class CampaignPartner(models.Model):
    """One organization in one campaign: as a partner, or as a public institution that the campaign addressed."""

    class Role(models.TextChoices):
        PARTNER = "partner", _("partner")
        INSTITUTION = "institution", _("public institution addressed")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="partner_rows", verbose_name=_("campaign"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="campaign_rows", verbose_name=_("partner"))
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.PARTNER)
    is_lead = models.BooleanField(_("leads the campaign"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")
        verbose_name, verbose_name_plural = _("organization in the campaign"), _("organizations in the campaign")
        constraints = [models.UniqueConstraint(fields=("campaign", "partner"), name="campaign_partner_once")]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.partner_id} in {self.campaign_id}"


class Outcome(models.Model):
    """One result of a campaign, with a figure where a source gives one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="outcomes", verbose_name=_("campaign"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    happened_on = models.DateField(_("date"), null=True, blank=True)
    precision = dates.precision_field(verbose_name=_("precision"))
    figure = models.DecimalField(_("figure"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    text = models.TextField(_("text"))
    citations = GenericRelation(Citation)

    class Meta:
        ordering = ("order", "pk")
        verbose_name, verbose_name_plural = _("outcome"), _("outcomes")
        constraints = [models.UniqueConstraint(fields=("campaign", "order"), name="outcome_order_once")]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.order}"

    @property
    def date_display(self) -> str:
        return dates.display(self.happened_on, self.precision)
