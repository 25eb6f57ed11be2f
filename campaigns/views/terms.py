"""The desk of terms: all years, the next one opened in one form, one changed, one closed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Min, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import closings, hand_overs, weeks
from campaigns.models import HourEntry, Placement
from campaigns.openings import Opening
from coordinators import terms
from coordinators.desk import needs
from coordinators.models import Term
from coordinators.term_forms import BreakRows, TermForm, keep_breaks

KEEP = "coordinators.change_term"
OPEN = ("coordinators.add_term", "coordinators.add_appointment", "campaigns.change_campaign", "campaigns.add_placement")
READ_AND_WRITE = ["GET", "HEAD", "POST"]


@needs(KEEP)
@require_safe
def term_desk_list(request):
    """All years, newest first, each with its state."""
    today = weeks.today(timezone.now())
    owed = set(Term.objects.to_close(today).values_list("pk", flat=True))
    years = Term.objects.annotate(people=Count("appointments")).order_by("-starts_on")
    rows = [(row, terms.state(row, today), row.pk in owed) for row in years]
    context = {"rows": rows, "may_open": request.user.has_perms(OPEN)}
    return render(request, "campaigns/desk/term_list.html", context)


@needs(KEEP, *OPEN)
@require_http_methods(READ_AND_WRITE)
def term_desk_new(request):
    """One form, filled in from the newest term. What is wrong is said at its field; nothing is half opened."""
    posted = request.POST if request.method == "POST" else None
    opening = Opening(posted)
    if posted is not None and opening.is_valid():
        try:
            term = opening.save()
        except (ValidationError, IntegrityError):
            opening = Opening(posted)  # somebody was faster: now the form sees what stands in its way
            if opening.is_valid():
                raise
        else:
            messages.success(request, _("The year is open. Look at its days once more below."))
            return redirect("campaigns:term_desk", term.slug)
    return render(request, "campaigns/desk/term_new.html", {"opening": opening})


@needs(KEEP)
@require_http_methods(READ_AND_WRITE)
@transaction.atomic
def term_desk(request, slug: str):
    """One year: its days, target and breaks; who serves in it and on what. A closed one is only read."""
    placed = Prefetch("placements", Placement.objects.select_related("campaign"))
    known = Term.objects.select_for_update() if request.method == "POST" else Term.objects.all()
    term, today = get_object_or_404(known, slug=slug), weeks.today(timezone.now())
    form, breaks = _forms(request, term)
    if request.method == "POST" and not term.closed_at and _saved(form, breaks):
        messages.success(request, _("Saved."))
        return redirect("campaigns:term_desk", slug)
    context = {
        "term": Term.objects.get(pk=term.pk),
        "state": terms.state(term, today),
        "access_until": closings.access_until(term),
        "access_over": closings.access_until(term) < today,
        "form": form,
        "breaks": breaks,
        "people": term.appointments.select_related("coordinator")
        .prefetch_related(placed)
        .order_by("coordinator__name"),
        "rows": hand_overs.rows_of(term),
    }
    return render(request, "campaigns/desk/term.html", context)


def _forms(request, term: Term) -> tuple[TermForm, BreakRows]:
    posted = request.POST if request.method == "POST" else None
    found = HourEntry.objects.in_term(term).aggregate(first=Min("worked_on"), last=Max("worked_on"))
    days = (found["first"], found["last"]) if found["first"] else None
    pauses = [terms.pause_of(row) for row in term.breaks.all()]
    return TermForm(posted, instance=term, days_with_hours=days), BreakRows(posted, rows=pauses)


def _saved(form: TermForm, breaks: BreakRows) -> bool:
    """False when something is wrong; then it is said at its field and nothing has changed."""
    is_right, typed = form.is_valid(), form.cleaned_data
    if not (breaks.fits(typed.get("starts_on"), typed.get("ends_on")) and is_right):
        return False
    try:
        with transaction.atomic():
            form.instance.full_clean()  # on the days of now: somebody may have opened a term meanwhile
            keep_breaks(form.save(), breaks.pauses)
    except (ValidationError, IntegrityError):
        form.add_error("starts_on", _("Another term was opened on these days meanwhile. Look once more."))
        return False
    return True


@needs(KEEP)
@require_http_methods(READ_AND_WRITE)
def term_desk_close(request, slug: str):
    """Says first what will happen and what still waits; only POST closes."""
    term, now = get_object_or_404(Term, slug=slug, closed_at=None), timezone.now()
    state = terms.state(term, weeks.today(now))
    if request.method == "POST":
        try:
            closings.close(term=term, now=now)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("The year is closed. Whoever has an account is told in an hour."))
        return redirect("campaigns:term_desk", slug)
    context = {"term": term, "is_over": state == terms.State.OVER, "ahead": closings.foresee(term)}
    context["access_over"] = closings.access_until(term) < weeks.today(now)
    return render(request, "campaigns/desk/term_close.html", context)


@needs(KEEP)
@require_POST
def term_desk_reopen(request, slug: str):
    """Undo a closing."""
    term = get_object_or_404(Term, slug=slug)
    if closings.reopen(term=term):
        messages.success(request, _("The year is open again; its page follows the record."))
    return redirect("campaigns:term_desk", slug)
