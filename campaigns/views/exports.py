"""One's own hours, taken elsewhere: as a spreadsheet, as a calendar, as text for another system."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns import exports, hours_calendar, secret_feeds, week_text, weeks
from campaigns.models import HourEntry, HoursFeed
from campaigns.spreadsheets import TYPES
from campaigns.timesheet import Timesheet
from coordinators.models import Appointment


@require_safe
def hours_export(request):
    """The three ways out, with the address of the calendar where there is one."""
    monday = weeks.monday_of(weeks.today(timezone.now()))
    feed = HoursFeed.objects.filter(user=request.user).first()
    context = {
        "terms": [row.term for row in _appointments(request.user)],
        "feed_url": request.build_absolute_uri(reverse("campaigns:hours_feed", args=[feed.key])) if feed else "",
        "this_week": monday,
        "last_week": monday - weeks.WEEK,
    }
    return render(request, "campaigns/hours_export.html", context)


@require_safe
@never_cache
def hours_export_file(request, form: str):
    """Own hours of one term, or of all, as CSV or XLSX."""
    if form not in TYPES:
        raise Http404
    entries, name = HourEntry.objects.of_user(request.user), pgettext("file name", "hours")
    if slug := request.GET.get("term"):
        term = get_object_or_404(_appointments(request.user), term__slug=slug).term
        entries, name = entries.in_term(term), f"{name}-{term.slug}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    if form == "xlsx":
        return FileResponse(exports.as_xlsx(entries), content_type=TYPES[form], headers=headers)
    return StreamingHttpResponse(exports.as_csv(entries), content_type=TYPES[form], headers=headers)


@require_POST
def hours_feed_change(request):
    """Open the calendar, give it a new address, or close it."""
    secret_feeds.change(request, hours_calendar)
    return redirect(reverse("campaigns:hours_export") + "#calendar")


@login_not_required
@require_safe
def hours_feed(request, token: str):
    """The calendar for whoever has its key. No session; of a wrong key and a closed account nothing is told."""
    feed = get_object_or_404(HoursFeed.objects.select_related("user").filter(user__is_active=True), key=token)
    return secret_feeds.answer(request, hours_calendar.text(user=feed.user, today=weeks.today(timezone.now())))


@require_safe
def hours_copy(request, monday: dt.date):
    """The week as text to copy; ?notes=1 adds the notes."""
    today = weeks.today(timezone.now())
    if weeks.monday_of(monday) > today:
        raise Http404
    if monday.weekday():
        return redirect("campaigns:hours_copy", weeks.monday_of(monday))
    sheet = Timesheet.load(user=request.user, monday=monday, today=today)
    notes = request.GET.get("notes") == "1"
    text = week_text.compose(sheet, notes=notes)
    context = {"sheet": sheet, "notes": notes, "text": text, "rows": week_text.rows(text)}
    return render(request, "campaigns/hours_copy.html", context)


def _appointments(user):
    return Appointment.objects.of_user(user).select_related("term").order_by("-term__starts_on")
