"""Addresses of the API. Its library takes 0.4 s to import, so it is loaded with the first question, not with these."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from . import faults

READ, EXPORTS = ("GET", "HEAD"), ("GET",)


def _public(name: str) -> Callable:
    """A view for everybody, also for scripts on other people's pages: there is nothing in it that is not public."""

    @csrf_exempt
    @login_not_required
    def view(request, **kwargs):
        if request.method in READ:
            request.method = "GET"
            response = _views()[name](request, **kwargs)
        else:
            response = faults.answer("method", headers={"Allow": ", ".join(READ)})
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return view


def _closed(name: str) -> Callable:
    """A view for who holds a key. Kept nowhere, and open to no script of another page."""

    @csrf_exempt
    @login_not_required
    def view(request, **kwargs):
        if request.method in EXPORTS:
            response = _views()[name](request, **kwargs)
        else:
            response = faults.answer("method", headers={"Allow": ", ".join(EXPORTS)})
        response["Cache-Control"] = "private, no-store"
        return response

    return view


def _views() -> dict[str, Callable]:
    from . import endpoints

    return endpoints.VIEWS


@csrf_exempt
@login_not_required
def openapi(request):
    """The description of all of it, for programs that read APIs by themselves."""
    from . import endpoints

    if request.method not in READ:
        return faults.answer("method", headers={"Allow": ", ".join(READ)})
    headers = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse(endpoints.described(), headers=headers, json_dumps_params={"indent": 1, "ensure_ascii": False})


app_name = "api"
urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("terms", _public("term_list"), name="term_list"),
    path("terms/<str:slug>", _public("term_detail"), name="term_detail"),
    path("campaigns", _public("campaign_list"), name="campaign_list"),
    path("campaigns/<str:slug>", _public("campaign_detail"), name="campaign_detail"),
    path("partners", _public("partner_list"), name="partner_list"),
    path("partners/<str:slug>", _public("partner_detail"), name="partner_detail"),
    path("events", _public("event_list"), name="event_list"),
    path("events/<str:slug>", _public("event_detail"), name="event_detail"),
    path("exports/hours", _closed("export_hours"), name="export_hours"),
    path("exports/people", _closed("export_people"), name="export_people"),
    path("exports/reports", _closed("export_report_list"), name="export_report_list"),
    path("exports/reports/<str:number>", _closed("export_report"), name="export_report"),
]
