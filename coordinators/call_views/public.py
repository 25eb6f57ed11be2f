"""A call as everybody reads it, the form to apply without an account, and the page behind the mailed link."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outreach import limits
from outreach.origin import own_form, private

from .. import applications, calls
from ..application_forms import AnswersForm, ApplyForm
from ..models import Application, Call

HOUR = 3600  # seconds
PER_CONTACT, PER_CLIENT = 3, 30  # applications an hour; a class that applies together may share one address


@login_not_required
@own_form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_detail(request, slug: str):
    """The answer to an application is the same page whether the address is new or known."""
    call, now = _public(slug), timezone.now()
    if request.method != "POST":
        return _page(request, call, ApplyForm(call=call, initial={"language": get_language()}))
    form = ApplyForm(request.POST, call=call)
    if not form.is_valid():
        return _page(request, call, form)
    if not _within_limits(request, form.cleaned_data["contact"]):
        form.add_error(None, _("Too many applications in a short time. Nothing is lost: try again in an hour."))
        return _page(request, call, form, status=429)
    try:
        wording = f"{applications.WORDING}.{get_language()}"
        applications.apply(call=call, wording=wording, now=now, **form.values)
    except applications.CallClosed:
        form.add_error(None, _("The call has closed, so nothing was sent. What you wrote is still here, to copy."))
        return _page(request, _public(slug), form, status=409)
    return redirect("coordinators:call_sent", slug)


@login_not_required
@require_safe
def call_sent(request, slug: str):
    """The same words for everybody."""
    return private(render(request, "coordinators/call_sent.html", {"call": _public(slug)}))


@login_not_required
@own_form(or_null=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_manage(request, token: str):
    """Opening it changes nothing, since mail scanners open links too."""
    now = timezone.now()
    application = applications.behind(token, now)
    if application is None:
        return _gone(request)
    if application.token != token:
        return _instead(request, application)
    if request.method != "POST":
        return _own_page(request, application)
    deed = DEEDS.get(request.POST.get("action"))
    if deed is None:
        raise Http404
    try:
        return deed(request, application, now)
    except (Application.DoesNotExist, Call.DoesNotExist):  # erased while the page was open
        return _gone(request)


# --- what its buttons do ----------------------------------------------------------------------------------------------
def _confirm(request, application: Application, now):
    applications.confirm(application=application, now=now)
    return _back(application)


def _save(request, application: Application, now):
    form = AnswersForm.of(application, request.POST)
    if not form.is_valid():
        return _own_page(request, application, form)
    try:
        applications.change(application=application, now=now, **form.values)
    except applications.CallClosed:
        form.add_error(None, _("It can no longer be changed, so nothing was saved. What you wrote is still here."))
        return _own_page(request, Application.objects.get(pk=application.pk), form, status=409)
    return _back(application, "?saved=1")


def _withdraw(request, application: Application, now):
    applications.withdraw(application=application, now=now)
    return private(render(request, "coordinators/application_withdrawn.html", {"call": application.call}))


DEEDS = {"confirm": _confirm, "save": _save, "withdraw": _withdraw}


def _instead(request, application: Application):
    """Under the link of another one of the same address, which counts no more: what was pressed was about that one."""
    if request.POST.get("action") != "save":
        return _back(application)
    form = AnswersForm.of(application, request.POST)
    form.add_error(
        None,
        _(
            "Another application from your address counts by now, so nothing was saved. What you typed is still here: "
            "saved now, it takes the place of what stands in that one."
        ),
    )
    return _own_page(request, application, form, status=409)


def _back(application: Application, more: str = ""):
    return private(redirect(reverse("coordinators:application_manage", args=[application.token]) + more))


def _own_page(request, application: Application, form: AnswersForm | None = None, status: int = 200):
    may_change = applications.may_change(application, timezone.now())
    context = {
        "application": application,
        "call": application.call,
        "may_change": may_change,
        "form": form or (AnswersForm.of(application) if may_change else None),
        "answers": applications.answered(application),
        "saved": "saved" in request.GET and request.method != "POST",
    }
    return private(render(request, "coordinators/application_manage.html", context, status=status))


def _gone(request):
    return private(render(request, "coordinators/application_gone.html", status=404))


# --- the page of a call -----------------------------------------------------------------------------------------------
def _public(slug: str) -> Call:
    return get_object_or_404(Call.objects.public().select_related("term").prefetch_related("questions"), slug=slug)


def _page(request, call: Call, form: ApplyForm, status: int = 200):
    today = calls.today_of(timezone.now())
    context = {"call": call, "form": form, "is_open": call.is_open(today)}
    context |= {"later": call.opens_later(today), "left": call.days_left(today)}
    return render(request, "coordinators/call_detail.html", context, status=status)


def _within_limits(request, contact: str) -> bool:
    """With the client in it: a count over all of them would tell strangers that an address applied a moment ago."""
    client = limits.client(request)
    mine = limits.allow("application of a client", client, limit=PER_CLIENT, seconds=HOUR)
    return mine and limits.allow("application of a contact", f"{client}/{contact}", limit=PER_CONTACT, seconds=HOUR)
