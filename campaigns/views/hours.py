"""A coordinator's own hours. Every query begins at the person who asks, so another's entry is a 404."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import actions, toasts, trail, typed, weeks
from campaigns.forms import HourEntryForm
from campaigns.models import HourEntry, HourProposal

from .week import open_placements, show_week, week_url


def hours_now(request):
    """The week it is."""
    return redirect("campaigns:hours_week", weeks.monday_of(weeks.today(timezone.now())))


@typed.kept
def hours_week(request, monday: dt.date):
    """One week: what was worked, and the form for one more entry while the term gives access."""
    today, placements = weeks.today(timezone.now()), open_placements(request.user)
    if weeks.monday_of(monday) > today or (request.method == "POST" and not placements):
        raise Http404
    if monday.weekday():
        return redirect(week_url(weeks.monday_of(monday)))
    if request.method != "POST":
        return show_week(request, monday, placements=placements)
    form = HourEntryForm(request.POST, placements=placements, today=today, monday=monday)
    if entry := _done(form, lambda: actions.log_hours(**form.values, key=form.cleaned_data["key"])):
        more = "&more=1" if "more" in request.POST else ""  # the form that was open stays open
        return redirect(week_url(weeks.monday_of(entry.worked_on), f"added={entry.pk}{more}"))
    return show_week(request, monday, placements=placements, form=form)


@typed.kept
def hour_edit(request, pk: int):
    """Correct one's own entry; an approved one waits for approval again."""
    today = weeks.today(timezone.now())
    entry = _own_entry(request.user, pk, today)
    back = typed.given_back(request)
    initial = toasts.values_of(entry) | back
    posted = request.POST if request.method == "POST" else None
    form = HourEntryForm(posted, placements=open_placements(request.user), today=today, initial=initial)
    said = {"entry": entry, "by": request.user, "now": timezone.now(), "revision": _revision(request)}
    try:
        if changed := _done(form, lambda: actions.change_hours(**said, **form.values)):
            return redirect(week_url(weeks.monday_of(changed.worked_on), f"saved={changed.pk}"))
    except actions.Stale:
        entry = _own_entry(request.user, pk, today)
        form.add_error(None, _("This entry was changed meanwhile. Below is what you wrote; save it again to keep it."))
    context = {"form": form, "entry": entry, "back": week_url(weeks.monday_of(entry.worked_on)), "given_back": back}
    context["steps"] = trail.steps_of([entry]).get(entry.pk)
    response = render(request, "campaigns/hour_edit.html", context)
    if back:
        typed.forget(response)
    return response


def hour_delete(request, pk: int):
    """Ask first; delete by POST only. The undo button of a fresh entry posts here without the question."""
    now = timezone.now()
    entry = _own_entry(request.user, pk, weeks.today(now))
    monday = weeks.monday_of(entry.worked_on)
    if request.method != "POST":
        return render(request, "campaigns/hour_delete.html", {"entry": entry, "back": week_url(monday)})
    try:
        actions.delete_hours(entry=entry, by=request.user, now=now, revision=_revision(request))
    except actions.Stale:
        return redirect(week_url(monday, "said=changed"))
    if "undo" in request.POST:
        HourProposal.objects.of_user(request.user).filter(client_key=entry.client_key).update(answered_at=None)
    request.session[toasts.DELETED] = toasts.values_of(entry)
    return redirect(week_url(monday, "said=deleted"))


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
