"""When people are reminded of an event."""

import datetime as dt
import zoneinfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events import clock

from .event import Event


class ReminderRuleQuerySet(models.QuerySet):
    def for_event(self, event: Event) -> list["ReminderRule"]:
        """The event's own rules when it has any, else those of its kind."""
        rules = list(self.filter(Q(event=event) | Q(event=None, kind=event.kind)))
        return [rule for rule in rules if rule.event_id] or rules


class ReminderRule(models.Model):
    """When to remind: hours before the start, or at an hour of a day before it, for a kind or for one event."""

    event = models.ForeignKey(
        Event, models.CASCADE, null=True, blank=True, related_name="rules", verbose_name=_("event")
    )
    kind = models.CharField(_("kind"), max_length=13, choices=Event.Kind, blank=True)
    hours_before = models.PositiveSmallIntegerField(_("hours before"), null=True, blank=True)
    days_before = models.PositiveSmallIntegerField(_("days before"), null=True, blank=True)
    at = models.TimeField(_("at (local hour of the event)"), null=True, blank=True)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "pk")
        verbose_name, verbose_name_plural = _("reminder rule"), _("reminder rules")
        constraints = [
            models.CheckConstraint(
                name="reminder_rule_for_event_or_kind",
                condition=Q(event=None) & ~Q(kind="") | Q(event__isnull=False, kind=""),
            ),
            models.CheckConstraint(
                name="reminder_rule_hours_or_day_and_hour",
                condition=Q(hours_before__range=(1, 336), days_before=None, at=None)
                | Q(hours_before=None, days_before__range=(0, 30), at__isnull=False),
            ),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What the rule says, as "2h" or "1d18:00": two rules that say the same remind once, whichever row they are."""
        return f"{self.hours_before}h" if self.hours_before else f"{self.days_before}d{self.at:%H:%M}"

    def due_at(self, event: Event, zone: zoneinfo.ZoneInfo, now: dt.datetime) -> dt.datetime | None:
        """When it asks to remind of the event, outside the quiet hours of the reader's zone; None when that would not
        be before the start. The hour of a day is that of the event's zone."""
        if self.hours_before:
            due = clock.hours_before(event.starts_at, self.hours_before)
        else:
            due = clock.days_before(event.starts_at, event.zone, self.days_before, self.at)
        return clock.outside_quiet_hours(due, start=event.starts_at, zone=zone, now=now)
