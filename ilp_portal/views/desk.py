"""The desk of staff. It begins with the ledger of messages: what goes out, what came of it, and because of what."""

import datetime as dt
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordinators.desk import needs
from events.actions import SCOPE as EVENT
from events.models import Event
from ilp_portal.forms import WITHOUT_EVENT, LedgerFilter
from outreach import actions, ledger, reasons
from outreach.models import Engine, Message
from partners import audit

LOOK, RUN = "outreach.view_message", "outreach.change_engine"
EVENTS_A_PAGE, LINES_A_PAGE = 20, 50
DIGITS = 19  # of the largest number that a database holds


@needs(LOOK)
@require_safe
def message_list(request):
    """Whether all is well, what goes out next, and each event's count."""
    now = timezone.now()
    scoped, others = ledger.tallies()
    found = Paginator(_events_first_to_come(scoped, now), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "law": ledger.law(now),
        "lanes": ledger.lanes(now),
        "coming": ledger.coming(now),
        "events": found,
        "others": sorted(others, key=lambda tally: tally.label),
        "may_run": request.user.has_perm(RUN),
        "now": now,
    }
    return render(request, "desk/message_list.html", context)


@needs(LOOK)
@require_safe
def message_rows(request):
    """A line for each person and message, as narrow as the filters in the address make it."""
    now = timezone.now()
    events = Event.objects.filter(pk__in=ledger.scopes(EVENT)).order_by("-held_on", "pk")
    form = LedgerFilter(request.GET, events=events)
    form.is_valid()  # what is not understood is said at its field, and narrows nothing
    found = ledger.rows(**_narrowed(form.cleaned_data)).prefetch_related("tries")
    page = Paginator(found, LINES_A_PAGE).get_page(request.GET.get("page"))
    about = {(EVENT, event.pk): event for event in events}
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    event = chosen.get("event", "")
    context = {
        "form": form,
        "query": urlencode(chosen),
        "page": page,
        "lines": ledger.lines(page.object_list, now, about),
        "event": about.get((EVENT, int(event))) if event.isdecimal() else None,
        "may_run": request.user.has_perm(RUN),
    }
    return render(request, "desk/message_rows.html", context)


@needs(LOOK, RUN)
@require_http_methods(["GET", "HEAD", "POST"])
def message_again(request):
    """Asks first, because people may get copies: about one message, or all of an event. Only POST does it."""
    now = timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    found, back = _asked_for(asked)
    may = ledger.again(now).filter(pk__in=found.values("pk"))
    only = found.first() if asked.get("message") else None
    obstacle = reasons.obstacle(only, now) if only and not may else ""
    if request.method == "POST":
        with transaction.atomic():
            if queued := actions.send_again(pks=may.values_list("pk", flat=True), now=now):
                audit.note("outreach.again", count=queued, now=now)
        _say(request, queued, obstacle)
        return redirect(back)
    bounds = [ledger.copies(message) for message in may]
    context = {"n": len(bounds), "copies": max(bounds, default=0), "obstacle": obstacle, "back": back, "asked": asked}
    return render(request, "desk/message_again.html", context)


@needs(LOOK, RUN)
@require_POST
def engine_pause(request, channel):
    """Stop one channel until somebody starts it again; what is due waits."""
    engine = get_object_or_404(Engine, channel=channel)
    with transaction.atomic():
        actions.pause(channel=channel)
        audit.note("outreach.pause", record=engine)
    name = {"channel": engine.get_channel_display()}
    messages.success(request, _("Paused: %(channel)s. Nothing is lost; what is due waits.") % name)
    return redirect("message_list")


@needs(LOOK, RUN)
@require_POST
def engine_resume(request, channel):
    engine = get_object_or_404(Engine, channel=channel)
    name = {"channel": engine.get_channel_display()}
    with transaction.atomic():
        if resumed := actions.resume(channel=channel):
            audit.note("outreach.resume", record=engine)
    if resumed:
        messages.success(request, _("Running again: %(channel)s.") % name)
    else:
        messages.info(request, _("It was not paused: %(channel)s.") % name)
    return redirect("message_list")


def _events_first_to_come(scoped: list[ledger.Tally], now) -> list[tuple[Event | None, ledger.Tally]]:
    """Each tally with its event, None for a deleted one: those to come soonest first, then the past, newest first."""
    events = Event.objects.in_bulk([tally.scope_id for tally in scoped if tally.scope_type == EVENT])
    rows = [(events.get(tally.scope_id), tally) for tally in scoped]
    ahead = [row for row in rows if row[0] and row[0].starts_at and row[0].starts_at > now]
    past = [row for row in rows if row not in ahead]
    ahead.sort(key=lambda row: row[0].starts_at)
    past.sort(key=lambda row: row[0].held_on if row[0] else dt.date.min, reverse=True)
    return ahead + past


def _narrowed(chosen: dict) -> dict:
    """The arguments of ledger.rows."""
    event = chosen.get("event", "")
    scope = ("", None) if event == WITHOUT_EVENT else (EVENT, int(event)) if event else None
    return {name: chosen.get(name, "") for name in ("state", "kind", "channel")} | {"scope": scope}


def _asked_for(asked) -> tuple[QuerySet[Message], str]:
    """The messages that ?message= or ?event= names, and the page to go back to."""
    name = "message" if asked.get("message") else "event"
    text = asked.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < DIGITS):
        raise Http404
    number, rows = int(text), reverse("message_rows")
    if name == "event":
        return ledger.rows(scope=(EVENT, number)), f"{rows}?event={number}"
    message = get_object_or_404(ledger.rows(), pk=number)
    back = f"{rows}?event={message.scope_id}" if message.scope_type == EVENT else f"{rows}?event={WITHOUT_EVENT}"
    return ledger.rows().filter(pk=number), back


def _say(request, queued: int, obstacle: str) -> None:
    if queued:
        text = ngettext("%(n)d message is queued once more.", "%(n)d messages are queued once more.", queued)
        messages.success(request, text % {"n": queued})
    else:
        messages.error(request, obstacle or _("Nothing here can be sent again."))
