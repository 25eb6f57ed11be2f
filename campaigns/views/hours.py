"""A coordinator's own hours. Every query begins at the person who asks, so another's entry is a 404."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import actions, durations, weeks
from campaigns.forms import HourEntryForm
from campaigns.models import HourEntry, Placement
from campaigns.timesheet import Timesheet


def hours_now(request):
    """The week it is."""
    return redirect("campaigns:hours_week", weeks.monday_of(weeks.today(timezone.now())))


def hours_week(request, monday: dt.date):
    """One week: what was worked, and the form for one more entry while the term gives access."""
    today = weeks.today(timezone.now())
    placements = _placements(request.user, today)
    if weeks.monday_of(monday) > today or (request.method == "POST" and not placements):
        raise Http404
    if monday.weekday():
        return redirect("campaigns:hours_week", weeks.monday_of(monday))
    initial = {"day": request.GET.get("day") or today.isoformat()}
    posted = request.POST if request.method == "POST" else None
    form = HourEntryForm(posted, placements=placements, today=today, monday=monday, initial=initial)
    if entry := _done(form, lambda: actions.log_hours(**form.values, key=form.cleaned_data["key"])):
        return redirect(_week_of(entry) + f"?added={entry.pk}#saved")
    sheet = Timesheet.load(user=request.user, monday=monday, today=today)
    open_week = any(p.appointment.term.holds(day.date) for p in placements for day in sheet.days)
    context = {
        "sheet": sheet,
        "form": form if open_week else None,
        "added": _shown(sheet, request.GET.get("added")),
        "saved": _shown(sheet, request.GET.get("saved")),
        "term_minutes": HourEntry.objects.of_user(request.user).in_term(sheet.term).total_minutes(),
    }
    return render(request, "campaigns/hours_week.html", context)


def hour_edit(request, pk: int):
    """Correct one's own entry; an approved one waits for approval again."""
    today = weeks.today(timezone.now())
    entry = _own_entry(request.user, pk, today)
    initial = {
        "day": entry.worked_on,
        "campaign": str(entry.placement.campaign_id),
        "time": durations.as_hours(entry.minutes),
        "activity": entry.activity,
        "note": entry.note,
    }
    posted = request.POST if request.method == "POST" else None
    form = HourEntryForm(posted, placements=_placements(request.user, today), today=today, initial=initial)
    said = {"entry": entry, "by": request.user, "now": timezone.now(), "revision": _revision(request)}
    try:
        if changed := _done(form, lambda: actions.change_hours(**said, **form.values)):
            return redirect(_week_of(changed) + f"?saved={changed.pk}#saved")
    except actions.Stale:
        entry = _own_entry(request.user, pk, today)
        form.add_error(None, _("This entry was changed meanwhile. Below is what you wrote; save it again to keep it."))
    context = {"form": form, "entry": entry, "back": _week_of(entry)}
    return render(request, "campaigns/hour_edit.html", context)


def hour_delete(request, pk: int):
    """Ask first; delete by POST only. The undo button of a fresh entry posts here without the question."""
    entry = _own_entry(request.user, pk, weeks.today(timezone.now()))
    if request.method != "POST":
        return render(request, "campaigns/hour_delete.html", {"entry": entry, "back": _week_of(entry)})
    back = _week_of(entry)
    try:
        actions.delete_hours(entry=entry, by=request.user, now=timezone.now(), revision=_revision(request))
    except actions.Stale:
        messages.warning(request, _("This entry was changed meanwhile, so it is still here."))
        return redirect(back)
    messages.success(request, _("Entry deleted."))
    return redirect(back)


def _placements(user, today: dt.date) -> list[Placement]:
    return list(Placement.objects.of_user(user).open_on(today).select_related("campaign", "appointment__term"))


def _own_entry(user, pk: int, today: dt.date) -> HourEntry:
    own = HourEntry.objects.changeable_by(user, today).select_related("placement__campaign", "placement__appointment")
    return get_object_or_404(own, pk=pk)


def _revision(request) -> int | None:
    """The revision that the page showed; None where the form does not say."""
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


def _done(form: HourEntryForm, act) -> HourEntry | None:
    """What `act` saved, or None: then the form says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return act()
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _week_of(entry: HourEntry) -> str:
    return reverse("campaigns:hours_week", args=[weeks.monday_of(entry.worked_on)])


def _shown(sheet: Timesheet, pk: str | None) -> HourEntry | None:
    return next((entry for entry in sheet.entries if str(entry.pk) == pk), None)
