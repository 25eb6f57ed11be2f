"""Tell them now: one place to move an event, who is told of it, how it goes out, and whom to call."""

import copy
import datetime as dt
import logging

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordinators import step_up
from coordinators.desk import needs

from .. import alerts, delivery, differences, gate, preview, unreached
from ..alert_forms import ChangeForm, hours_moved
from ..letters import event_is_near
from ..models import Event
from .desk import PLAN, READ_AND_WRITE

log = logging.getLogger(__name__)

PEOPLE = "events.view_rsvp"
HOUR = dt.timedelta(hours=1)
MOVES = {"earlier": -HOUR, "later": HOUR}
SEND = {"send": False, "send-now": True}  # by step: whether it goes without the pause for an undo


@needs(PLAN)
@never_cache
@require_http_methods(READ_AND_WRITE)
def event_desk_change(request, slug: str):
    """First what is to change, then who would be told, then it is done. What was typed goes along in the form."""
    before, now = _known_event(slug), timezone.now()
    if before is None:
        return redirect("events:event_desk_edit", slug)
    step = request.POST.get("step", "")
    typed = _typed(request.POST, before, step) if request.method == "POST" else None
    form = ChangeForm(typed, instance=copy.copy(before), now=now)
    if typed is None or not form.is_valid() or step == "back":
        return _change_page(request, before, form)
    if form.cleaned_data["seen"] != before.revision:
        return _overtaken(request, before, typed, now)
    if step not in SEND:
        return _change_preview(request, before, form, now)
    return _send(request, before, form, now, at_once=SEND[step])


def _known_event(slug: str) -> Event | None:
    """None for a draft: nobody was told anything. Raises Http404 where nothing can change any more."""
    event = get_object_or_404(Event.objects.select_related("key"), slug=slug)
    if event.status == Event.Status.CANCELLED or (event.ends_at is None and event.status != Event.Status.DRAFT):
        raise Http404
    return None if event.status == Event.Status.DRAFT else event


def _typed(post, before: Event, step: str):
    """The form as it was sent, or as the button for an hour earlier or later fills it."""
    typed = post.copy()
    if (by := MOVES.get(step)) and before.starts_at:
        for name, value in hours_moved(before, by).items():
            typed[name] = value
    return typed


def _change_page(request, before: Event, form: ChangeForm):
    context = {"event": before, "form": form, "facts": differences.facts(before)}
    return render(request, "events/desk/change.html", context)


def _overtaken(request, before: Event, typed, now: dt.datetime):
    """Somebody else was faster: their change stands beside, what was typed stays."""
    fresh = Event.objects.get(pk=before.pk)
    typed = typed.copy()
    typed["seen"] = str(fresh.revision)
    form = ChangeForm(typed, instance=copy.copy(fresh), now=now)
    if form.is_valid():
        form.add_error(
            None,
            _(
                "Somebody else changed this event meanwhile. What stands now is shown beside; what you typed is still "
                "here. Look at it once more."
            ),
        )
    return _change_page(request, fresh, form)


def _change_preview(request, before: Event, form: ChangeForm, now: dt.datetime):
    after = form.instance
    context = {
        "event": before,
        "form": form,
        "differences": differences.for_staff(before, after),
        "moves": alerts.moves(before, copy.copy(after)),
        "alert": alerts.foresee(after, now),
        "words": preview.of_change(after, now),
        "proves": alerts.is_near(before, after, now),
    }
    return render(request, "events/desk/change_preview.html", context)


def _send(request, before: Event, form: ChangeForm, now: dt.datetime, *, at_once: bool):
    if alerts.is_near(before, form.instance, now):
        step_up.demand(request)
    try:
        alerts.send(pk=before.pk, seen=before.revision, values=form.values, now=now, at_once=at_once)
    except alerts.Overtaken:
        return _overtaken(request, before, form.data, now)
    except gate.Unpublishable as refused:
        for fault in set(map(str, refused.faults.values())):
            form.add_error(None, fault)
        return _change_page(request, before, form)
    log.info("event %s: time or place changed by user %s", before.pk, request.user.pk)
    messages.success(request, _("Changed. The page shows it, and the messages are on their way as you see here."))
    return redirect("events:event_desk_delivery", before.slug)


@needs(PLAN)
@never_cache
@require_http_methods(READ_AND_WRITE)
def event_desk_delivery(request, slug: str):
    """How the last notice goes out, from the record of it; and while it waits, the way back."""
    event, now = get_object_or_404(Event, slug=slug), timezone.now()
    if request.method == "POST":
        return _undo_or_hurry(request, event, now)
    context = {
        "event": event,
        "now": now,
        "delivery": delivery.of(event, now),
        "may_undo": alerts.may_undo(event, now),
        "until": alerts.settled_at(event) if event.revised_at else None,
        "sees_people": request.user.has_perm(PEOPLE),
    }
    return render(request, "events/desk/delivery.html", context)


def _undo_or_hurry(request, event: Event, now: dt.datetime):
    seen, action = request.POST.get("seen", ""), request.POST.get("action")
    if event_is_near(event, now):
        step_up.demand(request)
    try:
        if action == "undo" and seen == str(event.revision):
            alerts.undo(pk=event.pk, seen=event.revision, now=now)
            log.info("event %s: change undone by user %s", event.pk, request.user.pk)
            messages.success(request, _("Undone: everything is as people know it. Nobody was told anything."))
        elif action == "hurry" and seen == str(event.revision):
            alerts.hurry(event=event, now=now)
            messages.success(request, _("They go out now."))
        else:
            raise alerts.Overtaken
    except (alerts.Overtaken, gate.Unpublishable):
        messages.error(request, _("That is no longer possible: it went out, or somebody changed it again."))
    return redirect("events:event_desk_delivery", event.slug)


@needs(PLAN, PEOPLE)
@never_cache
@require_safe
def event_desk_calls(request, slug: str):
    """Whom no message reaches, for the phone. Who opens it proves who they are; the log says who opened which."""
    event, now = get_object_or_404(Event.objects.select_related("key"), slug=slug), timezone.now()
    step_up.demand(request)
    log.info("event %s: call list opened by user %s", event.pk, request.user.pk)
    found = unreached.calls(event, now)
    seats = sum(call.rsvp.seats for call in found)
    return render(request, "events/desk/calls.html", {"event": event, "calls": found, "seats": seats, "now": now})
