"""Sign-ups. The contact is readable only with the event's key and found only by a keyed hash."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .event import Event

UNCONFIRMED_KEEP = dt.timedelta(hours=48)


class RsvpQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(state=Rsvp.State.CONFIRMED)

    def never_confirmed(self, now: dt.datetime) -> Self:
        """Requests whose mailed button nobody pressed in time."""
        return self.filter(state=Rsvp.State.PENDING, requested_at__lt=now - UNCONFIRMED_KEEP)


class Rsvp(models.Model):
    """One person's sign-up for one event. Erased a few days after the event; nothing of it is copied elsewhere."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for confirmation")
        CONFIRMED = "confirmed", _("confirmed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    event = models.ForeignKey(Event, models.CASCADE, related_name="rsvps", verbose_name=_("event"))
    contact_ct = models.BinaryField(editable=False)
    contact_bi = models.BinaryField(max_length=32, editable=False)
    name_ct = models.BinaryField(blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    discreet = models.BooleanField(_("discreet"), default=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING)
    requests = models.PositiveSmallIntegerField(default=1, editable=False)
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RsvpQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("sign-up"), _("sign-ups")
        constraints = [
            models.UniqueConstraint(fields=("event", "contact_bi"), name="rsvp_once_per_event_and_contact"),
            models.CheckConstraint(
                name="rsvp_state_known", condition=Q(state__in=("pending", "confirmed", "withdrawn"))
            ),
            models.CheckConstraint(
                name="rsvp_confirmed_has_instant", condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False)
            ),
        ]

    class Privacy:
        personal = {
            "contact_ct",
            "contact_bi",
            "name_ct",
            "language",
            "discreet",
            "state",
            "requests",
            "requested_at",
            "confirmed_at",
            "withdrawn_at",
        }
        keep = "event"
        why = _(
            "To remind you of this event and to tell you when it changes. Erased 7 days after it (accompaniment: 2)."
        )

    def __str__(self) -> str:
        return f"sign-up {self.pk}"
