"""The door of an event: who came, how many without a name, and the numbers that stay when the people are erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .event import Event
from .rsvp import Rsvp


class DoorStroke(models.Model):
    """One press of a button at the door, with a key of the phone's own, so that a resend counts once."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived", _("arrived")
        MISTAKE = "mistake", _("did not arrive after all")
        COUNT = "count", _("counted without a name")

    event = models.ForeignKey(Event, models.CASCADE, related_name="strokes")
    client_key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=7, choices=Kind)
    rsvp = models.ForeignKey(Rsvp, models.CASCADE, null=True, related_name="strokes")
    people = models.SmallIntegerField(default=0)  # of COUNT: plus or minus
    at = models.DateTimeField()  # when it was pressed, as far as the server can believe it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("check-in"), _("check-ins")
        constraints = [
            models.CheckConstraint(
                name="door_stroke_of_a_person_or_a_number",
                condition=Q(kind="count", rsvp=None, people__range=(-50, 50))
                | Q(kind__in=("arrived", "mistake"), rsvp__isnull=False, people=0),
            )
        ]

    class Privacy:
        personal = {"event", "client_key", "kind", "rsvp", "people", "at", "by"}
        keep = "event"
        why = _("To count who came. Erased with the sign-ups; the numbers stay.")

    def __str__(self) -> str:
        return f"check-in {self.pk}"


class EventTally(models.Model):
    """The numbers of an event, which stay for reports. Written by events/tally.py; nobody can be found in them."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="tally")
    anonymous = models.PositiveIntegerField(_("said they come, without a contact"), default=0)
    signed_up = models.PositiveIntegerField(_("signed up"), default=0)
    guests = models.PositiveIntegerField(_("guests announced"), default=0)
    arrived = models.PositiveIntegerField(_("checked in"), default=0)
    nameless = models.PositiveIntegerField(_("counted at the door"), default=0)
    closed_at = models.DateTimeField(_("counted for the last time"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("numbers of an event"), _("numbers of events")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"numbers of {self.event_id}"

    @property
    def headcount(self) -> int:
        return self.arrived + self.nameless
