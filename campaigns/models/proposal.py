"""Hours that the portal believes were worked, shown greyed until the person takes them."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .hours import MAX_MINUTES_A_DAY, QUARTER_HOUR, HourEntry, Placement


class HourProposalQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Neither taken nor set aside."""
        return self.filter(answered_at=None)

    def in_week(self, monday: dt.date) -> Self:
        return self.filter(worked_on__range=(monday, monday + dt.timedelta(days=6)))

    def of_user(self, user) -> Self:
        return self.filter(placement__appointment__coordinator__user=user)


class HourProposal(models.Model):
    """One entry that waits for the person's yes. `origin` names what it comes from, like "events.attendance:12"."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="proposals")
    worked_on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    activity = models.CharField(_("activity"), max_length=13, choices=HourEntry.Activity)
    note = models.CharField(_("note"), max_length=280, blank=True)
    origin = models.CharField(max_length=80, editable=False)
    client_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # of the entry that it becomes
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = HourProposalQuerySet.as_manager()

    class Meta:
        ordering = ("worked_on", "pk")
        verbose_name, verbose_name_plural = _("proposed hours"), _("proposed hours")
        constraints = [
            models.UniqueConstraint(fields=("placement", "origin"), name="hour_proposal_once"),
            models.CheckConstraint(
                condition=Q(minutes__range=(QUARTER_HOUR, MAX_MINUTES_A_DAY)), name="hour_proposal_minutes_15_to_1440"
            ),
            models.CheckConstraint(
                condition=Q(minutes=F("minutes") - F("minutes") % QUARTER_HOUR),
                name="hour_proposal_minutes_in_quarters",
            ),
        ]

    class Privacy:
        personal = {"placement", "worked_on", "minutes", "activity", "note", "origin", "client_key", "answered_at"}
        keep = "term"
        why = _("To offer you hours that you need not type. It counts for nothing until you take it.")

    def __str__(self) -> str:
        return f"{self.pk}: {self.minutes} min"
