"""A series at the desk: look at its days before they are made, go on, leave one out, change those that follow."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from coordinators.desk import needs

from .. import gate, series
from ..models import Event
from ..recurrence import Choice
from ..series_forms import ExtendForm, FollowingForm, RuleForm, choices
from . import proof
from .desk import PLAN


@needs(PLAN, "events.add_event")
@require_http_methods(["GET", "HEAD", "POST"])
def event_desk_series(request, slug: str):
    """The days that a rule gives: a GET shows them, a POST makes their events."""
    event, now = get_object_or_404(Event.objects.select_related("series"), slug=slug), timezone.now()
    asked, unfit = request.method == "POST", series.unfit(event, now)
    data = request.POST if asked else request.GET
    bound = data if "last_day" in data and not unfit else None
    form = (ExtendForm if event.series_id else RuleForm)(bound, event=event, now=now, asked=asked)
    if form.is_valid() and asked:
        _make(event, form, now)
        new = ngettext("%(n)s event is made.", "%(n)s events are made.", form.count) % {"n": form.count}
        messages.success(request, new)
        return redirect("events:event_desk_series", slug)
    dates = series.dates(event, now)
    drafts = sum(date.is_open and date.status == Event.Status.DRAFT for date in dates)
    context = {"event": event, "form": form, "unfit": unfit, "dates": dates, "drafts": drafts}
    return render(request, "events/desk/series.html", context)


def _make(event: Event, form, now) -> None:
    if event.series_id:
        series.extend(event=event, last_day=form.rule.last_day, choices=form.choices, now=now)
    else:
        series.create(event=event, rule=form.rule, choices=form.choices, now=now)


@needs(PLAN, "events.delete_event")
@require_http_methods(["GET", "HEAD", "POST"])
def event_desk_leave(request, slug: str):
    """Asks first; a POST takes the day out of its series."""
    event, now = _of_series(slug), timezone.now()
    if event.ends_at <= now or event.status == Event.Status.CANCELLED:
        messages.error(request, _("This event is over or canceled: nothing of it is left out any more."))
        return redirect("events:event_desk_series", slug)
    if request.method == "POST":
        if not series.deletes(event):
            proof.demand(request, now, event)
        first = event.series.events.exclude(pk=event.pk).order_by("series_day").first()
        gone = series.leave_out(event=event, now=now)
        messages.success(request, _("The day is left out.") if gone else _("The event is canceled."))
        return redirect("events:event_desk_series", first.slug if first else slug) if first or not gone else _home()
    people = event.rsvps.signed_up().count()
    return render(
        request, "events/desk/leave.html", {"event": event, "people": people, "deletes": series.deletes(event)}
    )


@needs(PLAN)
@require_POST
def event_desk_publish_series(request, slug: str):
    """All drafts of the series at once, or none when something is missing."""
    try:
        number = series.publish_drafts(event=_of_series(slug), now=timezone.now())
    except gate.Unpublishable as refused:
        messages.error(request, " ".join(sorted({str(fault) for fault in refused.faults.values()})))
    else:
        words = ngettext("%(n)s event is published.", "%(n)s events are published.", number) % {"n": number}
        messages.success(request, words)
    return redirect("events:event_desk_series", slug)


@needs(PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def event_desk_following(request, slug: str):
    """What changes of this event and all that follow. Before anything is done it says how many people are told."""
    event, now = _of_series(slug), timezone.now()
    if event.ends_at <= now:
        messages.error(request, _("This event is over. Open one that is still to come."))
        return redirect("events:event_desk_series", slug)
    form = FollowingForm(request.POST or None, instance=_of_series(slug))
    if request.method != "POST" or not form.is_valid():
        return render(request, "events/desk/following.html", {"event": event, "form": form})
    events = series.following(event, now)
    rows = form.dates(events)
    unclear = [row for row in rows if row.is_unclear]
    if "sure" in request.POST and not unclear:
        change = {"values": form.values, "hours": form.hours, "choices": choices(rows)}
        for one, starts_at in series.restarted(events, **change):
            proof.demand(request, now, one, starts_at=starts_at)
        _tell(request, series.change_following(event=event, now=now, **change))
        return redirect("events:event_desk_series", slug)
    stay = choices(rows) | {row.planned.day: Choice.OUT for row in unclear}
    told = series.told(events, series.changes_of(events, form.values, form.hours, stay))
    context = {"event": event, "form": form, "rows": rows, "told": told, "asked": "sure" in request.POST}
    return render(request, "events/desk/following_sure.html", context | {"moved": series.moved(event, now)})


def _tell(request, told: series.Told) -> None:
    words = ngettext("%(n)s event is changed.", "%(n)s events are changed.", told.events) % {"n": told.events}
    messages.success(request, words)


def _of_series(slug: str) -> Event:
    return get_object_or_404(Event.objects.exclude(series=None).select_related("series"), slug=slug)


def _home():
    return redirect("events:event_desk_list")
