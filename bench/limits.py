"""Addresses of the pages that the portal's own are measured against, served by the same gunicorn."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ilp_portal.urls import urlpatterns as portal
from partners.models import Source

ROWS = 100
LIST = "<!doctype html><title>Limit</title><ul>{% for row in rows %}<li>{{ row.title }}{% endfor %}</ul>"
INSERT = (
    "INSERT INTO campaigns_hourentry"
    " (placement_id, worked_on, minutes, activity, note, client_key, logged_at, question, revision)"
    " VALUES (%s, %s, 15, 'meeting', 'Call', %s, %s, '', 1)"
)


@login_not_required
def bare(request):
    return HttpResponse("ok")


@login_not_required
def hundred_rows(request):
    page = engines["django"].from_string(LIST)
    return HttpResponse(page.render({"rows": Source.objects.all()[:ROWS]}, request))


@login_not_required
@csrf_exempt
@require_POST
def insert(request):
    """One INSERT that waits for the disk, with no form, no person and no rule."""
    placement, day = int(request.POST["placement"]), request.POST["day"]
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [placement, day, uuid.uuid4().hex, now])
    return HttpResponse("ok")


urlpatterns = [
    path("bench/bare", bare),
    path("bench/rows", hundred_rows),
    path("bench/insert", insert),
    *portal,
]
