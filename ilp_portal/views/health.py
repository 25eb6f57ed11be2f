"""Is the portal alive? Asked by machines, every few seconds."""

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ilp_portal import health


@login_not_required
@require_safe
@never_cache
def healthz(request):
    """200 and "ok" while process and database answer, 503 otherwise. Plain text, no session, nothing about anybody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database away\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def healthz_deep(request):
    """200 while every duty is done, otherwise 503 with the reasons. For an alarm, asked once a minute; about nobody."""
    try:
        found = health.reasons(timezone.now())
    except Error:
        found = [health.Reason("database_away", "The database does not answer.")]
    said = {"status": "unwell" if found else "ok", "reasons": [reason._asdict() for reason in found]}
    return JsonResponse(said, status=503 if found else 200)
