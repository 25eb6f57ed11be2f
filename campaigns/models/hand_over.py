"""What those who leave a campaign tell those who come."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from coordinators.models import Appointment, Term

from .campaign import Campaign


class HandOverQuerySet(models.QuerySet):
    def ready(self) -> Self:
        return self.filter(ready_at__isnull=False)


class HandOver(models.Model):
    """One campaign as one term leaves it. The texts are drafted from the data; contacts and dates are read live."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="hand_overs", verbose_name=_("campaign"))
    term = models.ForeignKey(Term, models.CASCADE, related_name="hand_overs", verbose_name=_("academic year"))
    did = models.TextField(_("what we did"), blank=True)
    threads = models.TextField(_("what is still open"), blank=True)
    written_at = models.DateTimeField(_("written"))
    ready_at = models.DateTimeField(_("handed over"), null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ("-term__starts_on", "campaign")
        verbose_name, verbose_name_plural = _("hand-over"), _("hand-overs")
        constraints = [models.UniqueConstraint(fields=("campaign", "term"), name="hand_over_once_per_term")]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.term_id}"


class HandOverRead(models.Model):
    """One of the next coordinators ticked a hand-over as read."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="reads", verbose_name=_("hand-over"))
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="+", verbose_name=_("appointment"))
    read_at = models.DateTimeField(_("read"))

    class Meta:
        ordering = ("read_at", "pk")
        verbose_name, verbose_name_plural = _("hand-over read"), _("hand-overs read")
        constraints = [models.UniqueConstraint(fields=("hand_over", "appointment"), name="hand_over_read_once")]

    class Privacy:
        personal = {"hand_over", "appointment", "read_at"}
        keep = "history"
        why = _("So that staff see whether the campaign was handed over.")

    def __str__(self) -> str:
        return f"{self.hand_over_id}: {self.appointment_id}"
