"""The desk of the record: lists of moments, figures and organizations, their sources, and the end of a small record."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign, Fact, Milestone
from campaigns.record_desk import kinds, sources
from campaigns.record_desk.lists import FactDeskFilter, MilestoneDeskFilter
from coordinators.desk import needs
from partners.models import Draft, Source

from .record_form import EDIT, write

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PER_PAGE = 50
REMOVABLE = ("outcome", "milestone", "fact", "contact")


def record_list(request, kind: kinds.Kind, form, template="campaigns/desk/record_list.html"):
    """A list with its filter; each row with what a language lacks."""
    found = form.found()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "kind": kind,
        "form": form,
        "n": len(found),
        "page": page,
        "rows": [(row, kinds.title(row), kinds.lacking(row), kinds.edit_url(row)) for row in page],
        "query": asked.urlencode(),
        "draft": Draft.objects.filter(user=request.user, form=f"{kind.name}/new"),
    }
    return render(request, template, context)


@needs(EDIT)
@require_safe
def milestone_desk_list(request):
    rows = list(Milestone.objects.order_by("-happened_on", "slug"))
    return record_list(request, kinds.TABLE["milestone"], MilestoneDeskFilter(request.GET, rows))


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
def milestone_desk_new(request):
    campaign = Campaign.objects.filter(slug=request.GET.get("campaign", "").replace("\x00", "")).first()
    return write(request, Milestone(), initial={"campaign": campaign, "scope": Milestone.Scope.PROJECT})


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
def milestone_desk_edit(request, pk: int):
    return write(request, get_object_or_404(Milestone, pk=pk))


@needs(EDIT)
@require_safe
def fact_desk_list(request):
    rows = list(Fact.objects.order_by("issue", "slug"))
    return record_list(request, kinds.TABLE["fact"], FactDeskFilter(request.GET, rows))


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
def fact_desk_new(request):
    return write(request, Fact())


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
def fact_desk_edit(request, pk: int):
    return write(request, get_object_or_404(Fact, pk=pk))


def found_record(request, kind: str, pk: int, verb: str = "change"):
    """(kind, row) of an address. Raises Http404 for what is not there and what this person may not touch."""
    known = kinds.TABLE.get(kind)
    if known is None or not request.user.has_perm(known.permission.replace("change", verb)):
        raise Http404
    return known, get_object_or_404(known.model._base_manager, pk=pk)


@needs(EDIT, "partners.add_citation")
@require_http_methods(READ_AND_WRITE)
@transaction.atomic
def record_sources(request, kind: str, pk: int):
    """What the record rests on: cite, put first, take away, or write a new source."""
    known, record = found_record(request, kind, pk)
    if not known.is_cited:
        raise Http404
    form = sources.SourceForm(request.POST if "new" in request.POST else None, instance=Source())
    if request.method == "POST" and _act(request, record, form):
        return redirect(request.path)
    context = {
        "kind": known,
        "record": record,
        "title": kinds.title(record),
        "back": kinds.desk_url(record),
        "back_title": kinds.desk_title(record),
        "citations": record.citations.select_related("source"),
        "words": request.GET.get("q", "")[:100],
        "found": sources.find(request.GET.get("q", "")[:100]),
        "form": form,
    }
    return render(request, "campaigns/desk/sources.html", context)


def _act(request, record, form) -> bool:
    """Do what the button says. False when the form of a new source has a fault."""
    posted = request.POST
    if "new" in posted:
        try:
            source = form.save() if form.is_valid() else None
        except ValidationError:
            source = None
        if source is None:
            return False
        sources.cite(record, source)
        messages.success(request, _("The source was added."))
    elif "cite" in posted:
        new = sources.cite(record, get_object_or_404(Source, pk=_number(posted["cite"])))
        messages.success(request, _("The source was added.") if new else _("It rests on that source already."))
    elif "drop" in posted:
        get_object_or_404(record.citations, pk=_number(posted["drop"])).delete()
        messages.success(request, _("The source was taken away from this record."))
    elif "first" in posted:
        sources.put_first(record, get_object_or_404(record.citations, pk=_number(posted["first"])))
    return True


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
@transaction.atomic
def record_delete(request, kind: str, pk: int):
    """Asks first; only POST deletes. What has versions can be brought back."""
    known, record = found_record(request, kind, pk, "delete")
    if known.name not in REMOVABLE:
        raise Http404
    back = kinds.desk_url(record)
    if request.method == "POST":
        record.delete()
        messages.success(request, _("Deleted."))
        return redirect(back)
    context = {"kind": known, "record": record, "title": kinds.title(record), "back": back}
    return render(request, "campaigns/desk/delete.html", context)
