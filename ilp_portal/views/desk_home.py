"""Where the Monday of staff begins."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import weeks
from coordinators.desk import needs
from ilp_portal import desk_home as home


@needs()
@require_safe
def desk_home(request):
    """Whole, or with script every half minute the part that changes."""
    if not home.may_open(request.user):
        raise Http404
    now = timezone.now()
    context = {"home": home.Now.load(request.user, now), "week": home.week(now)}
    if request.htmx:
        return render(request, "desk/_home_now.html", context)
    if request.user.has_perm(home.HOURS):
        context["people"] = home.People.load(request.GET.get("page"), today=weeks.today(now))
    return render(request, "desk/home.html", context)


@needs()
@require_safe
def desk_help(request):
    """How the desk works, in short, for whoever may open it."""
    if not home.may_open(request.user):
        raise Http404
    return render(request, "desk/help.html")
