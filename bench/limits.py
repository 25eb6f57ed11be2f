"""Addresses of the pages that the portal's own are measured against, served by the same gunicorn."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from ilp_portal.urls import urlpatterns as portal
from partners.models import Source

ROWS = 100
LIST = "<!doctype html><title>Limit</title><ul>{% for row in rows %}<li>{{ row.title }}{% endfor %}</ul>"


@login_not_required
def bare(request):
    return HttpResponse("ok")


@login_not_required
def hundred_rows(request):
    page = engines["django"].from_string(LIST)
    return HttpResponse(page.render({"rows": Source.objects.all()[:ROWS]}, request))


urlpatterns = [path("bench/bare", bare), path("bench/rows", hundred_rows), *portal]
