"""Whether the outbox runs, and when each recurring duty was last done."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .message import Message


class Engine(models.Model):
    """A row a channel: whether it sends. Paused on our own faults or by staff, resumed by staff."""

    channel = models.CharField(_("channel"), max_length=5, choices=Message.Channel, unique=True)
    paused = models.BooleanField(_("paused"), default=False)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    last_tick_at = models.DateTimeField(_("last tick"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = verbose_name_plural = _("message engine")
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=("email", "sms")), name="engine_channel_known"),
        ]

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return gettext("paused") if self.paused else gettext("running")

    @classmethod
    def is_paused(cls, channel: str = Message.Channel.EMAIL) -> bool:
        return cls.objects.filter(channel=channel, paused=True).exists()


class Pulse(models.Model):
    """When a recurring duty was last done, whoever did it: what /healthz/deep judges."""

    class Duty(models.TextChoices):
        TICK = "tick", _("clock")
        SWEEP = "sweep", _("sweep of coming events")
        PURGE = "purge", _("erasure")
        BACKUP = "backup", _("backup")

    duty = models.CharField(_("duty"), max_length=10, choices=Duty, primary_key=True)
    at = models.DateTimeField(_("last done"))

    class Meta:
        verbose_name, verbose_name_plural = _("duty"), _("duties")

    class Privacy:
        personal: set[str] = set()

    def __str__(self) -> str:
        return self.get_duty_display()

    @classmethod
    def beat(cls, duty: str, now: dt.datetime) -> None:
        cls.objects.update_or_create(duty=duty, defaults={"at": now})
