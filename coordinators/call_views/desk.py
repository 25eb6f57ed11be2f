"""The desk of calls: write one in both languages, look at it, publish it, close it."""

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

from .. import calls
from ..call_forms import CallForm, QuestionFormSet
from ..desk import needs
from ..models import Call

PLAN, ADD = "coordinators.change_call", "coordinators.add_call"
CALLS_A_PAGE = 30
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@needs(PLAN)
@require_safe
def call_desk_list(request):
    """The newest first, each with how many wait for a decision."""
    rows = Call.objects.select_related("term").with_numbers()
    page = Paginator(rows, CALLS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": calls.today_of(timezone.now()), "may_add": request.user.has_perm(ADD)}
    return render(request, "coordinators/desk/call_list.html", context)


@needs(PLAN, ADD)
@require_http_methods(READ_AND_WRITE)
@transaction.atomic
def call_desk_new(request):
    """A draft, until it is published."""
    today = calls.today_of(timezone.now())
    form = CallForm(request.POST or None, initial={"opens_on": today}, today=today)
    return _form(request, form, QuestionFormSet(request.POST or None, instance=Call()))


@needs(PLAN)
@require_http_methods(READ_AND_WRITE)
@transaction.atomic
def call_desk_edit(request, slug: str):
    """Days and texts; the questions until somebody answered them."""
    rows = Call.objects.select_for_update() if request.method == "POST" else Call.objects.all()
    call = get_object_or_404(rows, slug=slug)
    form = CallForm(request.POST or None, instance=call, today=calls.today_of(timezone.now()))
    questions = QuestionFormSet(request.POST or None, instance=Call.objects.get(pk=call.pk))
    if call.applications.exists():
        if request.method != "POST" or not questions.has_changed():
            questions = None
        else:
            form.add_error(
                None, _("Somebody applied meanwhile, so the questions stay as they are. Take your change back.")
            )
    return _form(request, form, questions, call)


def _form(request, form: CallForm, questions: QuestionFormSet | None, call: Call | None = None):
    """The page, or what follows from it."""
    if request.method == "POST" and _is_valid(form, questions):
        try:
            with transaction.atomic():
                saved = calls.save(form=form, questions=questions)
        except calls.Unpublishable as error:
            for fault in error.faults:
                form.add_error(
                    None, _("Everybody reads this call, so it may not lack this: %(what)s") % {"what": fault}
                )
        else:
            messages.success(request, _("Saved.") if saved.published_at else _("Saved as a draft."))
            return redirect("coordinators:call_desk", saved.slug)
    stored = Call.objects.prefetch_related("questions").get(pk=call.pk) if call else None
    context = {"form": form, "questions": questions, "call": stored}
    return render(request, "coordinators/desk/call_form.html", context)


def _is_valid(form: CallForm, questions: QuestionFormSet | None) -> bool:
    """Both are looked at, so that all mistakes are said at once."""
    asked = questions is None or questions.is_valid()
    return form.is_valid() and asked


@needs(PLAN)
@require_safe
def call_desk(request, slug: str):
    """All of one call, and what readers see of it in both languages beside each other."""
    call, today = _call(slug), calls.today_of(timezone.now())
    shown = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            shown.append((code, render_to_string("coordinators/_call_text.html", {"call": call, "preview": True})))
    context = {
        "call": call,
        "shown": shown,
        "acts": calls.acts(call, today),
        "missing": calls.missing(call),
        "is_open": call.is_open(today),
        "later": call.opens_later(today),
        "left": call.days_left(today),
    }
    return render(request, "coordinators/desk/call.html", context)


@needs(PLAN)
@require_http_methods(READ_AND_WRITE)
def call_desk_act(request, slug: str):
    """Asks first; only POST does it."""
    call, now = _call(slug), timezone.now()
    asked = request.POST if request.method == "POST" else request.GET
    act = calls.act_named(call, asked.get("do", ""), calls.today_of(now))
    if act is None and request.method != "POST":
        raise Http404
    if act is None:
        messages.info(request, _("That cannot be done any more: somebody else was faster, or the call is over."))
        return redirect("coordinators:call_desk", slug)
    faults = calls.faults(call, act, calls.today_of(now))
    if request.method == "POST" and not faults:
        if calls.do(call=call, act=act, now=now):
            messages.success(request, act.done)
        return redirect("coordinators:call_desk", slug)
    context = {"call": call, "act": act, "faults": faults}
    return render(request, "coordinators/desk/call_act.html", context, status=409 if request.method == "POST" else 200)


def _call(slug: str) -> Call:
    return get_object_or_404(
        Call.objects.select_related("term").with_numbers().prefetch_related("questions"), slug=slug
    )
