"""Who did what to which record, without what the record says."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntryQuerySet(models.QuerySet):
    def past_keep(self, now: dt.datetime) -> Self:
        return self.filter(at__lte=now - AuditEntry.Privacy.keep)

    def narrowed(self, *, since: dt.date | None = None, until: dt.date | None = None, **columns) -> Self:
        """Those of the days from `since` to `until`, both included, and with these values; what is empty is not asked.

        Days are those of the active time zone.
        """
        rows = self.filter(**{name: value for name, value in columns.items() if value})
        rows = rows.filter(at__date__gte=since) if since else rows
        return rows.filter(at__date__lte=until) if until else rows


class AuditEntry(models.Model):
    """One deed of somebody on the staff, of an administrator or of a machine with a key. Written by partners/audit.py.

    `record` is the label of a model, "campaigns.campaign"; `record_id` its primary key as text; `fields` the names of
    the columns that changed, never their values; `count` how many rows a deed about many touched.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    action = models.CharField(_("what"), max_length=40)
    record = models.CharField(_("record"), max_length=60, blank=True)
    record_id = models.CharField(_("number of the record"), max_length=40, blank=True)
    fields = models.JSONField(_("fields"), default=list)
    count = models.PositiveIntegerField(_("how many"), null=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name, verbose_name_plural = _("audit entry"), _("audit entries")
        indexes = [models.Index(fields=("record", "record_id"), name="audit_of_record")]

    class Privacy:
        personal = {"at", "actor", "action", "record", "record_id", "fields", "count"}
        keep = settings.AUDIT_KEPT
        why = _("Who of staff did what to which record, to find and undo mistakes and misuse.")

    def __str__(self) -> str:
        return f"{self.action} {self.record} {self.record_id}"
