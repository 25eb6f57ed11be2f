"""A rule by which events repeat. Its events are rows like all others; what is moved or canceled stays so."""

import datetime as dt
import zoneinfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from coordinators.models.user import validate_time_zone
from events import clock

MOST_WEEKS_APART = 8


class Series(models.Model):
    """Weekly or every few weeks on some weekdays, at the same hour on the wall, until a day."""

    weekdays = models.JSONField(_("weekdays"), default=list)  # 0 Monday ... 6 Sunday, at least one
    weeks_apart = models.PositiveSmallIntegerField(
        _("every how many weeks"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_WEEKS_APART)]
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    starts = models.TimeField(_("starts at"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(5), MaxValueValidator(1440)])
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="America/New_York", validators=[validate_time_zone]
    )
    left_out = models.JSONField(_("days left out"), default=list, blank=True)  # ISO days

    class Meta:
        ordering = ("-first_day", "pk")
        verbose_name, verbose_name_plural = _("series"), _("series")
        constraints = [
            models.CheckConstraint(name="series_ends_after_it_begins", condition=Q(last_day__gte=F("first_day"))),
            models.CheckConstraint(
                name="series_weeks_apart_1_to_8", condition=Q(weeks_apart__range=(1, MOST_WEEKS_APART))
            ),
            models.CheckConstraint(name="series_minutes_5_to_1440", condition=Q(minutes__range=(5, 1440))),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"series {self.pk}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def left_out_words(self) -> str:
        """Wednesday, December 23, 2026; Wednesday, December 30, 2026"""
        return "; ".join(clock.day_text(dt.date.fromisoformat(day)) for day in self.left_out)

    @property
    def words(self) -> str:
        """Every 2 weeks on Tuesday and Thursday at 6:30 pm, until Thursday, December 17, 2026"""
        days = get_text_list([str(WEEKDAYS[number]) for number in self.weekdays], gettext("and"))
        hour = clock.hour_text(dt.datetime.combine(self.first_day, self.starts))
        said = {"n": self.weeks_apart, "days": days, "hour": hour, "until": clock.day_text(self.last_day)}
        words = ngettext(
            "Every week on %(days)s at %(hour)s, until %(until)s",
            "Every %(n)s weeks on %(days)s at %(hour)s, until %(until)s",
            self.weeks_apart,
        )
        return words % said
