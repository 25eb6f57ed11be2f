"""Files of a resource that staff upload: one edition a language."""

from typing import Self

from django.conf import settings
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partners import languages

from .resource import Resource


class ResourceFileQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(resource__is_public=True)

    def at(self, slug: str, language: str, form: str) -> Self:
        """What stands at an address: the edition of a work in a language, in the form in which it is kept."""
        return self.filter(resource__slug=slug, language=language, form=form).select_related("resource")


class ResourceFile(models.Model):
    """One edition as it is offered for download: never the bytes that came, always written anew by us."""

    class Form(models.TextChoices):
        PDF = "pdf", _("PDF")
        IMAGE = "webp", _("image")

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="files", verbose_name=_("resource"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    form = models.CharField(_("kind of file"), max_length=4, choices=Form, editable=False)
    size = models.PositiveIntegerField(_("bytes"), editable=False)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, editable=False)
    checksum = models.CharField(max_length=64, editable=False)  # SHA-256 of the content in hex
    uploaded_at = models.DateTimeField(_("uploaded"), editable=False)

    objects = ResourceFileQuerySet.as_manager()

    class Meta:
        ordering = ("language",)
        verbose_name, verbose_name_plural = _("edition"), _("editions")
        constraints = [models.UniqueConstraint(fields=("resource", "language"), name="resource_file_once_a_language")]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.resource_id}/{self.language}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:file_detail", args=[self.resource.slug, self.language, self.form])

    @property
    def name(self) -> str:
        """What it is called once it is downloaded; never what somebody called it who sent it."""
        return f"{self.resource.slug}-{self.language}.{self.form}"

    @property
    def language_name(self) -> str:
        return languages.listed([self.language])

    @property
    def content_type(self) -> str:
        return {self.Form.PDF: "application/pdf", self.Form.IMAGE: "image/webp"}[self.form]

    @property
    def facts(self) -> str:
        """What a reader wants to know before loading it on a phone: "PDF, 3 pages, 1.2 MB"."""
        size, parts = filesizeformat(self.size), [str(self.get_form_display())]
        if self.pages:
            parts.append(ngettext("%(n)d page", "%(n)d pages", self.pages) % {"n": self.pages})
        return ", ".join([*parts, size])


class ResourceContent(models.Model):
    """The bytes of an edition, in a table of their own, so that no list loads them.

    In the database and not in a folder: backup, restore and a second web host have them without any more care.
    """

    file = models.OneToOneField(ResourceFile, models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField(editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("content of an edition"), _("contents of editions")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return str(self.file_id)
