"""Files of a resource that staff upload: one edition a language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .resource import Resource


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

    class Meta:
        ordering = ("language",)
        verbose_name, verbose_name_plural = _("edition"), _("editions")
        constraints = [models.UniqueConstraint(fields=("resource", "language"), name="resource_file_once_a_language")]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.resource_id}/{self.language}"


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
