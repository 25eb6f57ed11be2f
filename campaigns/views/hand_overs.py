"""Hand-overs: the list of staff; the page of one, written by those who leave and read by those who come."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import hand_overs, weeks
from campaigns.hand_over_form import HandOverForm
from campaigns.hand_overs import Facts, Part
from campaigns.models import Campaign, HandOver, HandOverRead
from coordinators.desk import needs
from coordinators.models import Term
from partners import audit


@needs("campaigns.change_handover")
@require_safe
def hand_over_desk_list(request):
    """The campaigns of one year: which are handed over, and who has read it. The year that began last, if not told."""
    today, asked = weeks.today(timezone.now()), request.GET.get("term", "")
    known = list(Term.objects.filter(starts_on__lte=today).order_by("-starts_on"))
    term = next((year for year in known if year.slug == asked), None if asked else next(iter(known), None))
    if asked and term is None:
        raise Http404
    context = {
        "years": known,
        "term": term,
        "rows": [row for row in hand_overs.rows_of(term) if row.is_ours] if term else [],
    }
    return render(request, "campaigns/desk/hand_over_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def hand_over(request, slug: str, year: str):
    """Draft, text, contacts and dates of one campaign and year. Who may neither write nor read it finds no page."""
    terms = Term.objects.select_for_update() if request.method == "POST" else Term.objects.all()  # one writes at a time
    campaign, term, now = get_object_or_404(Campaign, slug=slug), get_object_or_404(terms, slug=year), timezone.now()
    today = weeks.today(now)
    part = hand_overs.part_of(request.user, campaign, term, today)
    may_write = part in (Part.STAFF, Part.WRITER)
    if part is None or (request.method == "POST" and not may_write):
        raise Http404
    row, facts = HandOver.objects.filter(campaign=campaign, term=term).first(), Facts.load(campaign, term, now)
    form = _form(request, row, facts) if may_write else None
    if request.method == "POST" and _saved(request, form, {"campaign": campaign, "term": term}, part, now):
        return redirect("campaigns:hand_over", slug, year)
    mine = hand_overs.reading_as(request.user, campaign, term, today) if row and row.ready_at else None
    context = {"campaign": campaign, "term": term, "row": row, "facts": facts, "form": form, "mine": mine}
    context["is_staff"] = part == Part.STAFF
    context["reads"] = row.reads.select_related("appointment__coordinator") if row and part == Part.STAFF else []
    context["is_read"] = mine is not None and row.reads.filter(appointment=mine).exists()
    return render(request, "campaigns/hand_over.html", context)


def _form(request, row: HandOver | None, facts: Facts) -> HandOverForm:
    """With what is written, or else with the draft."""
    drafted = hand_overs.draft(facts)
    return HandOverForm(
        request.POST if request.method == "POST" else None,
        initial=hand_overs.texts_of(row) if row else drafted,
        drafted=drafted,
        stamp=row.written_at.isoformat() if row else "",
        ready=request.POST.get("do") == "ready",
    )


def _saved(request, form: HandOverForm, where: dict, part: Part, now) -> bool:
    """Save, hand over, or take back. False when the form has something to say."""
    if request.POST.get("do") == "back":
        HandOver.objects.filter(**where).update(ready_at=None)
        messages.info(request, _("Taken back: only those who write it see it now."))
    elif form.is_valid():
        values = form.texts | {"written_at": now}
        if form.ready:
            values["ready_at"] = now
        HandOver.objects.update_or_create(**where, defaults=values)
        done = _("Handed over. The next coordinators find it on their page.") if form.ready else _("Saved.")
        messages.success(request, done)
    else:
        return False
    if part == Part.STAFF:
        audit.note("campaigns.hand_over", record=where["campaign"])
    return True


@require_POST
def hand_over_read(request, slug: str, year: str):
    """One of the next coordinators has read it. A second tick changes nothing."""
    row = get_object_or_404(HandOver.objects.ready(), campaign__slug=slug, term__slug=year)
    now = timezone.now()
    mine = hand_overs.reading_as(request.user, row.campaign, row.term, weeks.today(now))
    if mine is None:
        raise Http404
    HandOverRead.objects.get_or_create(hand_over=row, appointment=mine, defaults={"read_at": now})
    messages.success(request, _("Thank you. Staff see that you have read it."))
    return redirect("campaigns:hand_over", slug, year)
