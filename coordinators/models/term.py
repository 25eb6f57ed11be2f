"""Academic years and the weeks in which nothing is expected."""

import datetime as dt
from typing import Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners import related
from partners.models import Addressed, Citation, CitedQuerySet

ACCESS_AFTER_TERM = dt.timedelta(days=14)  # after the last day; from then on own hours can only be read (RELIABILITY 1)


class TermQuerySet(CitedQuerySet):
    def on(self, day: dt.date) -> Self:
        """The term that holds the day; at most one, since terms do not overlap."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def around(self, slug: str) -> Self:
        """The term of this slug with the one before it and the one after it, in their order; none for another slug."""
        here = models.Subquery(self.filter(slug=slug).values("starts_on")[:1])
        before = self.filter(starts_on__lt=here).order_by("-starts_on").values("pk")[:1]
        after = self.filter(starts_on__gt=here).order_by("starts_on").values("pk")[:1]
        return self.filter(Q(slug=slug) | Q(pk__in=before) | Q(pk__in=after)).order_by("starts_on")

    def to_close(self, day: dt.date) -> Self:
        """Over and not closed, of those whose coordinators work here; years of the record nobody has to close."""
        rows = self.filter(closed_at=None, ends_on__lt=day, appointments__coordinator__user__isnull=False)
        return rows.distinct()

    def with_names(self) -> Self:
        """The appointments of people whom readers may know of come along; `public_names` reads from them."""
        shown = related.rows(Term, "appointments").shown_in_public()
        return self.prefetch_related(models.Prefetch("appointments", shown))


class Term(Addressed):
    """One academic year of the project. Both days belong to it."""

    class Era(models.TextChoices):
        DLE = "dle", _("Day Laborer Exchange")
        ILP = "ilp", _("Immigration and Labor Project")

    class Roster(models.TextChoices):
        LISTED = "listed", _("names on the project page")
        PRESS = "press", _("named in the press, withheld")
        OPEN = "open", _("no name on record")

    class FocusBasis(models.TextChoices):
        STATED = "stated", _("stated by a source")
        GENERAL = "general", _("what the program did in that era")
        DERIVED = "derived", _("put together from dated activities")
        NONE = "none", _("nothing on record")

    class HoursBasis(models.TextChoices):
        CALL_2015 = "fall-2015-call", _("call of fall 2015")
        STANDING_PAGE = "standing-page", _("project page")
        STAFF = "staff", _("set by staff")
        NONE = "none", _("not on record")

    slug = models.SlugField(max_length=9, unique=True, help_text=_("Like 2026-2027."))
    label = models.CharField(_("label"), max_length=7, help_text=_("Like 2026-27."))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    era = models.CharField(_("era"), max_length=3, choices=Era, default=Era.ILP)
    roster_status = models.CharField(_("state of the roster"), max_length=6, choices=Roster, default=Roster.OPEN)
    focus = models.TextField(_("focus"), blank=True)
    focus_basis = models.CharField(_("basis of the focus"), max_length=7, choices=FocusBasis, default=FocusBasis.NONE)
    notes = models.TextField(_("notes"), blank=True)
    weekly_hours_min = models.PositiveSmallIntegerField(_("hours a week, at least"), null=True, blank=True)
    weekly_hours_max = models.PositiveSmallIntegerField(_("hours a week, at most"), null=True, blank=True)
    hours_basis = models.CharField(_("basis of the hours"), max_length=14, choices=HoursBasis, default=HoursBasis.NONE)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    frozen = models.JSONField(default=dict, blank=True, editable=False)  # numbers of the page since it was closed
    citations = GenericRelation(Citation)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on",)
        verbose_name, verbose_name_plural = _("term"), _("terms")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_it_starts"),
            models.CheckConstraint(
                name="term_weekly_hours_both_or_none",
                condition=Q(weekly_hours_min=None, weekly_hours_max=None)
                | Q(weekly_hours_min__gte=1, weekly_hours_max__gte=F("weekly_hours_min"), weekly_hours_max__lte=60),
            ),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("coordinators:term_detail", args=[self.slug])

    def clean(self) -> None:
        """Terms never overlap. PostgreSQL holds it with an exclusion constraint; the message comes from here."""
        super().clean()
        if self.starts_on and self.ends_on:
            others = Term.objects.exclude(pk=self.pk).filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)
            if other := others.first():
                raise ValidationError({"starts_on": _("These days overlap the term %(term)s.") % {"term": other}})

    def holds(self, day: dt.date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def has_target(self) -> bool:
        return self.weekly_hours_min is not None

    @property
    def first_year(self) -> int:
        return self.starts_on.year

    @property
    def last_year(self) -> int:
        return self.ends_on.year

    @property
    def years(self) -> str:
        """The label as it is printed, with a dash that spans."""
        return self.label.replace("-", "–")

    @property
    def public_people(self) -> list:
        """The term's coordinators who may be named. One query a term, unless they came along."""
        return [row.coordinator for row in self.appointments.all() if row.coordinator.is_named]

    @property
    def nameless(self) -> int:
        """How many more stand there as "a coordinator", as they chose."""
        return sum(1 for row in self.appointments.all() if row.coordinator.is_counted)

    @property
    def public_names(self) -> list[str]:
        return [person.public_name for person in self.public_people]

    @property
    def public_roster(self) -> str:
        """The state of the roster as readers may know it: a list of which no name shows is none to them, or it would
        tell that a name was taken down."""
        hides = self.roster_status == self.Roster.LISTED and not self.public_names
        return self.Roster.OPEN if hides else self.roster_status

    @property
    def record_state(self) -> str:
        """How much is on record: "on" (names), "part" (a focus of the year's own or of its era, no names) or "open"."""
        if self.public_names:
            return "on"
        return "open" if self.focus_basis == self.FocusBasis.NONE else "part"


class BreakQuerySet(models.QuerySet):
    def touching(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Break(models.Model):
    """Days of a term in which no hours are expected and nothing is asked. Both days belong to it."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="breaks", verbose_name=_("term"))
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))

    objects = BreakQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on",)
        verbose_name, verbose_name_plural = _("break"), _("breaks")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="break_ends_after_it_starts")
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        known = self.term_id and self.starts_on and self.ends_on
        if known and (self.starts_on < self.term.starts_on or self.ends_on > self.term.ends_on):
            raise ValidationError({"starts_on": _("A break lies inside its term.")})
