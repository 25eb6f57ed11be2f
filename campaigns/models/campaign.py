"""Campaigns, the organizations in them and what they achieved."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campaigns import figures
from coordinators.models import Term
from partners import dates
from partners.models import Addressed, Citation, CitedQuerySet, Partner


class Joined(models.Aggregate):
    """Texts of many rows in one, a space between them, in no order; None without a row."""

    function, template = "GROUP_CONCAT", "%(function)s(%(expressions)s, ' ')"
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


NEWEST_FIRST = (F("started_on").desc(nulls_last=True), "title_en")


class CampaignQuerySet(CitedQuerySet):
    def public(self) -> Self:
        """What a stranger may see. Demo rows exist only under DEBUG."""
        return self.filter(is_public=True, is_demo__in=(False, settings.DEBUG))

    def on_record(self) -> Self:
        """Public and part of the true record: what is counted, listed in history and given to machines."""
        return self.filter(is_public=True, is_demo=False)

    def of_project(self) -> Self:
        return self.filter(scope=Campaign.Scope.ILP)

    def without_term(self) -> Self:
        """Work of which nobody wrote down the year."""
        return self.filter(terms=None)

    def own_first(self) -> Self:
        """The project's own work before that of others."""
        others_last = models.Case(models.When(scope=Campaign.Scope.ILP, then=0), default=1)
        return self.order_by(others_last, "title_en")

    def of_year_first(self, day: dt.date) -> Self:
        """Those of the academic year that holds the day, marked with `is_of_year`, then as `newest_first`."""
        terms = self.model.terms.through.objects.filter(campaign=models.OuterRef("pk"))
        year = models.Exists(terms.filter(term__starts_on__lte=day, term__ends_on__gte=day))
        return self.annotate(is_of_year=year).order_by("-is_of_year", *NEWEST_FIRST)

    def newest_first(self) -> Self:
        """By the start; those whose start is not on record come last."""
        return self.order_by(*NEWEST_FIRST)

    def with_partners(self) -> Self:
        """The organizations that may be shown come along under `partner_rows`."""
        return self.prefetch_related(models.Prefetch("partner_rows", CampaignPartner.objects.public()))

    def with_years(self) -> Self:
        """The slugs of its terms come along for `years`, in the same query."""
        return self.annotate(term_slugs=Joined("terms__slug"))

    def beside(self, slug: str) -> Self:
        """The campaign of that address first, if it is among these; then the project's own on record, newest first."""
        first = models.Case(models.When(slug=slug, then=0), default=1)
        own = Q(is_demo=False, scope=Campaign.Scope.ILP)
        return self.filter(Q(slug=slug) | own).order_by(first, *NEWEST_FIRST)


class Campaign(Addressed):
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
    def is_shown(self) -> bool:
        """As `public()`, of one row."""
        return self.is_public and (settings.DEBUG or not self.is_demo)

    @property
    def kinds_display(self) -> list[str]:
        return [str(self.Kind(kind).label) for kind in self.kinds if kind in self.Kind.values]

    @property
    def shown_partners(self) -> list["CampaignPartner"]:
        """Partners that may be shown, the lead first; institutions are no partners. Needs `with_partners()`."""
        rows = [row for row in self.partner_rows.all() if row.role == CampaignPartner.Role.PARTNER]
        return sorted(rows, key=lambda row: not row.is_lead)

    @property
    def shown_institutions(self) -> list["CampaignPartner"]:
        return [row for row in self.partner_rows.all() if row.role == CampaignPartner.Role.INSTITUTION]

    @property
    def years(self) -> list[tuple[str, str]]:
        """(slug, "2018–19") of its terms, oldest first. Needs `with_years()`."""
        return [(slug, f"{slug[:4]}–{slug[-2:]}") for slug in sorted((self.term_slugs or "").split())]

    @property
    def partner_line(self) -> str:
        """ "With Ayuda and 2 more", or "By ..." where it is others' work; empty when no partner is on record.

        Needs `with_partners()`.
        """
        rows = self.shown_partners
        if not rows:
            return ""
        values = {"name": rows[0].partner.name, "n": len(rows) - 1}
        if self.scope == self.Scope.ILP:
            one = _("With %(name)s")
            some = ngettext("With %(name)s and one more", "With %(name)s and %(n)d more", values["n"])
        else:
            one = _("By %(name)s")
            some = ngettext("By %(name)s and one more", "By %(name)s and %(n)d more", values["n"])
        return (some if values["n"] else one) % values

    @property
    def whose(self) -> str:
        """Whose work it is, where it is not the project's own: nothing of others may pass for ours."""
        return {self.Scope.KI: _("Kalmanovitz Initiative"), self.Scope.ALLIED: _("Allies’ work")}.get(self.scope, "")

    @property
    def span_display(self) -> str:
        """From when to when, as far as it is on record."""
        words = {
            (True, True): _("From %(start)s to %(end)s"),
            (True, False): _("From %(start)s; its end is not on record"),
            (False, True): _("Until %(end)s; its start is not on record"),
            (False, False): _("Dates not on record"),
        }[bool(self.started_on), bool(self.ended_on)]
        return words % {"start": self.start_display, "end": self.end_display}

    @property
    def start_display(self) -> str:
        return dates.display(self.started_on, self.started_precision)

    @property
    def end_display(self) -> str:
        return dates.display(self.ended_on, self.ended_precision)


class CampaignPartnerQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Rows whose organization a stranger may see."""
        return self.filter(partner__in=Partner.objects.public()).select_related("partner")

    def with_campaigns(self) -> Self:
        """Rows whose campaign a stranger may see, with it; the newest first."""
        rows = self.filter(campaign__in=Campaign.objects.public()).select_related("campaign")
        return rows.order_by(F("campaign__started_on").desc(nulls_last=True), "campaign__title_en")


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

    objects = CampaignPartnerQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        verbose_name, verbose_name_plural = _("organization in the campaign"), _("organizations in the campaign")
        constraints = [
            models.UniqueConstraint(fields=("campaign", "partner"), name="campaign_partner_once"),
            models.CheckConstraint(condition=~Q(role="institution", is_lead=True), name="institution_leads_nothing"),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.partner_id} in {self.campaign_id}"

    def clean(self):
        if self.is_lead and self.role == self.Role.INSTITUTION:
            raise ValidationError({"is_lead": _("An institution that a campaign addresses does not lead it.")})


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

    objects = CitedQuerySet.as_manager()

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

    @property
    def figure_display(self) -> str:
        """The figure with its unit, "$2,500,000" or "40 apartments"; empty where no source gives one."""
        return figures.display(self.figure, self.unit)
