"""Rallies, trainings, panels and accompaniments."""

import datetime as dt
import zoneinfo

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Campaign, ResourceSection
from coordinators.models import Term
from coordinators.models.user import validate_time_zone
from events import clock, gate
from events.months import Month
from partners import dates
from partners.models import Addressed, Citation, Partner

from .calendar_rows import DATED
from .details import Details
from .event_rows import KEEP_ACCOMPANIMENT, KEEP_SIGNUPS, EventQuerySet

SETTLE = dt.timedelta(minutes=5)  # so long a change waits for the next one, so that three edits give one mail


class Event(Details, Addressed):
    """One event, past or to come. Its start is empty where the record gives no hour; sign-up needs one."""

    class Kind(models.TextChoices):
        RALLY = "rally", _("Rally")
        MARCH = "march", pgettext_lazy("kind of event", "March")  # without context the month of that name
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

    WITH_RIGHTS_NOTE = (Kind.RALLY, Kind.MARCH, Kind.ACCOMPANIMENT, Kind.HEARING)

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    # what was announced before the last change of facts: until then somebody may still go by it
    previous_start = models.DateTimeField(null=True, editable=False)
    revised_at = models.DateTimeField(null=True, editable=False)
    # the facts of this revision: what differs from them was edited past us, and is a change that nobody was told
    revised_facts = models.JSONField(null=True, editable=False)
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
            models.CheckConstraint(
                name="event_seats_within_capacity", condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity"))
            ),
            models.CheckConstraint(name="event_capacity_one_or_more", condition=Q(capacity=None) | Q(capacity__gte=1)),
            models.UniqueConstraint(fields=("series", "series_day"), name="event_once_a_day_of_its_series"),
            models.CheckConstraint(
                name="event_day_of_its_series",
                condition=Q(series=None, series_day=None) | Q(series__isnull=False, series_day__isnull=False),
            ),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("events:event_detail", args=[self.slug])

    @property
    def emblem(self) -> str:
        """That of its campaign, if a stranger may know of it."""
        return self.campaign.emblem if self.campaign and self.campaign.is_shown else ""

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def date_display(self) -> str:
        return dates.display(self.held_on, self.precision)

    @property
    def place_line(self) -> str:
        """What a stranger may read about the place."""
        return self.place if self.place_public and not self.is_secret else self.neighborhood

    @property
    def is_online(self) -> bool:
        return self.mode == self.Mode.ONLINE

    def times_lines(self, *, reader: zoneinfo.ZoneInfo | None = None, long: bool = True) -> list[str]:
        """From when to when, with the zone in words, a line for each zone; none where the record gives no hour."""
        if self.starts_at is None:
            return []
        online = self.is_online
        return clock.times_lines(self.starts_at, self.ends_at, self.zone, online=online, reader=reader, long=long)

    @property
    def times(self) -> str:
        return " / ".join(self.times_lines())

    @property
    def times_short(self) -> str:
        """The same for lists."""
        return " / ".join(self.times_lines(long=False))

    @property
    def has_rights_note(self) -> bool:
        return self.kind in self.WITH_RIGHTS_NOTE

    @property
    def is_secret(self) -> bool:
        """An accompaniment that is planned here: it has no public page. As EventQuerySet.public()."""
        of_history = self.status == self.Status.PUBLISHED and self.starts_at is None
        return self.kind == self.Kind.ACCOMPANIMENT and not of_history

    @property
    def erase_after(self) -> dt.timedelta:
        return KEEP_ACCOMPANIMENT if self.kind == self.Kind.ACCOMPANIMENT else KEEP_SIGNUPS

    def exact_is_told(self, now: dt.datetime) -> bool:
        """As of every event; of an accompaniment only the meeting point of a shift is told, and only to its pair."""
        return not self.is_secret and super().exact_is_told(now)

    @property
    def erase_days(self) -> int:
        return self.erase_after.days

    @property
    def last_day(self) -> dt.date:
        """The day it is over; where it only goes on into the night, the day it began."""
        if not (self.starts_at and self.ends_at) or self.ends_at - self.starts_at <= dt.timedelta(days=1):
            return self.held_on
        return self.ends_at.astimezone(self.zone).date()

    @property
    def month(self) -> Month | None:
        """The month whose page shows it; none where the record knows no more than a term or a year."""
        return Month.of(self.held_on) if self.precision in DATED else None

    def is_ahead(self, now: dt.datetime) -> bool:
        """True while it is published, has an hour and has not started: the only time in which anybody is reminded."""
        return self.status == self.Status.PUBLISHED and self.starts_at is not None and self.starts_at > now

    def takes_signups(self, now: dt.datetime) -> bool:
        """True while a visitor may sign up: open for it, published, has a time and has not started."""
        return self.signup_open and self.is_ahead(now)

    def facts(self) -> dict[str, str | bool]:
        """What people go by, as plain values, so that those of a revision can be kept."""
        values = {name: getattr(self, name) for name in self.FACTS}
        for name in ("starts_at", "ends_at"):
            values[name] = values[name].astimezone(dt.UTC).isoformat() if values[name] else ""
        return values

    def revise(self, now: dt.datetime) -> bool:
        """Raise the revision when the facts differ from those of the last one. False when there is nothing to save.

        Nothing that becomes of a canceled event is a new fact, but that it takes place after all.
        """
        known, facts = self.revised_facts, self.facts()
        if known == facts or (known and known["status"] == self.status == self.Status.CANCELLED):
            return False
        if known is not None:
            settling = self.revised_at is not None and now < self.revised_at + SETTLE
            if not (settling and self.previous_start):  # what was announced before the first of several edits
                self.previous_start = dt.datetime.fromisoformat(known["starts_at"]) if known["starts_at"] else None
                self.previous_facts = known | {"revision": self.revision}
            self.revision, self.revised_at = self.revision + 1, now
        self.revised_facts = facts
        return True

    def is_to_be_swept(self, now: dt.datetime, horizon: dt.timedelta) -> bool:
        """Whether it is near, owes a notice, or was edited past us."""
        near = any(start <= now + horizon for start in (self.starts_at, self.previous_start) if start)
        return near or self.status != self.Status.PUBLISHED or self.revised_facts != self.facts()

    @property
    def only_in(self) -> str:
        """The language of its words where the active one lacks some; else empty."""
        return gate.only_in(self)

    def publishing_faults(self, now: dt.datetime) -> dict[str, str]:
        """What stands against showing this to readers, by column; empty when it may be published."""
        faults = gate.faults(self)
        to_come = self.held_on >= now.astimezone(self.zone).date()
        if to_come and self.ends_at is None:
            faults["starts_at"] = _("An event to come needs the hours at which it starts and ends.")
        if self.kind == self.Kind.ACCOMPANIMENT and self.pk and self.shifts.unfit_to_accompany().exists():
            faults["kind"] = _("A shift lacks language or training, or is for one person alone. Complete it first.")
        return faults
