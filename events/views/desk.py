"""The desk of events: staff plan one, publish it, see what stands and what is missing, and look at what readers get."""

import copy
import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coordinators.desk import needs

from .. import alerts, copies, desk_acts, desk_numbers, door, erasure, gate, kinds, plans, preview, shift_rows
from ..copy_forms import DuplicateForm
from ..desk_forms import DeskForm
from ..models import Event
from . import proof

PLAN, ADD = "events.change_event", "events.add_event"
PER_PAGE = 30
LATELY = dt.timedelta(days=1)  # so long the list says that time or place changed: all staff see what one did
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@needs(PLAN)
@require_safe
def event_desk_list(request):
    """What is planned, soonest first, drafts included; then what was."""
    now = timezone.now()
    page = Paginator(Event.objects.for_desk(now), PER_PAGE).get_page(request.GET.get("page"))
    lacking = {event.pk for event in page if not event.is_past and gate.missing(event)}
    context = {"page": page, "lacking": lacking, "may_add": request.user.has_perm(ADD), "lately": now - LATELY}
    return render(request, "events/desk/list.html", context)


@needs(PLAN, ADD)
@require_http_methods(READ_AND_WRITE)
def event_desk_new(request):
    """First the kind, then a form that begins with what is usual for it."""
    now, kind = timezone.now(), request.GET.get("kind")
    if request.method != "POST" and kind not in kinds.TABLE:
        return render(request, "events/desk/kinds.html", {"kinds": kinds.said()})
    if "usual" in request.POST:
        form = DeskForm.as_typed(request.POST, now)
    elif request.method == "POST":
        form = DeskForm(request.POST, publish="publish" in request.POST)
        if form.is_valid():
            event = plans.add(form, now)
            messages.success(request, _("Published.") if "publish" in request.POST else _("Saved as a draft."))
            return redirect("events:event_desk", event.slug)
    else:
        form = DeskForm(initial={"kind": kind, "mode": Event.Mode.IN_PERSON} | kinds.defaults(kind, now))
    return render(request, "events/desk/form.html", {"form": form})


@needs(PLAN)
@require_http_methods(READ_AND_WRITE)
@transaction.atomic
def event_desk_edit(request, slug: str):
    """The texts, and while nobody has signed up also when and where."""
    events = Event.objects.select_for_update() if request.method == "POST" else Event.objects.all()
    event, now = get_object_or_404(events, slug=slug), timezone.now()
    before = copy.copy(event)
    form = DeskForm(request.POST or None, instance=event, publish="publish" in request.POST)
    if request.method == "POST" and form.is_valid():
        if before.facts() != event.facts():
            proof.demand(request, now, before, starts_at=event.starts_at)
        plans.change(form, now)
        messages.success(request, _("Published.") if "publish" in request.POST else _("Saved."))
        return redirect("events:event_desk", event.slug)
    return render(request, "events/desk/form.html", {"form": form, "event": Event.objects.get(pk=event.pk)})


@needs(PLAN)
@require_safe
def event_desk(request, slug: str):
    """All of one event: each part of its life is a card of its own."""
    event, now = get_object_or_404(Event.objects.for_page("term", "series"), slug=slug), timezone.now()
    context = {
        "event": event,
        "now": now,
        "acts": desk_acts.of(event, now),
        "faults": desk_acts.faults(event, desk_acts.PUBLISH, now),
        "closed": gate.is_closed(event),
        "lacking": plans.lacking(event),
        "waits": desk_numbers.waits_for_words(event, now),
        "may_add": request.user.has_perm(ADD),
    }
    return render(request, "events/desk/event_desk.html", context | _cards(event, now))


def _cards(event: Event, now: dt.datetime) -> dict:
    """What the cards read, each under the name of its part: plain values, few queries, never a person."""
    return {
        "numbers": desk_numbers.of(event),
        "reminders": desk_numbers.reminders(event, now),
        "change": alerts.card(event, now),
        "shifts": shift_rows.summary(event),
        "after": erasure.card(event, now),
        "door": door.card(event, now),
    }


@needs(PLAN)
@require_http_methods(READ_AND_WRITE)
def event_desk_act(request, slug: str):
    """Asks first and says who is told; only POST does it."""
    event, now = get_object_or_404(Event, slug=slug), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("do") == "duplicate":
        return _duplicate(request, event, now)
    act = desk_acts.find(event, asked.get("do", ""), now)
    if act is None:
        if request.method != "POST":
            raise Http404
        messages.info(request, _("That cannot be done any more: somebody else was faster, or the event is over."))
        return redirect("events:event_desk", slug)
    faults = desk_acts.faults(event, act, now)
    if request.method == "POST" and not faults:
        proof.demand(request, now, event)
        try:
            desk_acts.do(event, act, one_language="one_language" in asked, now=now)
        except gate.Unpublishable:
            pass  # the page asks again and says what is missing
        else:
            messages.success(request, act.done)
            return redirect("events:event_desk", slug)
    context = {"event": event, "act": act, "faults": faults, "refused": request.method == "POST"}
    context |= {"lacks": desk_acts.lacks_language(event, act), "lacking": plans.lacking(event)}
    context |= {"numbers": desk_numbers.of(event), "alert": alerts.foresee_status(event, act.status, now)}
    return render(request, "events/desk/act.html", context)


def _duplicate(request, event: Event, now: dt.datetime):
    """A draft like it on another day, without its people."""
    if not request.user.has_perm(ADD):
        raise Http404
    form = DuplicateForm(request.POST or None, event=event, now=now)
    if request.method == "POST" and form.is_valid():
        made = copies.duplicate(event, held_on=form.cleaned_data["held_on"], fold=form.fold, now=now)
        messages.success(request, _("This is the copy, a draft. Nobody has signed up for it."))
        return redirect("events:event_desk_edit", made.slug)
    return render(request, "events/desk/duplicate.html", {"event": event, "form": form})


@needs(PLAN)
@require_safe
def event_desk_preview(request, slug: str):
    """What readers get, in both languages beside each other."""
    event, now = get_object_or_404(Event.objects.for_page(), slug=slug), timezone.now()
    heads = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            page = {"event": event, "ahead": event.is_ahead(now)}
            heads.append((code, render_to_string("events/desk/_preview_head.html", page)))
    context = {
        "event": event,
        "heads": heads,
        "examples": preview.examples(event, now),
        "lacking": plans.lacking(event),
    }
    return render(request, "events/desk/preview.html", context)


def event_help(request):
    """How events work, for everybody with an account: coordinators stand at doors, too."""
    return render(request, "events/help.html")
