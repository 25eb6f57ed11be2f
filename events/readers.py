"""Whom messages about sign-ups are for and when they go, in words for staff. Never a name, never an address."""

import datetime as dt
import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outreach.kinds import Reader

from . import clock
from .models import Rsvp

CONFIRMATION = gettext_lazy("Confirmation of a sign-up")
REMINDER = gettext_lazy("Reminder of an event")
CHANGED = gettext_lazy("Change of an event")
CANCELLED = gettext_lazy("Cancellation of an event")
PLACE = gettext_lazy("Exact place of an event")
OFFER = gettext_lazy("Offer of a place to the waiting list")
SHIFT_CHANGED = gettext_lazy("Change of a shift")

CHUNK = 5000  # ids in one statement; SQLite takes 32,766
HOURS, DAYS = re.compile(r"(\d{1,3})h"), re.compile(r"(\d{1,2})d(\d\d):(\d\d)")  # as ReminderRule.key writes them


def readers(ids: set[int]) -> dict[int, Reader]:
    """Sign-ups by id, as a number with language and channel; one that was erased keeps its number only."""
    wanted, known = sorted(ids), {}
    for start in range(0, len(wanted), CHUNK):
        found = Rsvp.objects.filter(pk__in=wanted[start : start + CHUNK])
        known |= {pk: (language, channel) for pk, language, channel in found.values_list("pk", "language", "channel")}
    return {pk: Reader(_("Sign-up %(number)d") % {"number": pk}, *known.get(pk, ("", ""))) for pk in wanted}


def rule_text(rule: str) -> str:
    """When a reminder rule sends: "2 hours before", "the day before at 6:00 pm"; empty for what is no such rule."""
    key = rule.partition("~")[0]  # what follows tells the reminders of who came back from those of the first time
    if match := HOURS.fullmatch(key):
        hours = int(match[1])
        return ngettext("%(n)d hour before", "%(n)d hours before", hours) % {"n": hours}
    if not (match := DAYS.fullmatch(key)):
        return ""
    days, hour = int(match[1]), clock.hour_text(dt.time(int(match[2]) % 24, int(match[3]) % 60))
    if days == 0:
        return _("on the day at %(hour)s") % {"hour": hour}
    if days == 1:
        return _("the day before at %(hour)s") % {"hour": hour}
    return ngettext("%(n)d day before at %(hour)s", "%(n)d days before at %(hour)s", days) % {"n": days, "hour": hour}
