"""Where the Monday of staff begins."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordinators.desk import needs
from ilp_portal import desk_home as desk
from ilp_portal.desk_home_parts import Home

SEEN = "Desk-Seen"  # the marks of the parts that the page has; static/js/deskhome.js sends it


@needs()
@require_safe
def desk_home(request):
    """Whole, or with script every half minute the hour and the parts that differ from those that the page names."""
    if not desk.may_open(request.user):
        raise Http404
    now = timezone.now()
    home = Home.load(request.user, request.GET, now=now)
    if request.htmx:
        fresh = home.beside(request.headers.get(SEEN, ""))
        return render(request, "desk/_home_look.html", {"now": now, "parts": fresh})
    context = {"home": home.now, "people": home.people, "parts": home.parts, "address": home.address, "now": now}
    return render(request, "desk/home.html", context)


@needs()
@require_safe
def desk_help(request):
    """How the desk works, in short, for whoever may open it."""
    if not desk.may_open(request.user):
        raise Http404
    return render(request, "desk/help.html")
