"""Organizations around the project, the coalitions they form, and private contacts."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners import related

from .address import Addressed
from .source import Citation, CitedQuerySet


class PartnerQuerySet(CitedQuerySet):
    def public(self) -> Self:
        """What a stranger may see. Demo rows exist only under DEBUG."""
        return self.filter(is_public=True, is_demo__in=(False, settings.DEBUG))

    def on_record(self) -> Self:
        """Public and part of the true record: what is counted, listed in history and given to machines."""
        return self.filter(is_public=True, is_demo=False)

    def documented(self) -> Self:
        """Organizations whose joint work with the project, or with its host, a source shows."""
        return self.filter(documented_with_ilp=True)

    def giving_legal_help(self) -> Self:
        """Providers of legal services that still work under this name or a new one, the DC area first."""
        near_first = models.Case(models.When(region=Partner.Region.DC, then=0), default=1)
        rows = self.filter(kind=Partner.Kind.LEGAL).exclude(status=Partner.Status.MERGED)
        return rows.annotate(near=near_first).order_by("near", "name")

    def with_campaigns(self) -> Self:
        """The campaigns on record come along under `campaigns`, the project's own first."""
        campaigns = related.rows(Partner, "campaigns").on_record().own_first()
        return self.prefetch_related(models.Prefetch("campaigns", campaigns))

    def with_coalitions(self) -> Self:
        """What each belongs to comes along under `memberships`, and who belongs to it under `member_rows`."""
        rows = CoalitionMembership.objects.public().with_both()
        return self.prefetch_related(models.Prefetch("memberships", rows), models.Prefetch("member_rows", rows))


class Partner(Addressed):
    """An organization: host, partner of campaigns, ally in the wider movement or public institution."""

    class Kind(models.TextChoices):
        COMMUNITY = "community-organization", _("Community organization")
        COALITION = "coalition", _("Coalition")
        LEGAL = "legal-services", _("Legal services provider")
        WORKER_CENTER = "worker-center", _("Worker center")
        UNIVERSITY = "university", _("University")
        GOVERNMENT = "government", _("Public institution")
        ADVOCACY = "advocacy", _("Advocacy organization")
        LAW_FIRM = "law-firm", _("Law firm")
        TENANT = "tenant-organization", _("Tenant organization")
        CAMPAIGN_NETWORK = "campaign-network", _("Campaign network")
        FAITH_NETWORK = "faith-network", _("Faith network")

    class Relationship(models.TextChoices):
        HOST = "host", _("Host organization")
        CAMPAIGN_PARTNER = "campaign-partner", _("Community partner")
        PAST_PARTNER = "past-partner", _("Past partner")
        ALLY = "ally", _("Ally")
        INSTITUTION = "institution", _("Public institution")

    class Region(models.TextChoices):
        DC = "dc-area", _("DC area")
        LOS_ANGELES = "los-angeles", _("Los Angeles")
        BORDER = "us-mexico-border", _("US–Mexico border")
        OTHER_US = "other-us", _("Other US regions")
        NATIONAL = "national", _("Nationwide")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged")
        UNKNOWN = "unknown", _("not on record")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=150)
    gloss = models.CharField(
        _("name in this language"),
        max_length=150,
        blank=True,
        help_text=_("Only where the organization's name needs one."),
    )
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=22, choices=Kind)
    relationship = models.CharField(_("relationship"), max_length=16, choices=Relationship)
    documented_with_ilp = models.BooleanField(
        _("joint work on record"), default=False, help_text=_("Without it the page says: ally in the wider movement.")
    )
    region = models.CharField(_("region"), max_length=16, choices=Region)
    place = models.CharField(_("place"), max_length=150, blank=True)
    description = models.TextField(_("description"))
    website = models.URLField(_("website"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.UNKNOWN)
    status_as_of = models.PositiveSmallIntegerField(_("status as of (year)"), null=True, blank=True)
    status_note = models.CharField(_("status note"), max_length=300, blank=True)
    former_names = models.JSONField(_("former names"), default=list, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )
    is_public = models.BooleanField(_("public"), default=True)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)
    citations = GenericRelation(Citation)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name, verbose_name_plural = _("partner"), _("partners")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:partner_detail", args=[self.slug])

    @property
    def is_shown(self) -> bool:
        """As `public()`, of one row."""
        return self.is_public and (settings.DEBUG or not self.is_demo)

    @property
    def short_name(self) -> str:
        return self.acronym or self.name

    @property
    def name_language(self) -> str:
        """The language of the name, where it is known: what needs a gloss in Spanish has an English name."""
        if bool(self.gloss_en) == bool(self.gloss_es):
            return ""
        return "en" if self.gloss_es else "es"

    @property
    def local_gloss(self) -> str:
        """The name in the language of the page, only where it has one of its own (no fallback)."""
        return getattr(self, f"gloss_{get_language()}", "") or ""


class CoalitionMembershipQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Ties between organizations that a stranger may see, or to a coalition known by name only."""
        shown = Partner.objects.public()
        return self.filter(models.Q(coalition=None) | models.Q(coalition__in=shown), member__in=shown)

    def with_both(self) -> Self:
        return self.select_related("member", "coalition")

    def of(self, partner: Partner) -> Self:
        """Where the organization is the member, and where it is the coalition."""
        return self.filter(models.Q(member=partner) | models.Q(coalition=partner)).with_both()


class CoalitionMembership(models.Model):
    """One organization belongs to one coalition; the coalition may be known by name only."""

    member = models.ForeignKey(Partner, models.CASCADE, related_name="memberships", verbose_name=_("member"))
    coalition = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="member_rows", verbose_name=_("coalition")
    )
    name = models.CharField(_("name of the coalition"), max_length=150, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CoalitionMembershipQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        verbose_name, verbose_name_plural = _("coalition membership"), _("coalition memberships")
        constraints = [
            models.UniqueConstraint(fields=("member", "coalition"), name="coalition_membership_once"),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("coalition")), name="coalition_not_its_own_member"
            ),
            models.CheckConstraint(
                condition=models.Q(coalition__isnull=False) | ~models.Q(name=""), name="coalition_row_or_name"
            ),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.member_id} in {self.name or self.coalition_id}"


class Contact(models.Model):
    """A person to reach at a partner organization. Shown to signed-in coordinators placed there and to staff only."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="contacts", verbose_name=_("partner"))
    name = models.CharField(_("name"), max_length=100)
    role = models.CharField(_("role"), max_length=100, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    class Meta:
        ordering = ("name",)
        verbose_name, verbose_name_plural = _("contact"), _("contacts")

    class Privacy:
        personal = {"name", "role", "email", "phone", "language"}
        keep = "partnership"
        why = _("To reach the partner organization while the campaign runs. Staff remove it when it changes.")

    def __str__(self) -> str:
        return f"{self.name} ({self.partner_id})"
