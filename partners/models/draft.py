"""What somebody typed into a long form of the desk and did not save yet."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

KEEP = dt.timedelta(days=30)  # after the last stroke


class DraftQuerySet(models.QuerySet):
    def past_keep(self, now: dt.datetime) -> Self:
        return self.filter(saved_at__lte=now - KEEP)


class Draft(models.Model):
    """The fields of one form as one person typed them. `form` names it, like "campaigns.campaign/12" or ".../new"."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", editable=False)
    form = models.CharField(max_length=80, editable=False)
    data = models.JSONField(default=dict, editable=False)
    saved_at = models.DateTimeField(editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("draft"), _("drafts")
        constraints = [models.UniqueConstraint(fields=("user", "form"), name="draft_once_per_form")]

    class Privacy:
        personal = {"user", "form", "data", "saved_at"}
        keep = KEEP
        why = _("So that what you typed into a long form is still there when the phone or the network goes.")

    def __str__(self) -> str:
        return self.form
