"""Calendars: which there are for everybody, and one's own at a secret address."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from campaigns import secret_feeds, weeks

from .. import calendar, embed, links, own_calendar
from ..filters import CalendarFilter
from ..models import EventsFeed


@login_not_required
@require_safe
def calendar_list(request):
    """The address of the calendar of all events, or of the choice, and what it means to subscribe."""
    form = CalendarFilter(request.GET)
    query, is_valid = form.query, form.is_valid()
    address = settings.BASE_URL + reverse("calendar") + (f"?{query}" if query else "")
    context = {"form": form, "address": address if is_valid else "", "name": calendar.name(form.words)}
    context["frame"] = embed.code(query) if is_valid else ""
    context["webcal"] = address.replace("https:", "webcal:", 1).replace("http:", "webcal:", 1)
    return render(request, "events/calendar_list.html", context)


@require_safe
def my_events(request):
    """What the person signed up for, their shifts and trainings, and their calendar."""
    user, now = request.user, timezone.now()
    rsvps = own_calendar.signed_up(user=user, now=now)
    places = own_calendar.shifts(rsvps)
    for rsvp in rsvps:
        rsvp.page = links.path(rsvp, get_language())
        rsvp.shifts = [place.shift for place in places if place.rsvp_id == rsvp.pk]
    feed = EventsFeed.objects.filter(user=user).first()
    over = [rsvp for rsvp in rsvps if (rsvp.event.ends_at or rsvp.event.starts_at) <= now]
    context = {
        "ahead": [rsvp for rsvp in rsvps if rsvp not in over],
        "over": over,
        "trainings": own_calendar.trainings(user=user, today=weeks.today(now)),
        "feed_url": settings.BASE_URL + reverse("events:my_feed", args=[feed.key]) if feed else "",
    }
    return render(request, "events/my_events.html", context)


@require_POST
def my_feed_change(request):
    """Open the calendar, give it a new address, or close it."""
    secret_feeds.change(request, own_calendar)
    return redirect(reverse("events:my_events") + "#calendar")


@login_not_required
@require_safe
def my_feed(request, token: str):
    """The calendar for whoever has its key. No session; of a wrong key and a closed account nothing is told."""
    feed = get_object_or_404(EventsFeed.objects.select_related("user").filter(user__is_active=True), key=token)
    return secret_feeds.answer(request, own_calendar.text(user=feed.user, now=timezone.now()))
