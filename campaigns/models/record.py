"""The dated moments of the record, its figures and its ways to take part."""

import datetime as dt
from typing import Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from coordinators.models import Term
from partners import dates
from partners.models import Citation, CitedQuerySet, Partner

from .campaign import Campaign


class RecordQuerySet(CitedQuerySet):
    """Rows without a demo twin: whatever is public is on record."""

    def public(self) -> Self:
        return self.filter(is_public=True)


class MilestoneQuerySet(RecordQuerySet):
    def without_term(self) -> Self:
        """Moments that fit no academic year: before the first, or dated by a calendar year only."""
        return self.filter(term=None)


class OpportunityQuerySet(RecordQuerySet):
    def public(self) -> Self:
        """What a stranger may see; templates of a call are for staff."""
        return super().public().exclude(status=Opportunity.Status.TEMPLATE)

    def newest_first(self) -> Self:
        """By the day it was posted, else by its academic year; what has neither stands and comes first, ours before
        that of others."""
        day = models.functions.Coalesce("posted_on", "opens_on", "term__starts_on")
        ours = models.Q(organization__relationship=Partner.Relationship.HOST)
        return self.order_by(day.desc(nulls_first=True), models.Case(models.When(ours, then=0), default=1), "slug")

    def for_list(self) -> Self:
        """Organization, term and sources come along."""
        return self.with_sources().select_related("organization", "term")


class Milestone(models.Model):
    """One dated moment of the history."""

    class Scope(models.TextChoices):
        PROJECT = "project", _("The project")
        HOST = "host", _("The Kalmanovitz Initiative")
        CITY = "city", _("City policy")
        PARTNER = "partner", _("A partner")
        ALLIED = "allied", _("The wider movement")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"))
    scope = models.CharField(_("scope"), max_length=7, choices=Scope)
    happened_on = models.DateField(_("date"))
    precision = dates.precision_field(verbose_name=_("precision"))
    season = models.CharField(
        _("semester"), max_length=6, blank=True, choices=[("fall", _("fall")), ("spring", _("spring"))]
    )
    basis = models.CharField(_("how the date is known"), max_length=200, blank=True)
    term = models.ForeignKey(
        Term, models.SET_NULL, null=True, blank=True, related_name="milestones", verbose_name=_("term")
    )
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="milestones", verbose_name=_("campaign")
    )
    is_public = models.BooleanField(_("public"), default=True)
    citations = GenericRelation(Citation)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ("happened_on", "slug")
        verbose_name, verbose_name_plural = _("milestone"), _("milestones")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.title

    @property
    def date_display(self) -> str:
        return dates.display(self.happened_on, self.precision, self.season)


class Opportunity(models.Model):
    """One way to take part, or a past call or job kept as an example."""

    class Kind(models.TextChoices):
        STUDENT_ROLE = "student-role", _("Student role")
        STUDENT_VOLUNTEER = "student-volunteer", _("Student volunteering")
        CALL_TEMPLATE = "call-template", _("Template of a call")
        JOB = "job", _("Job opening")
        PARTNER_VOLUNTEERING = "partner-volunteering", _("Volunteering with a partner")

    class Status(models.TextChoices):
        STANDING = "standing", _("standing")
        CLOSED = "closed", _("closed")
        TEMPLATE = "template", _("template for staff")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("summary"))
    duties = models.TextField(_("duties, one a line"), blank=True)
    currency_note = models.CharField(_("note on how current it is"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=8, choices=Status)
    organization = models.ForeignKey(
        Partner, models.PROTECT, related_name="opportunities", verbose_name=_("organization")
    )
    term = models.ForeignKey(
        Term, models.SET_NULL, null=True, blank=True, related_name="opportunities", verbose_name=_("term")
    )
    hours_min = models.PositiveSmallIntegerField(_("hours, at least"), null=True, blank=True)
    hours_max = models.PositiveSmallIntegerField(_("hours, at most"), null=True, blank=True)
    hours_period = models.CharField(_("hours a"), max_length=10, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    posted_precision = dates.precision_field(verbose_name=_("precision"))
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    apply_link = models.URLField(_("where to apply"), max_length=300, blank=True)
    details = models.JSONField(
        _("details"), default=dict, blank=True, help_text=_("Sections and questions of a call, in both languages.")
    )
    is_public = models.BooleanField(_("public"), default=True)
    citations = GenericRelation(Citation)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        ordering = ("status", "slug")
        verbose_name, verbose_name_plural = _("opportunity"), _("opportunities")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.title

    @property
    def posted_display(self) -> str:
        return dates.display(self.posted_on, self.posted_precision)

    def is_past(self, today: dt.date) -> bool:
        """Closed by staff, or its last day is over."""
        return self.status == self.Status.CLOSED or (self.closes_on is not None and self.closes_on < today)

    def opens_later(self, today: dt.date) -> bool:
        """Announced: its first day is still to come."""
        return not self.is_past(today) and self.opens_on is not None and self.opens_on > today


class Fact(models.Model):
    """One figure about an issue: the claim of the source that is named with it."""

    class ClaimType(models.TextChoices):
        OFFICIAL = "official", _("official figure")
        RESEARCH = "research", _("research")
        ORGANIZATION = "organization", _("an organization's own claim")
        PRESS = "press", _("press report")

    class Issue(models.TextChoices):
        DC_IMMIGRANTS = "dc-immigrants", _("Immigrants in DC")
        LEGAL = "legal-representation", _("Legal representation")
        WAGE_THEFT = "wage-theft", _("Wage theft")
        DAY_LABOR = "day-labor", _("Day labor")
        LICENSES = "drivers-licenses", _("Driver’s licenses")
        EXCLUDED_WORKERS = "excluded-workers", _("Excluded workers")
        DETENTION = "detention", _("Detention")
        YOUTH = "immigrant-youth", _("Immigrant youth")
        LOS_ANGELES = "los-angeles", _("Los Angeles")

    FRESH = dt.timedelta(days=2 * 365)  # a figure of the year before last is a caution to readers

    slug = models.SlugField(max_length=60, unique=True)
    issue = models.CharField(_("issue"), max_length=30, choices=Issue)
    figure = models.DecimalField(_("figure"), max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    precision = dates.precision_field(verbose_name=_("precision"))
    claim_type = models.CharField(_("kind of claim"), max_length=12, choices=ClaimType)
    claimed_by = models.CharField(_("claimed by"), max_length=150)
    text = models.TextField(_("text"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    citations = GenericRelation(Citation)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ("issue", "slug")
        verbose_name, verbose_name_plural = _("fact"), _("facts")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.slug

    @property
    def date_display(self) -> str:
        return dates.display(self.as_of, self.precision)

    def age(self, today: dt.date) -> str:
        """Why a reader should not take it for today's number: "undated", "old", or nothing."""
        if self.as_of is None:
            return "undated"
        return "old" if self.as_of < today - self.FRESH else ""
