"""The desk of resources: the list with its search, all of one work with its editions, its form."""

from http import HTTPStatus

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import files
from campaigns.models import Resource
from campaigns.record_desk import kinds
from campaigns.record_desk.resources import ResourceDeskFilter
from coordinators.desk import needs
from partners import languages
from partners.models import Draft

from .record_form import write

CHANGE = "campaigns.change_resource"
READ_AND_WRITE = ["GET", "HEAD", "POST"]
PER_PAGE = 30


@needs(CHANGE)
@require_safe
def resource_desk_list(request):
    """All of them, public or not, the newest first, with what a language lacks; as narrow as the search makes it."""
    form = ResourceDeskFilter(request.GET)
    rows = form.narrow(Resource.objects.for_desk())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "found": [(row, kinds.lacking(row)) for row in page],
        "query": urlencode(form.asked),
        "draft": Draft.objects.filter(user=request.user, form="resource/new").exists(),
    }
    return render(request, "campaigns/desk/resource_list.html", context)


@needs(CHANGE, "campaigns.add_resource")
@require_http_methods(READ_AND_WRITE)
def resource_desk_new(request):
    return write(request, Resource(), initial={"is_public": False, "kind": Resource.Kind.GUIDE})


@needs(CHANGE)
@require_http_methods(READ_AND_WRITE)
def resource_desk_edit(request, slug: str):
    return write(request, get_object_or_404(Resource, slug=slug))


@needs(CHANGE)
@require_safe
def resource_desk(request, slug: str):
    """What is on record of one work; the edition of each language, and a place to put one in."""
    return page(request, get_object_or_404(Resource, slug=slug))


def page(request, resource: Resource, faults: dict | None = None, status: int = HTTPStatus.OK):
    """The same, with what was wrong with the file for a language."""
    kept = {file.language: file for file in resource.files.all()}
    places = [
        {
            "code": code,
            "name": languages.listed([code]),
            "file": kept.get(code),
            "faults": (faults or {}).get(code, []),
        }
        for code, _name in settings.LANGUAGES
    ]
    context = {
        "resource": resource,
        "lacking": kinds.lacking(resource),
        "citations": resource.citations.select_related("source"),
        "places": places,
        "accepted": files.ACCEPTED,
        "has_faults": bool(faults),
    }
    return render(request, "campaigns/desk/resource.html", context, status=status)
