"""Tables of the record in and out of spreadsheets: choose one, take it, bring one, look at what would come of it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.spreadsheets import TYPES
from coordinators import step_up
from coordinators.desk import needs
from ilp_portal.models import TableImport
from partners import audit

SEE, BRING, UNDO = "ilp_portal.view_tableimport", "ilp_portal.add_tableimport", "ilp_portal.change_tableimport"
SHOWN = 30  # imports of the list


@needs(SEE)
@never_cache
@require_safe
def table_list(request):
    """The tables that this person may read, and what was brought in lately."""
    from ilp_portal.tables.register import BY_MODEL, TABLES

    found = [(table, table.may_be_changed_by(request.user)) for table in TABLES if table.may_be_read_by(request.user)]
    labels = {name: table.label for name, table in BY_MODEL.items() if table.may_be_changed_by(request.user)}
    rows = TableImport.objects.filter(table__in=labels).select_related("by").defer("file_ct", "before_ct")[:SHOWN]
    context = {"tables": found, "imports": [(row, labels[row.table]) for row in rows]}
    return render(request, "desk/table_list.html", context)


@needs(SEE)
@require_POST
@transaction.atomic
def table_export(request, name: str):
    """The whole table as a file. A list of people asks for a fresh sign-in; every export is in the log."""
    from ilp_portal.tables import sheets

    table, form = _table(name), request.POST.get("form")
    if not table.may_be_read_by(request.user) or form not in TYPES:
        raise Http404
    if table.is_personal:
        step_up.demand(request)
    data = sheets.written(table)
    audit.note("ilp_portal.export_table", table=table.model._meta.label_lower, fields=data.headers, count=len(data))
    file = f"{slugify(table.label)}-{timezone.localdate()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return HttpResponse(sheets.WRITERS[form](data, table.label[:31]), content_type=TYPES[form], headers=headers)


@needs(SEE, BRING)
@require_http_methods(["GET", "HEAD", "POST"])
def table_import(request, name: str):
    """Send a file. It waits, and nothing is changed yet."""
    from ilp_portal.tables import applying
    from ilp_portal.tables.forms import FileForm

    table = _table(name)
    if not table.may_be_changed_by(request.user):
        raise Http404
    form = FileForm(request.POST or None, request.FILES or None, table=table)
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES, table=table)
        if form.is_valid():
            row = applying.keep(table=table, content=form.content, by=request.user, now=timezone.now())
            return redirect("table_import_detail", row.pk)
    return render(request, "desk/table_import.html", {"form": form, "table": table})


@needs(SEE, BRING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def table_import_detail(request, pk: int):
    """What would come of a file, and the button that takes it in; afterwards what came of it."""
    from ilp_portal.tables import applying, preview

    row = _row(request, pk)
    if not row.waits:
        context = {"row": row, "table": applying.table_of(row), "left": applying.left(row)}
        return render(request, "desk/table_import_done.html", context)
    failed = []
    if request.method == "POST":
        only_good = request.POST.get("rows") == "good"
        said = {"seen": request.POST.get("seen", ""), "only_good": only_good, "by": request.user}
        try:
            applying.take_in(row=row, now=timezone.now(), **said)
            return redirect("table_import_detail", row.pk)
        except applying.Differs as differs:
            failed = differs.lines
            messages.error(request, _("Nothing was taken in. Look at the rows once more."))
    return render(request, "desk/table_import_preview.html", preview.context(row, failed))


@needs(SEE, UNDO)
@require_http_methods(["GET", "HEAD", "POST"])
def table_import_undo(request, pk: int):
    """Ask first; undo by POST only. A file that waits is simply forgotten."""
    from ilp_portal.tables import applying

    row = _row(request, pk)
    if row.undone_at:
        return redirect("table_import_detail", row.pk)
    if request.method != "POST":
        return render(request, "desk/table_import_undo.html", {"row": row, "table": applying.table_of(row)})
    if row.waits:  # whoever forgets a file undoes nothing, also if it was taken in meanwhile
        if TableImport.objects.filter(pk=row.pk, file_ct__isnull=False).delete()[0]:
            messages.success(request, _("File erased. Nothing was changed."))
        return redirect("table_list")
    applying.undo(row=row, by=request.user, now=timezone.now())
    kept = len(applying.left(TableImport.objects.get(pk=row.pk)))
    told = ngettext("Undone, but for one record.", "Undone, but for %(n)d records.", kept) if kept else _("Undone.")
    messages.success(request, told % {"n": kept} if kept else told)
    return redirect("table_import_detail", row.pk)


def _table(name: str):
    from ilp_portal.tables.register import BY_NAME

    if name not in BY_NAME:
        raise Http404
    return BY_NAME[name]


def _row(request, pk: int) -> TableImport:
    """404 for an import of a table that this person may not change."""
    from ilp_portal.tables.register import BY_MODEL

    row = get_object_or_404(TableImport.objects.select_related("by"), pk=pk)
    if row.table not in BY_MODEL or not BY_MODEL[row.table].may_be_changed_by(request.user):
        raise Http404
    return row
