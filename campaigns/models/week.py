"""What a person says about a whole week: nothing to log, done, one sentence."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coordinators.models import Appointment


def validate_monday(day) -> None:
    if day.weekday():
        raise ValidationError(_("A week begins on Monday."), code="not_monday")


class WeekNoteQuerySet(models.QuerySet):
    def of_user(self, user) -> Self:
        return self.filter(appointment__coordinator__user=user)

    def quiet(self) -> Self:
        return self.filter(quiet=True)

    def finished(self, monday: dt.date) -> Self:
        """Words about that week after which nobody asks for hours: nothing this week, or done."""
        return self.filter(Q(quiet=True) | Q(done_at__isnull=False), monday=monday)


class WeekNote(models.Model):
    """One appointment's word about one week. A week with entries is logged, without them quiet or silent."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="week_notes")
    monday = models.DateField(_("week from"), validators=[validate_monday])
    quiet = models.BooleanField(_("nothing this week"), default=False)
    done_at = models.DateTimeField(_("done for the week"), null=True, blank=True, editable=False)
    reflection = models.CharField(_("reflection"), max_length=500, blank=True)
    shared = models.BooleanField(_("shared with the partner"), default=False)

    objects = WeekNoteQuerySet.as_manager()

    class Meta:
        ordering = ("monday", "pk")
        verbose_name, verbose_name_plural = _("week note"), _("week notes")
        constraints = [
            models.UniqueConstraint(fields=("appointment", "monday"), name="week_note_once"),
            models.CheckConstraint(condition=Q(shared=False) | ~Q(reflection=""), name="week_note_shares_something"),
        ]

    class Privacy:
        personal = {"appointment", "monday", "quiet", "done_at", "reflection", "shared"}
        keep = "history"
        why = _(
            "So that nobody asks about a week you called quiet. Your sentence is for you and staff, and for the "
            "partner if you share it; it is erased two years after the term."
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.monday}"
