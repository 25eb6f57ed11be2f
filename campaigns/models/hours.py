"""Who works on what, and for how long."""

import datetime as dt
import uuid
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coordinators.models import Appointment
from coordinators.models.term import ACCESS_AFTER_TERM

from .campaign import Campaign

QUARTER_HOUR = 15  # minutes; entries are multiples of it
NOTE_KEPT = dt.timedelta(days=730)  # after the last day of the term (HourEntry.Privacy says so to the coordinator)
MOST_REVISIONS = 100  # of one press; SQLite reads no condition of a thousand parts
MAX_MINUTES_A_DAY = 24 * 60  # minutes; the sum over one person's entries of a day


class PlacementQuerySet(models.QuerySet):
    def of_user(self, user) -> Self:
        return self.filter(appointment__coordinator__user=user)

    def on(self, day: dt.date) -> Self:
        """Placements whose term holds the day."""
        return self.filter(appointment__term__starts_on__lte=day, appointment__term__ends_on__gte=day)

    def open_on(self, day: dt.date) -> Self:
        """Placements that still give access: until the term's last day and 14 days more."""
        return self.touching(day - ACCESS_AFTER_TERM, day)

    def touching(self, first: dt.date, last: dt.date) -> Self:
        """Placements whose term shares at least one day with the span."""
        return self.filter(appointment__term__starts_on__lte=last, appointment__term__ends_on__gte=first)


class Placement(models.Model):
    """One appointment works on one campaign."""

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="placements", verbose_name=_("appointment")
    )
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="placements", verbose_name=_("campaign"))
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name, verbose_name_plural = _("placement"), _("placements")
        constraints = [models.UniqueConstraint(fields=("appointment", "campaign"), name="placement_once")]

    class Privacy:
        personal = {"appointment", "campaign"}
        keep = "history"
        why = _("Which campaign a coordinator works on, to log hours and to be reached.")

    def __str__(self) -> str:
        return f"{self.appointment} · {self.campaign}"


class HourEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """A coordinator sees own entries, staff see all."""
        if user.has_perm("campaigns.view_hourentry"):
            return self.all()
        return self.filter(placement__appointment__coordinator__user=user)

    def of_user(self, user) -> Self:
        return self.filter(placement__appointment__coordinator__user=user)

    def not_of(self, user) -> Self:
        """Entries that the person did not log: nobody approves their own. All of them where nobody signed in."""
        return self.all() if user is None else self.exclude(placement__appointment__coordinator__user=user)

    def as_seen(self, seen: dict[int, int]) -> Self:
        """Those of `seen`, {id: revision}, that are still of the revision that was seen.

        What a page shows has a handful of revisions; what nobody saw in one page is left out.
        """
        by_revision: dict[int, list[int]] = {}
        for pk, revision in seen.items():
            by_revision.setdefault(revision, []).append(pk)
        found = [Q(revision=revision, pk__in=pks) for revision, pks in list(by_revision.items())[:MOST_REVISIONS]]
        return self.filter(reduce(or_, found)) if found else self.none()

    def approved_at_once(self, user, at: dt.datetime | None) -> Self:
        """What the person approved with one press at that instant; nothing where `at` is None."""
        return self.filter(approved_by=user, approved_at=at, approved_at__isnull=False)

    def of_partner(self, partner) -> Self:
        """Entries of the campaigns in which the organization is a partner, not one that they address."""
        rows = partner.campaign_rows.filter(role="partner")
        return self.filter(placement__campaign__in=rows.values("campaign"))

    def locked(self) -> Self:
        """With their placement, and locked until the commit; always in the same order, so that no two wait for each
        other. SQLite has no row locks; there every transaction begins as a writer."""
        return self.select_related("placement").select_for_update(of=("self",)).order_by("worked_on", "pk")

    def of_coordinator(self, person) -> Self:
        """Of one person of the record, who may have no account."""
        return self.filter(placement__appointment__coordinator=person)

    def with_all_named(self) -> Self:
        """By day, with everybody and everything that a line of them names, and the breaks of their terms."""
        appointment = "placement__appointment"
        known = ("placement__campaign", f"{appointment}__coordinator", f"{appointment}__term")
        rows = self.select_related(*known, "approved_by", "asked_by", "approved_through__partner").prefetch_related(
            f"{appointment}__term__breaks"
        )
        return rows.order_by("worked_on", "pk")

    def changeable_by(self, user, day: dt.date) -> Self:
        """Own entries of a term that still gives access on the day. Nobody changes another's."""
        return self.of_user(user).filter(placement__appointment__term__ends_on__gte=day - ACCESS_AFTER_TERM)

    def pending(self) -> Self:
        return self.filter(approved_at=None)

    def waiting(self) -> Self:
        """Pending entries about which nothing was asked: what staff have to read."""
        return self.filter(approved_at=None, asked_at=None)

    def asked(self) -> Self:
        """Entries that staff sent back with a word and that were not corrected since."""
        return self.filter(asked_at__isnull=False)

    def worked_between(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(worked_on__range=(first, last))

    def in_week(self, monday: dt.date) -> Self:
        """Entries from Monday to the Sunday after it, both included."""
        return self.worked_between(monday, monday + dt.timedelta(days=6))

    def of_day_or_key(self, *, coordinator_id: int, day: dt.date, key: uuid.UUID) -> Self:
        """One coordinator's entries of the day, and the entry of whoever that came with the key.

        With OR in place of the union PostgreSQL reads every entry there is.
        """
        own_day = self.filter(placement__appointment__coordinator_id=coordinator_id, worked_on=day)
        found = own_day.order_by().values("pk").union(self.filter(client_key=key).order_by().values("pk"))
        return self.filter(pk__in=found).select_related("placement__appointment")

    def in_term(self, term) -> Self:
        return self.filter(placement__appointment__term=term)

    def approved(self) -> Self:
        return self.filter(approved_at__isnull=False)

    def on_record(self) -> Self:
        return self.filter(placement__is_demo=False, placement__appointment__coordinator__is_demo=False)

    def public_of(self, campaign: Campaign) -> Self:
        """What the totals of the campaign's page are made of; campaigns/public_hours.py says which of them may show."""
        approved = self.approved().filter(placement__campaign=campaign)
        return approved if campaign.is_demo else approved.on_record()

    def by_week_and_person(self) -> list[tuple[dt.date, int, int]]:
        """(Monday, coordinator, minutes) of every week in which a coordinator has entries among these."""
        rows = self.annotate(week=TruncWeek("worked_on")).order_by()
        return list(rows.values_list("week", "placement__appointment__coordinator").annotate(Sum("minutes")))

    def minutes_by_appointment(self) -> dict[int, int]:
        """Minutes of each appointment that has entries among these."""
        totals = self.order_by().values_list("placement__appointment").annotate(Sum("minutes"))
        return dict(totals)

    def minutes_by_term(self) -> dict[int, int]:
        """Minutes of each term that has entries among these."""
        return dict(self.order_by().values_list("placement__appointment__term").annotate(Sum("minutes")))

    def total_minutes(self) -> int:
        return self.aggregate(total=Sum("minutes", default=0))["total"]


class HourEntry(models.Model):
    """One coordinator's work on one campaign on one day, in whole minutes."""

    class Activity(models.TextChoices):
        MEETING = "meeting", _("Meeting or call")
        RESEARCH = "research", _("Research")
        OUTREACH = "outreach", _("Outreach")
        RALLY = "rally", _("Rally or action")
        TRAINING = "training", _("Training")
        ACCOMPANIMENT = "accompaniment", _("Accompaniment")
        TRANSLATION = "translation", _("Interpretation or translation")
        PREPARATION = "preparation", _("Preparation")
        OTHER = "other", _("Other work")

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="entries", verbose_name=_("campaign"))
    worked_on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(QUARTER_HOUR), MaxValueValidator(MAX_MINUTES_A_DAY)]
    )
    activity = models.CharField(_("activity"), max_length=13, choices=Activity, default=Activity.MEETING)
    note = models.CharField(_("note"), max_length=280, blank=True)
    client_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    logged_at = models.DateTimeField(_("logged at"), default=timezone.now, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_through = models.ForeignKey(
        "campaigns.PartnerLink",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by the partner"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("sent back by"),
    )
    asked_at = models.DateTimeField(_("sent back at"), null=True, blank=True, editable=False)
    question = models.CharField(_("question"), max_length=280, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)  # raised by every correction
    imported_by = models.ForeignKey(
        "campaigns.HourImport", models.SET_NULL, null=True, blank=True, editable=False, related_name="entries"
    )

    objects = HourEntryQuerySet.as_manager()

    class Meta:
        ordering = ("worked_on", "pk")
        verbose_name, verbose_name_plural = _("hour entry"), _("hour entries")
        permissions = [("approve_hourentry", "Can approve hour entries")]
        indexes = [
            models.Index(fields=("placement", "worked_on"), name="hour_entry_by_day"),
            models.Index(fields=("worked_on",), condition=Q(approved_at=None), name="hour_entry_pending"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(QUARTER_HOUR, MAX_MINUTES_A_DAY)), name="hour_entry_minutes_15_to_1440"
            ),
            models.CheckConstraint(
                condition=Q(minutes=F("minutes") - F("minutes") % QUARTER_HOUR), name="hour_entry_minutes_in_quarters"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(asked_at=None), name="hour_entry_approved_or_asked"
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None, question="") | (Q(asked_at__isnull=False) & ~Q(question="")),
                name="hour_entry_asked_with_a_word",
            ),
        ]

    class Privacy:
        personal = {
            "placement",
            "worked_on",
            "minutes",
            "activity",
            "note",
            "client_key",
            "logged_at",
            "approved_by",
            "approved_at",
            "approved_through",
            "asked_by",
            "asked_at",
            "question",
            "revision",
            "imported_by",
        }
        keep = "history"
        why = _(
            "Your record of service: totals, approval and letters. In public only a campaign's weekly totals of three "
            "people or more, rounded. The note is erased two years after the term."
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.minutes} min"

    @property
    def hours(self) -> float:
        return self.minutes / 60
