"""The desk of events: staff plan one, publish it, see what stands and what is missing, and look at what readers get."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordinators.desk import needs

from .. import actions
from ..desk_forms import DeskForm
from ..models import Event

PLAN = "events.change_event"
PER_PAGE = 30


@needs(PLAN)
@require_safe
def event_desk_list(request):
    """What is planned, soonest first, drafts included; then what was."""
    events = Event.objects.for_desk(timezone.now())
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/desk/list.html", {"page": page})


@needs(PLAN, "events.add_event")
@require_http_methods(["GET", "HEAD", "POST"])
def event_desk_new(request):
    form = DeskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        event = form.save()
        messages.success(request, _("Saved as a draft."))
        return redirect("events:event_desk", event.slug)
    return render(request, "events/desk/form.html", {"form": form, "event": None})


@needs(PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def event_desk_edit(request, slug: str):
    event = get_object_or_404(Event, slug=slug)
    form = DeskForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        actions.save_event(event=form.save(commit=False), now=timezone.now())
        form.save_m2m()
        messages.success(request, _("Saved."))
        return redirect("events:event_desk", event.slug)
    return render(request, "events/desk/form.html", {"form": form, "event": event})


@needs(PLAN)
@require_safe
def event_desk(request, slug: str):
    """All of one event: each part of its life is a card of its own."""
    event, now = get_object_or_404(Event.objects.for_page("term"), slug=slug), timezone.now()
    return render(request, "events/desk/event_desk.html", {"event": event, "now": now} | _cards(event, now))


def _cards(event: Event, now) -> dict:
    """What the cards read, each under the name of its part: plain values, few queries, never a person."""
    return {}


@needs(PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def event_desk_act(request, slug: str):
    """Asks first; only POST does it."""
    return redirect("events:event_desk", slug)


@needs(PLAN)
@require_safe
def event_desk_preview(request, slug: str):
    """What readers get, in both languages beside each other."""
    return render(request, "events/desk/preview.html", {"event": get_object_or_404(Event, slug=slug)})
