"""Shifts and roles of an event, and who took one. No field here is for a person who is accompanied, and none may be."""

import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from events import case_words, clock
from partners.languages import NAMES

from .event import Event
from .rsvp import Rsvp
from .training import Training

NOTE_LENGTH = 140


def validate_no_case(text: str, *, address: bool = True) -> None:
    """Refuse what would tell who is accompanied: numbers, addresses, names, words of a case."""
    if found := next(case_words.find(text, address=address), None):
        raise ValidationError(
            _("Leave out “%(words)s”: it looks like %(what)s. Nothing here may say who is accompanied."),
            code="particulars",
            params={"words": found.words, "what": found.looks_like},
        )


class ShiftQuerySet(models.QuerySet):
    def with_taken(self) -> Self:
        """How many places of each are taken, as `taken`."""
        return self.annotate(taken=Count("places"))

    def unfit_to_accompany(self) -> Self:
        """Those that an accompaniment may not have: for anybody, or for one person alone."""
        return self.filter(Q(language="") | Q(training=None) | Q(capacity__lt=2))

    def of_accompaniments(self) -> Self:
        """Shifts beside a person on a hard way: for people who are trained for it, never in public."""
        return self.filter(event__kind=Event.Kind.ACCOMPANIMENT)


class Shift(models.Model):
    """A role at an event from one hour to another, for so many people; some need a language or a training."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="shifts", verbose_name=_("event"))
    role = models.CharField(_("role"), max_length=80)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    capacity = models.PositiveSmallIntegerField(_("people"), default=1, validators=[MinValueValidator(1)])
    language = models.CharField(_("needs the language"), max_length=6, choices=list(NAMES.items()), blank=True)
    training = models.ForeignKey(
        Training, models.PROTECT, null=True, blank=True, related_name="shifts", verbose_name=_("needs the training")
    )
    meeting_point = models.CharField(
        _("meeting point"), max_length=200, blank=True, help_text=_("Only those who have the shift see it.")
    )
    note = models.CharField(
        _("note"),
        max_length=NOTE_LENGTH,
        blank=True,
        validators=[validate_no_case],
        help_text=_("For those who have the shift. Never who is accompanied, no case, no number."),
    )

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name, verbose_name_plural = _("shift"), _("shifts")
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="shift_for_one_or_more", condition=Q(capacity__gte=1)),
        ]

    class Privacy:
        personal = {"meeting_point", "note"}
        keep = "event"
        why = _("Where those who have the shift meet. Erased with the sign-ups; with an accompaniment the whole shift.")

    def __str__(self) -> str:
        return f"shift {self.pk}"

    def clean(self) -> None:
        """The role and the meeting point may not tell it either; a meeting point may be an address."""
        faults = {}
        for name in ("role_en", "role_es", "meeting_point"):
            try:
                validate_no_case(getattr(self, name) or "", address=name != "meeting_point")
            except ValidationError as error:
                faults[name] = error
        if faults:
            raise ValidationError(faults)

    @property
    def times(self) -> str:
        """11:00 am–12:30 pm ET"""
        return clock.span_text(self.starts_at, self.ends_at, self.event.zone, long=False)

    @property
    def is_outside(self) -> bool:
        """Whether it reaches beyond the hours of its event, as it may when the event was moved."""
        start, end = self.event.starts_at, self.event.ends_at
        return None in (start, end) or self.starts_at < start or self.ends_at > end

    def tells_meeting_point(self, taken: int) -> bool:
        """Whether those who have it may see where they meet: in an accompaniment not before all places are taken."""
        return self.event.kind != Event.Kind.ACCOMPANIMENT or taken >= self.capacity

    @property
    def day(self) -> dt.date:
        """The local day on which it begins: a training has to hold on it."""
        return self.starts_at.astimezone(self.event.zone).date()


class ShiftPlaceQuerySet(models.QuerySet):
    def of_contact(self, contact_bi: bytes) -> Self:
        """Those of one person, at whatever event."""
        return self.filter(rsvp__contact_bi=contact_bi)

    def meanwhile(self, shift: Shift) -> Self:
        """Those of other shifts that share a moment with this one."""
        return self.filter(shift__starts_at__lt=shift.ends_at, shift__ends_at__gt=shift.starts_at).exclude(shift=shift)


class ShiftPlace(models.Model):
    """One person has one shift."""

    shift = models.ForeignKey(Shift, models.CASCADE, related_name="places", verbose_name=_("shift"))
    rsvp = models.ForeignKey(Rsvp, models.CASCADE, related_name="places", verbose_name=_("sign-up"))
    taken_at = models.DateTimeField(editable=False)

    objects = ShiftPlaceQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("taken shift"), _("taken shifts")
        constraints = [models.UniqueConstraint(fields=("shift", "rsvp"), name="shift_place_once_a_person")]

    class Privacy:
        personal = {"shift", "rsvp", "taken_at"}
        keep = "event"
        why = _("To know who has which shift. Erased with the sign-up.")

    def __str__(self) -> str:
        return f"place {self.pk}"
