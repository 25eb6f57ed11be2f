"""One's own hours as a calendar (RFC 5545): all-day entries, since an entry has a day and no hour of the day.

Notes are left out: a calendar is shown on phones and shared with others.
"""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from . import durations
from .models import HourChange, HourEntry, HoursFeed
from .models.feed import new_key

PRODUCT = "-//ILP//Portal//EN"
SPAN = dt.timedelta(days=400)  # how far back the calendar goes: a year and a month, the same cost after ten years
REFRESH = dt.timedelta(hours=12)


def open_feed(*, user) -> HoursFeed:
    """The person's calendar, as it is or with a first address."""
    return HoursFeed.objects.get_or_create(user=user)[0]


def renew_feed(*, user) -> bool:
    """A new address; the old one leads nowhere from now on. False when there is no calendar."""
    return bool(HoursFeed.objects.filter(user=user).update(key=new_key()))


def close_feed(*, user) -> bool:
    """No calendar any more. False when there was none."""
    return bool(HoursFeed.objects.filter(user=user).delete()[0])


def text(*, user, today: dt.date) -> bytes:
    """The calendar in the active language. The same hours give the same bytes, so that a reader may ask by ETag."""
    import icalendar  # half a second to import

    calendar = icalendar.Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN")):
        calendar.add(name, value)
    calendar.add("x-wr-calname", _("My hours, ILP"))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for entry in _entries(user, today):
        calendar.add_component(_day(icalendar, entry))
    return calendar.to_ical()


def _entries(user, today: dt.date):
    """In one query, each with the instant of its last correction as `last_change`."""
    changes = HourChange.objects.filter(entry=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = HourEntry.objects.of_user(user).worked_between(today - SPAN, today).select_related("placement__campaign")
    return rows.annotate(last_change=Coalesce(Subquery(changes), "logged_at"))


def _day(icalendar, entry: HourEntry):
    """SEQUENCE and LAST-MODIFIED rise with each correction, so that a calendar takes it over."""
    hours = durations.as_hours(entry.minutes)
    words = {"hours": hours, "campaign": entry.placement.campaign.title}
    changed = entry.last_change.astimezone(dt.UTC)
    event = icalendar.Event()
    event.add("uid", f"hours-{entry.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", entry.revision - 1)
    event.add("dtstart", entry.worked_on)
    event.add("dtend", entry.worked_on + dt.timedelta(days=1))
    event.add("summary", _("%(hours)s h: %(campaign)s") % words)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # nobody is busy all day because of it
    return event
