"""After an event: its people are erased, from the desk before the time if need be, and its numbers stay."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordinators import step_up
from coordinators.desk import needs

from .. import erasure, numbers
from ..models import Event


@needs("events.change_event", "events.view_rsvp")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_desk_erase(request, slug: str):
    """Says what will be lost and who is told nothing any more; only POST erases."""
    event, now = get_object_or_404(Event.objects.with_numbers(), slug=slug), timezone.now()
    may = erasure.may_erase(event, now)
    if request.method == "POST" and may:
        if event.ends_at and event.ends_at > now:  # canceled: its people may not have heard of it yet
            step_up.demand(request)
        gone = erasure.erase_now(pk=event.pk, now=now)
        text = ngettext("%(n)d sign-up erased. The numbers stay.", "%(n)d sign-ups erased. The numbers stay.", gone)
        messages.success(request, text % {"n": gone})
        return redirect("events:event_desk", Event.objects.get(pk=event.pk).slug)
    context = {"event": event, "goes": erasure.what_goes(event), "may": may, "refused": request.method == "POST"}
    return render(request, "events/desk/erase.html", context, status=409 if context["refused"] else 200)


@needs("events.change_event")
@require_safe
def event_desk_numbers(request):
    """How many people came, by campaign, partner and term, for reports."""
    headings = {"campaign": _("By campaign"), "partners": _("By partner"), "term": _("By term")}
    tables = [(heading, numbers.by(owner)) for owner, heading in headings.items()]
    return render(request, "events/desk/numbers.html", {"tables": tables})
