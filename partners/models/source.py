"""Where statements come from: sources, which record cites them, and what the record said when it was last loaded."""

from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners import dates


class CitedQuerySet(models.QuerySet):
    """Records that cite sources."""

    def with_sources(self) -> Self:
        """The citations come along with their sources, in one query for all rows."""
        return self.prefetch_related(models.Prefetch("citations", Citation.objects.select_related("source")))


class Source(models.Model):
    """One published page, article or document that a statement of the record rests on."""

    class PublicLink(models.TextChoices):
        YES = "yes", _("may be linked")
        REVIEW = "review", _("cite publisher and date in words, no link")
        NO = "no", _("internal evidence only, never shown")

    ref = models.CharField(_("address"), max_length=500, unique=True)
    title = models.CharField(_("title"), max_length=250)
    publisher = models.CharField(_("publisher"), max_length=200)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    precision = dates.precision_field(verbose_name=_("precision"))
    public_link = models.CharField(_("public link"), max_length=6, choices=PublicLink, default=PublicLink.REVIEW)
    language = models.CharField(_("language of the title"), max_length=2, choices=settings.LANGUAGES, default="en")
    checked_on = models.DateField(
        _("last checked on"), null=True, blank=True, help_text=_("When somebody last read the live page.")
    )
    note = models.TextField(_("internal note"), blank=True)

    class Meta:
        ordering = ("publisher", "title")
        verbose_name, verbose_name_plural = _("source"), _("sources")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(public_link__in=("yes", "review", "no")), name="source_link_known"
            )
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    @property
    def date_display(self) -> str:
        return dates.display(self.published_on, self.precision)


class Citation(models.Model):
    """One statement of one record rests on one source, in the order in which they are cited."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source"))
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "pk")
        verbose_name, verbose_name_plural = _("citation"), _("citations")
        constraints = [
            models.UniqueConstraint(fields=("content_type", "object_id", "source"), name="citation_once_per_record")
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} → {self.source_id}"


class ImportedRecord(models.Model):
    """What content/ said of one record when it was last loaded, so that a later load keeps what staff edited since."""

    kind = models.CharField(max_length=40)
    slug = models.CharField(max_length=500)
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "slug"), name="imported_record_once")]

    class Privacy:
        personal = {"slug", "values"}
        keep = "history"
        why = _("What the public record said, also of the coordinators it names, so that a name taken down stays down.")

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
