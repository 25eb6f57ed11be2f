"""The secret address of a person's calendar of hours."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """43 signs, 256 bits."""
    return secrets.token_urlsafe(32)


class HoursFeed(models.Model):
    """Whoever has the key reads the hours; a new key closes the old address. No row: no calendar."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hours_feed")
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("calendar of hours"), _("calendars of hours")

    class Privacy:
        personal = {"user", "key"}
        keep = "account"
        why = _("To show your hours in your own calendar, if you ask for it.")

    def __str__(self) -> str:
        return str(self.pk)
