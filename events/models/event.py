"""Rallies, trainings, panels and accompaniments; the key that opens their sign-ups; when to remind."""

import datetime as dt
import zoneinfo
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, ResourceSection
from coordinators.models import Term
from coordinators.models.user import validate_time_zone
from partners import dates
from partners.models import Citation, Partner

KEEP_SIGNUPS = dt.timedelta(days=7)  # after the end of the event; promised on the page and in every mail
KEEP_ACCOMPANIMENT = dt.timedelta(days=2)


class EventQuerySet(models.QuerySet):
    def public(self) -> Self:
        """What a stranger may see. Drafts never; demo rows only under DEBUG."""
        return self.exclude(status=Event.Status.DRAFT).filter(is_demo__in=(False, settings.DEBUG))

    def on_record(self) -> Self:
        """Public and part of the true record: what is counted, listed in history and given to machines."""
        return self.exclude(status=Event.Status.DRAFT).filter(is_demo=False)

    def upcoming(self, now: dt.datetime) -> Self:
        """Events that have not ended, soonest first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: dt.datetime) -> Self:
        """Events that are over, newest first; those of the record that have no hour count by their day."""
        return self.filter(Q(ends_at__lte=now) | Q(ends_at=None)).order_by("-held_on", "slug")

    def with_live_reminders(self, now: dt.datetime, horizon: dt.timedelta) -> Self:
        """Events that start within the horizon, whatever their status: what the sweeper reconciles."""
        return self.filter(starts_at__gt=now, starts_at__lte=now + horizon)


class Event(models.Model):
    """One event, past or to come. Its start is empty where the record gives no hour; sign-up needs one."""

    class Kind(models.TextChoices):
        RALLY = "rally", _("Rally")
        MARCH = "march", _("March")
        TRAINING = "training", _("Training")
        PANEL = "panel", _("Panel")
        FORUM = "forum", _("Forum")
        MEETING = "meeting", _("Meeting")
        ACCOMPANIMENT = "accompaniment", _("Accompaniment")
        CLINIC = "clinic", _("Clinic")
        HEARING = "hearing", _("Hearing")
        COMMUNITY_DAY = "community-day", _("Community day")
        ANNOUNCEMENT = "announcement", _("Announcement")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("canceled")

    class Mode(models.TextChoices):
        IN_PERSON = "in-person", _("in person")
        ONLINE = "online", _("online event")

    class IlpRole(models.TextChoices):
        DOCUMENTED = "documented", _("the project took part, on record")
        KI = "ki_documented", _("the Kalmanovitz Initiative took part, on record")
        NOT_DOCUMENTED = "not_documented", _("no part of the project on record")

    FACTS = (
        "starts_at",
        "ends_at",
        "time_zone",
        "place",
        "place_public",
        "neighborhood",
        "online_url",
        "mode",
        "status",
    )

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    title = models.CharField(_("title"), max_length=150)
    summary = models.TextField(_("summary"), blank=True)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="America/New_York", validators=[validate_time_zone]
    )
    held_on = models.DateField(_("day"), help_text=_("The local day; for past events as precise as the record."))
    precision = dates.precision_field(verbose_name=_("precision"), default=dates.Precision.DAY)
    recurrence = models.CharField(_("repeats"), max_length=150, blank=True)
    mode = models.CharField(_("mode"), max_length=9, choices=Mode, blank=True)
    place = models.CharField(_("exact place"), max_length=200, blank=True)
    place_public = models.BooleanField(
        _("the exact place is public"),
        default=True,
        help_text=_("Otherwise only the neighborhood shows; the place is told to confirmed people."),
    )
    neighborhood = models.CharField(_("neighborhood"), max_length=100, blank=True)
    online_url = models.URLField(_("online address, for confirmed people"), max_length=300, blank=True)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    partners = models.ManyToManyField(Partner, blank=True, related_name="events", verbose_name=_("partners"))
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("campaign")
    )
    term = models.ForeignKey(
        Term, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("term")
    )
    announced_in = models.ForeignKey(
        ResourceSection, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("announced in")
    )
    ilp_role = models.CharField(_("part of the project"), max_length=14, choices=IlpRole, default=IlpRole.DOCUMENTED)
    record_note = models.CharField(_("internal note"), max_length=200, blank=True)
    signup_open = models.BooleanField(_("sign-up is open"), default=False)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)
    citations = GenericRelation(Citation)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "slug")
        verbose_name, verbose_name_plural = _("event"), _("events")
        indexes = [models.Index(fields=("ends_at",), name="event_by_end")]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_starts", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="event_signup_needs_a_time",
                condition=Q(signup_open=False) | Q(starts_at__isnull=False, ends_at__isnull=False),
            ),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event_detail", args=[self.slug])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def date_display(self) -> str:
        return dates.display(self.held_on, self.precision)

    @property
    def place_line(self) -> str:
        """What a stranger may read about the place."""
        return self.place if self.place_public else self.neighborhood

    @property
    def erase_after(self) -> dt.timedelta:
        return KEEP_ACCOMPANIMENT if self.kind == self.Kind.ACCOMPANIMENT else KEEP_SIGNUPS

    def takes_signups(self, now: dt.datetime) -> bool:
        """True while a visitor may sign up: published, open, has a time and has not started."""
        return (
            self.signup_open
            and self.status == self.Status.PUBLISHED
            and self.starts_at is not None
            and self.starts_at > now
        )


class EventKey(models.Model):
    """The key under which one event's sign-ups are encrypted, itself wrapped. Deleting it ends their readability."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="key")
    wrapped = models.BinaryField()

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"key of {self.event_id}"


class ReminderRuleQuerySet(models.QuerySet):
    def for_event(self, event: Event) -> Self:
        """The event's own rules when it has any, else those of its kind."""
        own = self.filter(event=event)
        return own if own.exists() else self.filter(event=None, kind=event.kind)


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
        return f"{self.hours_before} h" if self.hours_before else f"{self.days_before} d {self.at}"
