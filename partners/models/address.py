"""Addresses that records had before: a page whose address changed redirects (ilp_portal.middleware.MovedPages)."""

from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerAddressQuerySet(models.QuerySet):
    def of(self, model: type[models.Model], slug: str) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(model), slug=slug)


class FormerAddress(models.Model):
    """A slug that one record had, of which no other record of its kind has made its own since."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    slug = models.SlugField(max_length=100)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=("content_type", "slug"), name="former_address_leads_to_one")]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.slug} → {self.object_id}"


class Addressed(models.Model):
    """A record with a page of its own under `slug`. A saved change of it is remembered; update() of many rows is not.

    Not for people: the address of somebody who asked for initials must not lead from the full name.
    """

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        is_new, before = self._state.adding, getattr(self, "_stored_slug", None)
        super().save(*args, **kwargs)
        written = kwargs.get("update_fields")
        if "slug" not in self.__dict__ or (written is not None and "slug" not in written):
            return
        self._stored_slug = self.slug
        if is_new or (before and before != self.slug):
            FormerAddress.objects.of(type(self), self.slug).delete()  # the address is a record's own again
        if before and before != self.slug:
            kind = ContentType.objects.get_for_model(self)
            FormerAddress.objects.update_or_create(content_type=kind, slug=before, defaults={"object_id": self.pk})

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._stored_slug = row.__dict__.get("slug")  # not there when deferred
        return row
