"""Published works worth reading, and the sections of an outside newsletter."""

from typing import Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners import dates, languages, related
from partners.models import Addressed, Citation, Partner

from .campaign import Campaign
from .record import Opportunity, RecordQuerySet


class ResourceQuerySet(RecordQuerySet):
    def newest_first(self) -> Self:
        """By the day of publication; works without a date come last."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "slug")

    def by(self, publisher: Partner) -> Self:
        """Works that the organization published, alone or together with others."""
        shared = publisher.co_published.values("pk")
        return self.filter(models.Q(publisher=publisher) | models.Q(pk__in=shared))

    def newest_of_each(self, kinds: tuple[str, ...]) -> list["Resource"]:
        """The newest of each kind, in the order of `kinds`; none that needs a content warning beside it."""
        oldest_first = reversed(self.filter(kind__in=kinds).newest_first())
        newest = {row.kind: row for row in oldest_first if not row.content_warning}
        return [newest[kind] for kind in kinds if kind in newest]

    def with_publishers(self) -> Self:
        return self.select_related("publisher").prefetch_related(
            models.Prefetch("co_publishers", Partner.objects.public())
        )

    def with_campaigns(self) -> Self:
        return self.prefetch_related(models.Prefetch("campaigns", Campaign.objects.public()))

    def for_desk(self) -> Self:
        """All of them, the newest first, with publisher and editions."""
        return self.newest_first().select_related("publisher").prefetch_related("files")


class ResourceSectionQuerySet(RecordQuerySet):
    def around(self, resource: "Resource") -> Self:
        """Its own sections as they stand in it, and those of public newsletters that send readers to it, newest first.

        One query for both, since the page of a work shows both.
        """
        leading = models.Q(leads_to=resource, resource__is_public=True)
        newest = models.F("resource__published_on").desc(nulls_last=True)
        found = self.filter(models.Q(resource=resource) | leading)
        return found.with_targets().order_by(newest, "resource_id", "order", "pk")

    def with_targets(self) -> Self:
        """What a section leads to comes along: resource and campaign, public opportunities, public events."""
        return self.select_related("resource", "publisher", "leads_to", "campaign").prefetch_related(
            models.Prefetch("opportunities", Opportunity.objects.public()),
            models.Prefetch("events", related.rows(ResourceSection, "events").public()),
        )


class Resource(Addressed):
    """One published work worth reading: report, guide, press release, outside newsletter, video."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("Article")
        FAQ = "faq", _("Questions and answers")
        GUIDE = "guide", _("Guide")
        NEWSLETTER = "newsletter", _("Newsletter")
        PRESS_RELEASE = "press-release", _("Press release")
        REPORT = "report", _("Report")
        STORY_CAMPAIGN = "story-campaign", _("Story campaign")
        VIDEO = "video", _("Video")
        WEBPAGE = "webpage", _("Web page")
        YEAR_IN_REVIEW = "year-in-review", _("Year in review")

    SHELVES = {  # what somebody can use comes before what somebody can look up
        Kind.GUIDE: _("Guides"),
        Kind.FAQ: _("Questions and answers"),
        Kind.REPORT: _("Reports"),
        Kind.STORY_CAMPAIGN: _("Story campaigns"),
        Kind.VIDEO: _("Videos"),
        Kind.NEWSLETTER: _("Newsletters"),
        Kind.YEAR_IN_REVIEW: _("Years in review"),
        Kind.PRESS_RELEASE: _("Press releases"),
        Kind.ARTICLE: _("Articles"),
        Kind.WEBPAGE: _("Web pages"),
    }

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    publisher = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="resources", verbose_name=_("publisher")
    )
    publisher_name = models.CharField(_("publisher that has no page here"), max_length=150, blank=True)
    co_publishers = models.ManyToManyField(
        Partner, blank=True, related_name="co_published", verbose_name=_("published together with")
    )
    campaigns = models.ManyToManyField(Campaign, blank=True, related_name="resources", verbose_name=_("campaigns"))
    languages = models.JSONField(_("languages"), default=list, help_text=_('Language codes, like ["en", "es"].'))
    published_on = models.DateField(_("published on"), null=True, blank=True)
    precision = dates.precision_field(verbose_name=_("precision"))
    link = models.URLField(_("link"), max_length=300, blank=True)
    link_note = models.CharField(_("internal note on the link"), max_length=200, blank=True)
    content_warning = models.CharField(_("content warning"), max_length=200, blank=True)
    currency_note = models.CharField(_("note on how current it is"), max_length=300, blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    citations = GenericRelation(Citation)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ("-published_on", "slug")
        verbose_name, verbose_name_plural = _("resource"), _("resources")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(publisher__isnull=False) | ~models.Q(publisher_name=""),
                name="resource_has_a_publisher",
            )
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:resource_detail", args=[self.slug])

    @property
    def date_display(self) -> str:
        return dates.display(self.published_on, self.precision)

    @property
    def languages_display(self) -> str:
        return languages.listed(self.languages)

    @property
    def editions(self) -> list[tuple[str, str]]:
        """(code, name in the language of the page) of every language it is published in."""
        return [(code, languages.listed([code])) for code in self.languages]

    @property
    def in_spanish(self) -> bool:
        return "es" in self.languages


class ResourceSection(models.Model):
    """One section of an outside newsletter: headline, summary and call to action, in the order of the issue."""

    ACTIONS = {
        "read": pgettext_lazy("call to action", "Read"),
        "join": pgettext_lazy("call to action", "Join"),
        "download": pgettext_lazy("call to action", "Download"),
        "register": pgettext_lazy("call to action", "Register"),
        "apply": pgettext_lazy("call to action", "Apply"),
    }

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="sections", verbose_name=_("newsletter"))
    slug = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=20)
    headline = models.CharField(_("headline"), max_length=200)
    summary = models.TextField(_("summary"))
    cta = models.CharField(_("call to action"), max_length=100)
    cta_kind = models.CharField(_("kind of action"), max_length=10)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    has_content_warning = models.BooleanField(_("content warning"), default=False)
    publisher = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("publisher")
    )
    leads_to = models.ForeignKey(
        Resource, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("resource")
    )
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("campaign")
    )
    opportunities = models.ManyToManyField(Opportunity, blank=True, related_name="+", verbose_name=_("opportunities"))
    citations = GenericRelation(Citation)

    objects = ResourceSectionQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        verbose_name, verbose_name_plural = _("newsletter section"), _("newsletter sections")
        constraints = [
            models.UniqueConstraint(fields=("resource", "slug"), name="resource_section_slug_once"),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.headline

    @property
    def action(self) -> str:
        """What the reader was asked to do, in one word; an action we have no word for stands for itself."""
        return str(self.ACTIONS.get(self.cta_kind, self.cta_kind))
