"""Addresses that open somebody's own calendar in the browser with an event filled in. Plain links: the reader's click
leads there, and nothing of ours asks those sites for anything."""

import datetime as dt
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from .models import Event

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"
SUPPOSED = dt.timedelta(hours=1)  # how long an event takes whose end is not on record


def links(event: Event) -> list[tuple[str, str]]:
    """Name and address of each, in the active language; none without an hour. They say what strangers may read."""
    if event.starts_at is None:
        return []
    end = event.ends_at or event.starts_at + SUPPOSED
    text = _("Where and what: %(link)s") % {"link": settings.BASE_URL + event.get_absolute_url()}
    google = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": f"{_basic(event.starts_at)}/{_basic(end)}",
        "ctz": event.time_zone,
        "details": text,
        "location": event.place_line,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": _extended(event.starts_at),
        "enddt": _extended(end),
        "body": text,
        "location": event.place_line,
    }
    return [("Google Calendar", f"{GOOGLE}?{urlencode(google)}"), ("Outlook.com", f"{OUTLOOK}?{urlencode(outlook)}")]


def _basic(instant: dt.datetime) -> str:
    """20261205T160000Z"""
    return _extended(instant).replace("-", "").replace(":", "")


def _extended(instant: dt.datetime) -> str:
    """2026-12-05T16:00:00Z"""
    return instant.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
