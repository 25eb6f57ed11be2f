"""People who coordinate, and the terms they serve in."""

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from partners.models import Citation

from .term import ACCESS_AFTER_TERM, Break, Term

ID_SIGNS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels, so that no word comes out; none that is read as another


def new_public_id() -> str:
    """An address that says nothing about the person: 8 of 27 signs by chance, some 280 billion."""
    return "".join(secrets.choice(ID_SIGNS) for _sign in range(8))


class CoordinatorQuerySet(models.QuerySet):
    def named_in_public(self) -> Self:
        """People whose name may stand on a public page: a published basis or their own consent, and not taken down."""
        return self.shown_in_public().exclude(shown_as=Coordinator.ShownAs.ROLE)

    def shown_in_public(self) -> Self:
        """As named_in_public, and those who agreed to stand there as "a coordinator", without a name."""
        shown = self.filter(is_demo=False, taken_down_at=None).exclude(name_basis=Coordinator.NameBasis.NONE)
        return shown.exclude(shown_as=Coordinator.ShownAs.HIDDEN)

    def in_full(self) -> Self:
        return self.filter(shown_as=Coordinator.ShownAs.FULL)

    def at_address(self, address: str) -> Self:
        """Who has this address now: the name's for whoever shows in full, otherwise the neutral one.

        The other of the two leads nowhere, or it would tell who stands behind initials.
        """
        full = Q(shown_as=Coordinator.ShownAs.FULL)
        return self.filter((full & Q(slug=address)) | (~full & Q(public_id=address)))

    def with_terms(self) -> Self:
        return self.prefetch_related(models.Prefetch("appointments", Appointment.objects.select_related("term")))

    def as_listed(self) -> list["Coordinator"]:
        """By the name as it shows, since the place of initials among whole names would tell how the name goes on."""
        return sorted(self, key=lambda person: (slugify(person.public_name), person.public_id))

    def of_user(self, user) -> Self:
        return self.filter(user=user)


class Coordinator(models.Model):
    """One person who coordinates or coordinated. Past coordinators have no account."""

    class NameBasis(models.TextChoices):
        PROJECT_PAGE = "project-page", _("named on the project's own page")
        CONSENT = "consent", _("the person said yes")
        NONE = "none", _("no basis: the name is not shown")

    class ShownAs(models.TextChoices):
        FULL = "full", _("full name")
        FIRST = "first", _("first name only")
        INITIALS = "initials", _("initials")
        ROLE = "role", _("“a coordinator”, without a name")
        HIDDEN = "hidden", _("not shown")

    NAMELESS = (ShownAs.ROLE, ShownAs.HIDDEN)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="coordinator",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(max_length=100, unique=True)
    name_basis = models.CharField(
        _("basis for showing the name"), max_length=12, choices=NameBasis, default=NameBasis.NONE
    )
    shown_as = models.CharField(_("how the name shows"), max_length=8, choices=ShownAs, default=ShownAs.HIDDEN)
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    taken_down_at = models.DateTimeField(_("taken down"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo"), default=False, editable=False)
    citations = GenericRelation(Citation)

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name, verbose_name_plural = _("coordinator"), _("coordinators")

    class Privacy:
        personal = {"user", "name", "slug", "name_basis", "shown_as", "public_id", "taken_down_at"}
        keep = "history"
        why = _("The history of the project. You decide how your name shows, or whether it shows at all.")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """How the name shows decides the address, too: whoever shows as initials is not spelled out in it."""
        address = self.slug if self.shown_as == self.ShownAs.FULL else self.public_id
        return reverse("coordinators:person_detail", args=[address])

    @property
    def is_named(self) -> bool:
        """As `named_in_public`, of one row."""
        barred = self.is_demo or self.taken_down_at or self.name_basis == self.NameBasis.NONE
        return not barred and self.shown_as not in self.NAMELESS

    @property
    def is_counted(self) -> bool:
        """Whether readers may know that there is somebody, without a name."""
        barred = self.is_demo or self.taken_down_at or self.name_basis == self.NameBasis.NONE
        return not barred and self.shown_as == self.ShownAs.ROLE

    @property
    def shown_now(self) -> str:
        """How the name shows at this moment, in the words of the choice."""
        as_none = self.taken_down_at or self.name_basis == self.NameBasis.NONE
        return str(self.ShownAs.HIDDEN.label if as_none else self.get_shown_as_display())

    @property
    def shows_sources(self) -> bool:
        """A source prints the whole name, so it is named only beside those who show in full."""
        return self.is_named and self.shown_as == self.ShownAs.FULL

    @property
    def public_name(self) -> str:
        """The name as a public page prints it; empty when it must not be shown."""
        if not self.is_named:
            return ""
        parts = self.name.split()
        if self.shown_as == self.ShownAs.FIRST:
            return parts[0]
        if self.shown_as == self.ShownAs.INITIALS:
            return " ".join(f"{part[0]}." for part in parts)
        return self.name


class AppointmentQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> Self:
        """Appointments whose term holds the day."""
        return self.filter(term__starts_on__lte=day, term__ends_on__gte=day)

    def open_on(self, day: dt.date) -> Self:
        """Appointments that still give access: until the term's last day and 14 days more."""
        return self.filter(term__starts_on__lte=day, term__ends_on__gte=day - ACCESS_AFTER_TERM)

    def of_user(self, user) -> Self:
        return self.filter(coordinator__user=user)

    def shown_in_public(self) -> Self:
        """Of people who may be named, and of those who may be counted without a name."""
        return self.filter(coordinator__in=Coordinator.objects.shown_in_public()).select_related("coordinator")

    def on_record(self) -> Self:
        return self.filter(coordinator__is_demo=False)

    def asked_for_hours(self, monday: dt.date) -> Self:
        """Appointments of people who want the Sunday reminder, in a term that asks for hours in that whole week."""
        sunday = monday + dt.timedelta(days=6)
        wanted = self.filter(coordinator__user__nudge=True, coordinator__user__is_active=True)
        asked = wanted.filter(
            term__starts_on__lte=monday, term__ends_on__gte=sunday, term__weekly_hours_min__isnull=False
        )
        pause = Break.objects.filter(term=models.OuterRef("term")).touching(monday, sunday)
        return asked.exclude(models.Exists(pause)).select_related("coordinator__user", "term")


class Appointment(models.Model):
    """One coordinator serves in one term."""

    coordinator = models.ForeignKey(
        Coordinator, models.CASCADE, related_name="appointments", verbose_name=_("coordinator")
    )
    term = models.ForeignKey(Term, models.PROTECT, related_name="appointments", verbose_name=_("term"))

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("term__starts_on", "pk")
        verbose_name, verbose_name_plural = _("appointment"), _("appointments")
        constraints = [models.UniqueConstraint(fields=("coordinator", "term"), name="appointment_once_per_term")]

    class Privacy:
        personal = {"coordinator", "term"}
        keep = "history"
        why = _("Who served in which term.")

    def __str__(self) -> str:
        return f"{self.coordinator} {self.term}"
