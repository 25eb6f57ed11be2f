"""Applications as staff read and decide them. Who only lists them reads no answer."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import application_acts, applications
from ..application_forms import NoteForm
from ..desk import needs
from ..models import Application, Call

READ, DECIDE = "coordinators.view_application", "coordinators.change_application"
APPLICATIONS_A_PAGE = 50


def _while_it_is_there(view):
    """404 also for one that is erased at the very moment in which staff press."""

    @wraps(view)
    def guarded(request, pk):
        try:
            return view(request, pk)
        except Application.DoesNotExist as gone:
            raise Http404 from gone

    return guarded


@needs(READ)
@never_cache
@require_safe
def application_list(request, slug: str):
    """Who waits stands first. Those that nobody confirmed are counted only: they may be anybody's."""
    call = get_object_or_404(Call.objects.select_related("term"), slug=slug)
    rows = call.applications.confirmed().select_related("call").waiting_first()
    page = Paginator(rows, APPLICATIONS_A_PAGE).get_page(request.GET.get("page"))
    unconfirmed = call.applications.filter(state=Application.State.UNCONFIRMED).count()
    context = {"call": call, "page": page, "unconfirmed": unconfirmed}
    return render(request, "coordinators/desk/application_list.html", context)


@needs(READ, DECIDE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_while_it_is_there
def application_desk(request, pk):
    """The answers and the notes of staff; POST adds one."""
    application, now = _application(pk), timezone.now()
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["text"]
        done = applications.add_note(application=application, text=words, by=request.user, now=now)
        _say(request, _("The note is kept."), done)
        return redirect("coordinators:application_desk", pk)
    context = {
        "application": application,
        "call": application.call,
        "answers": applications.answered(application),
        "notes": application.notes.select_related("by"),
        "form": form,
        "left": max((application.erased_at - now).days, 0),
        "acts": application_acts.of(application),
    }
    return render(request, "coordinators/desk/application.html", context)


@needs(READ, DECIDE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_while_it_is_there
def application_decide(request, pk):
    """Asks first; only POST decides, and only once."""
    application, now = _application(pk), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    act = application_acts.ACTS.get(asked.get("do", ""))
    if act is None:
        raise Http404
    refused = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                done = act.do(application=application, by=request.user, now=now)
        except (applications.AccountClosed, applications.TermClosed) as error:
            refused = application_acts.WHY[type(error)]
        else:
            _say(request, act.done, done)
            return redirect("coordinators:application_desk", pk)
    context = {"application": application, "call": application.call, "act": act, "refused": refused}
    return render(request, "coordinators/desk/application_decide.html", context, status=409 if refused else 200)


def _say(request, words: str, done: bool) -> None:
    if done:
        messages.success(request, words)
    else:
        messages.info(request, _("Nothing changed: it was decided already, or withdrawn."))


def _application(pk) -> Application:
    """One that its owner has confirmed; others may be anybody's and are not for reading."""
    rows = Application.objects.confirmed().select_related("call__term", "decided_by")
    return get_object_or_404(rows, pk=pk)
