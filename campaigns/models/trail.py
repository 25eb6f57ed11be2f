"""Who changed what of an hour entry, from what to what, and when."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from coordinators.models import Appointment


class HourChangeQuerySet(models.QuerySet):
    def of_entry(self, entry) -> Self:
        return self.filter(entry=entry).select_related("by")

    def of_deleted(self, key: uuid.UUID) -> Self:
        """The deletion of the entry that came with the key."""
        return self.filter(action=HourChange.Action.DELETED, before__key=str(key))


class HourChange(models.Model):
    """One step in the life of an entry after it was logged. The row outlives a deleted entry, not the person.

    `before` and `after` hold the values of the entry as plain text and numbers: entry and campaign (ids), day (ISO),
    minutes, activity, note, approved_by (user id) and approved_at (ISO) where it was approved, asked_by and question
    where it was sent back. A note is None where it named a person's details, and is not there once it was erased or
    the entry deleted. `after` is empty after a deletion, and `before` then holds the key of the entry, too.
    """

    class Action(models.TextChoices):
        CHANGED = "changed", _("corrected")
        DELETED = "deleted", _("deleted")
        ASKED = "asked", _("sent back with a question")
        TAKEN_BACK = "back", _("approval taken back")

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="hour_changes", editable=False)
    entry = models.ForeignKey("campaigns.HourEntry", models.SET_NULL, null=True, related_name="changes", editable=False)
    action = models.CharField(_("action"), max_length=7, choices=Action, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), editable=False)
    before = models.JSONField(default=dict, editable=False)
    after = models.JSONField(default=dict, editable=False)
    imported_by = models.ForeignKey(
        "campaigns.HourImport", models.SET_NULL, null=True, related_name="changes", editable=False
    )

    objects = HourChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name, verbose_name_plural = _("change of hours"), _("changes of hours")

    class Privacy:
        personal = {"appointment", "entry", "action", "by", "at", "before", "after", "imported_by"}
        keep = "history"
        why = _("So that a corrected entry says what it was. Notes in it are erased two years after the term.")

    def __str__(self) -> str:
        return f"{self.action} {self.entry_id}"
