"""What an event says beside when and where, and how many it holds."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import access, clock
from partners import languages

from .series import Series
from .training import Training

MOST_GUESTS = 9
MOST_HOURS_BEFORE = 72  # of the exact place; a reader has to plan the way


class Details(models.Model):
    """The columns of an event that came with sign-up, series and trainings."""

    interpretation = models.JSONField(_("interpreted into"), default=list, blank=True)
    access = models.JSONField(_("access"), default=list, blank=True)
    access_note = models.CharField(_("more about access"), max_length=300, blank=True)
    bring = models.CharField(_("what to bring"), max_length=300, blank=True)
    capacity = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        help_text=_("Empty: no limit. Guests count."),
        validators=[MinValueValidator(1)],
    )
    # confirmed people with their guests, and places offered to the waiting list; written by events/seats.py alone
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    is_full = models.BooleanField(_("full"), default=False, editable=False)  # what readers see of it
    guests_most = models.PositiveSmallIntegerField(
        _("guests a person may bring"), default=0, validators=[MaxValueValidator(MOST_GUESTS)]
    )
    exact_hours_before = models.PositiveSmallIntegerField(
        _("exact place: hours before"),
        null=True,
        blank=True,
        help_text=_("From then on confirmed people see it. Empty: as soon as they are confirmed."),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS_BEFORE)],
    )
    one_language = models.BooleanField(
        _("publish although a language is missing"),
        default=False,
        help_text=_("The page and each message then begin with a line that says so."),
    )
    training = models.ForeignKey(
        Training,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("gives the training"),
        help_text=_("Whoever is checked in has it from then on."),
    )
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("series"), editable=False
    )
    series_day = models.DateField(null=True, blank=True, editable=False)  # the day that the rule gave, even when moved
    # facts() before the last change: what the page shows struck out. Empty when it never changed
    previous_facts = models.JSONField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def most_guests(self) -> int:
        """How many a person may bring; never more than there are places, or they would wait for ever."""
        return self.guests_most if self.capacity is None else min(self.guests_most, self.capacity - 1)

    @property
    def version(self) -> int:
        """Of what people go by, as they count: the first is 1."""
        return self.revision + 1

    @property
    def exact_from(self) -> dt.datetime | None:
        """When the exact place is told to confirmed people; None where that is as soon as they are confirmed."""
        if self.place_public or self.exact_hours_before is None or self.starts_at is None:
            return None
        return clock.hours_before(self.starts_at, self.exact_hours_before)

    def exact_is_told(self, now: dt.datetime) -> bool:
        """Whether confirmed people may know the exact place."""
        return self.exact_from is None or self.exact_from <= now

    @property
    def erased_at(self) -> dt.datetime | None:
        """When its sign-ups are erased; None for an event that takes none, having no end."""
        return self.ends_at + self.erase_after if self.ends_at else None

    def is_current(self, now: dt.datetime) -> bool:
        """True while it is published and not over: somebody may be there, or on the way."""
        return self.status == self.Status.PUBLISHED and self.ends_at is not None and self.ends_at > now

    @property
    def access_facts(self) -> list[str]:
        return access.listed(self.access)

    @property
    def languages_display(self) -> str:
        """The languages spoken and those interpreted into, as words of the active language."""
        spoken, interpreted = languages.listed(self.languages), languages.listed(self.interpretation)
        if not interpreted:
            return spoken
        words = {"languages": spoken, "interpretation": interpreted}
        if not spoken:
            return gettext("interpreted into %(interpretation)s") % words
        return gettext("%(languages)s, interpreted into %(interpretation)s") % words
