"""The secret address of a person's calendar of events, shifts and trainings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.feed import new_key


class EventsFeed(models.Model):
    """Whoever has the key reads the calendar; a new key closes the old address. No row: no calendar."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="events_feed")
    key = models.CharField(max_length=43, unique=True, default=new_key, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("calendar of one's events"), _("calendars of one's events")

    class Privacy:
        personal = {"user", "key"}
        keep = "account"
        why = _("To show your events and shifts in your own calendar, if you ask for it.")

    def __str__(self) -> str:
        return str(self.pk)
