"""Why nobody can sign up any more, in words for whoever just tried."""

import datetime as dt

from django.utils.translation import gettext as _

from .models import Event


def of(event: Event, now: dt.datetime) -> str:
    if event.status == Event.Status.CANCELLED:
        return _("The event was canceled meanwhile: nobody can sign up any more.")
    if event.status == Event.Status.POSTPONED:
        return _("The event was postponed meanwhile. You can sign up again when the new date is set.")
    if event.starts_at is not None and event.starts_at <= now:
        return _("The event has begun: nobody can sign up any more. You can still come.")
    if event.takes_signups(now) and event.is_full:
        return _("The event has become full meanwhile. You can join the waiting list.")
    return _("Sign-up for this event is closed.")
