"""What programs read on behalf of people: Atom feeds, a calendar, and the history as data. The same for everybody."""

import datetime as dt
import json
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import Milestone
from events import calendar as event_calendar
from events.filters import CalendarFilter
from events.models import Event
from ilp_portal import archive, atom
from ilp_portal.models import PublicEntry
from ilp_portal.search import index

MOST = 50  # entries of a feed
PAST = dt.timedelta(days=30)  # how long an event that is over stays in the calendar and the feed of what is next


@login_not_required
@require_safe
def events_feed(request):
    """Events to come, and those that were not long ago."""
    now = timezone.now()
    rows = Event.objects.on_record().filter(held_on__gte=(now - PAST).date()).order_by("starts_at", "pk")[:MOST]
    changed = _changed(PublicEntry.Kind.EVENT, now)
    entries = [atom.event(event, changed.get(event.pk, now)) for event in rows]
    return _atom(request, _("Events of the project"), reverse("events:event_list"), entries)


@login_not_required
@require_safe
def milestones_feed(request):
    """Moments of the history, the newest first."""
    changed = _changed(PublicEntry.Kind.MILESTONE, now := timezone.now())
    rows = Milestone.objects.public().order_by("-happened_on", "slug")[:MOST]
    entries = [atom.milestone(row, changed.get(row.pk, now)) for row in rows]
    return _atom(request, _("Moments of the history of the project"), reverse("history"), entries)


@login_not_required
@require_safe
def calendar(request):
    """All events, or those of a kind, a campaign, an organization, a language."""
    now, choice = timezone.now(), CalendarFilter(request.GET)
    if choice.wanted() is None:
        raise Http404
    rows = choice.fitting(Event.objects.on_record()).filter(starts_at__isnull=False, ends_at__gt=now - PAST)
    changed = _changed(PublicEntry.Kind.EVENT, now)
    text = event_calendar.public(rows.order_by("starts_at", "pk"), changed, now=now, choice=choice.words)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


@login_not_required
@require_safe
def history_json(request):
    """Explained in docs/data.md."""
    text = json.dumps(archive.history(), ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json")


def _changed(kind: str, now: dt.datetime) -> dict[int, dt.datetime]:
    index.refresh(now)
    return dict(PublicEntry.objects.filter(kind=kind).values_list("key", "changed_at"))


def _atom(request, title: str, page: str, entries: list[atom.Entry]) -> HttpResponse:
    host = urlsplit(settings.BASE_URL).hostname
    said = {"address": request.path, "host": host, "language": get_language()}
    text = atom.feed(title, settings.BASE_URL, page, entries, **said)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
