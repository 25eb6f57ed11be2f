"""Contacts that are not to be written to."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuppressionQuerySet(models.QuerySet):
    def against(self, contact_bi: bytes, topic: str) -> Self:
        """What stands between this contact and a message of that topic; topic "" is what needs no consent."""
        return self.filter(contact_bi=contact_bi, topic__in=("", topic))


class Suppression(models.Model):
    """A contact that is not to be written to, as a keyed hash only, so that it outlives the erasure of the contact."""

    class Reason(models.TextChoices):
        ASKED = "asked", _("asked us to stop")
        BOUNCED = "bounced", _("the address does not exist")
        COMPLAINED = "complained", _("complained to the mail provider")

    contact_bi = models.BinaryField(max_length=32)
    topic = models.CharField(_("topic"), max_length=20, blank=True, help_text=_("Empty: everything."))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    at = models.DateTimeField()

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("stopped contact"), _("stopped contacts")
        constraints = [
            models.UniqueConstraint(fields=("contact_bi", "topic"), name="suppression_once_per_topic"),
        ]

    class Privacy:
        personal = {"contact_bi", "topic"}
        keep = "until asked"
        why = _("So that nobody who said stop is written to again. We keep a keyed hash, not the address.")

    def __str__(self) -> str:
        return self.get_reason_display()
