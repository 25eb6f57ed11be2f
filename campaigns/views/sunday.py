"""The page behind the link of the Sunday mail: without signing in, one week, two questions, each with its way back."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns import sunday as links
from campaigns import targets
from outreach.origin import own_form, private

VERBS = {"same": links.repeat, "undo-same": links.take_back, "nothing": links.finish, "undo-nothing": links.resume}


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sunday(request, token: str):
    """Opening the page changes nothing, since mail scanners open links too; its buttons do."""
    try:
        link = links.find(token, timezone.now())
    except links.Past:
        return private(render(request, "campaigns/sunday_gone.html", {"past": True}, status=410))
    if link is None:
        return private(render(request, "campaigns/sunday_gone.html", status=404))
    return private(_page(request, link))


@own_form(or_null=True)
def _page(request, link: links.Link):
    way = request.GET.get("way")
    way = way if way in links.WAYS else links.SAME
    if request.method == "POST":
        action = request.POST.get("action")
        if action not in VERBS:
            raise Http404
        left_out = VERBS[action](link)
        word = "&back" if action.startswith("undo") else "&left-out" if left_out else ""
        return redirect(f"{request.path}?way={way}{word}")
    term = link.appointment.term
    target = targets.of_week(link.monday, term=term, breaks=term.breaks.all())
    context = {"link": link, "way": way, "target": target, "left_out": "left-out" in request.GET}
    context["back"] = "back" in request.GET
    return render(request, "campaigns/sunday.html", context)
