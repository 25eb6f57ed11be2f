"""The log of who did what, for administrators: whoever is logged does not read along."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campaigns.spreadsheets import TYPES, csv_lines
from coordinators import step_up
from coordinators.desk import needs
from ilp_portal import audit_log as log
from ilp_portal.audit_filter import AuditFilter
from partners import audit

READ = "partners.view_auditentry"
LINES_A_PAGE = 50


@needs(READ)
@never_cache
@require_safe
def audit_log(request):
    """Newest first, as narrow as the filters in the address make it."""
    form = AuditFilter(request.GET)
    page = Paginator(form.entries(), LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": log.lines(page, request.user), "days": log.days_kept()}
    return render(request, "desk/audit_log.html", context)


@needs(READ)
@require_POST
@transaction.atomic
def audit_log_file(request):
    """What the filters leave, as CSV: a list of what people did, so it asks for a fresh sign-in and is logged."""
    step_up.demand(request)
    entries = AuditFilter(request.POST).entries()
    noted = audit.note("ilp_portal.export_log", count=entries.count())
    lines = csv_lines(log.table(entries.exclude(pk=noted.pk)))
    name = pgettext("file name", "log")
    headers = {"Content-Disposition": f'attachment; filename="{name}-{timezone.localdate()}.csv"'}
    return StreamingHttpResponse(lines, content_type=TYPES["csv"], headers=headers)
