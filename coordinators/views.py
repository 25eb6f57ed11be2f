"""The academic years of the project, who coordinated in them as far as they may be named, and notes from readers."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outreach import limits
from outreach.origin import own_form
from partners.footnotes import Footnotes

from . import actions, photos, term_record
from .forms import TipForm
from .models import Call, Coordinator, Term

HOUR = 3600  # seconds
TIPS_PER_CLIENT = (
    20  # notes an hour, and tries with a photograph; a class that remembers together may share one address
)


@login_not_required
@require_safe
def term_list(request):
    people = Coordinator.objects.named_in_public().with_terms().as_listed()
    today = timezone.localdate()
    begun = Term.objects.with_names().filter(starts_on__lte=today)  # nobody coordinated in a year to come
    context = {"section": "history", "terms": begun, "people": people, "calls": Call.objects.open_on(today)}
    return render(request, "coordinators/term_list.html", context)


@login_not_required
@require_safe
def term_detail(request, slug: str):
    """One academic year; campaigns, milestones and events come from higher floors, by their own words."""
    years = {term.slug: term for term in Term.objects.around(slug).with_names()}
    if slug not in years:
        raise Http404
    term, lists = years[slug], term_record.lists(years[slug])
    context = {
        "section": "history",
        "term": term,
        "earlier": next((year for year in years.values() if year.ends_on < term.starts_on), None),
        "later": next((year for year in years.values() if year.starts_on > term.ends_on), None),
        "numbers": term_record.numbers(term) if term.closed_at else None,
        "opportunities": [(row, row.is_past(timezone.localdate())) for row in term.opportunities.public()],
        "notes": Footnotes([term, *term.public_people, *lists["milestones"]]),
    }
    return render(request, "coordinators/term_detail.html", context | lists)


@login_not_required
@require_safe
def person_detail(request, slug: str):
    """One person with every term of theirs. The address is as much of the name as the person lets show."""
    people = Coordinator.objects.named_in_public().at_address(slug).with_terms()
    person = get_object_or_404(people.prefetch_related("citations__source"))
    context = {"section": "history", "person": person, "terms": [row.term for row in person.appointments.all()]}
    return render(request, "coordinators/person_detail.html", context)


@login_not_required
@own_form
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tip_create(request):
    """A note for staff, without account and cookie; ?term= says which year it is about. It publishes nothing."""
    terms, now = Term.objects.order_by("-starts_on"), timezone.now()
    if request.method != "POST":
        asked = {"term": request.GET.get("term", ""), "language": get_language()}
        return _tip_page(request, TipForm(terms=terms, initial=asked))
    if photos.is_too_long(request):
        return _tip_page(request, TipForm(terms=terms, initial={"language": get_language()}), status=413)
    request.upload_handlers = [photos.InMemory(request)]
    if request.FILES and not _allows(request, "photograph of a client"):
        form = TipForm(request.POST, terms=terms)
        form.add_error("photo", _("Too many photographs in a short time. Send the note without it, or in an hour."))
        return _tip_page(request, form, status=429)
    form = TipForm(request.POST, request.FILES, terms=terms)
    if not form.is_valid():
        return _tip_page(request, form)
    if not _allows(request, "note of a client"):
        form.add_error(None, _("Too many notes in a short time. Nothing is lost: try again in an hour."))
        return _tip_page(request, form, status=429)
    actions.receive_tip(now=now, **form.cleaned_data)
    return redirect("coordinators:tip_thanks")


@login_not_required
@require_safe
def tip_thanks(request):
    return render(request, "coordinators/tip_thanks.html", {"section": "history"})


def _allows(request, what: str) -> bool:
    return limits.allow(what, limits.client(request), limit=TIPS_PER_CLIENT, seconds=HOUR)


def _tip_page(request, form: TipForm, status: int = 200):
    context = {"section": "history", "form": form, "too_long": status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
    return render(request, "coordinators/tip_create.html", context, status=status)
