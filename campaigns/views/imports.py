"""Past hours out of a spreadsheet: send it, name its columns, see what would come of it, read it in, undo it."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from campaigns import weeks
from campaigns.imports import beginning, leftover, preview, vault
from campaigns.imports.days import Order
from campaigns.imports.forms import ColumnsForm, SheetForm
from campaigns.imports.reasons import REFUSALS
from campaigns.imports.table import Table
from campaigns.imports.work import INLINE_ROWS
from campaigns.models import HourImport, HourImportFile
from campaigns.spreadsheets import TYPES, csv_lines

SHOWN = 50  # imports of the list
State = HourImport.State


def own_import(view):
    """Give the view the import; another's is a 404, and so is everything for whoever neither serves nor is staff."""

    @wraps(view)
    def guarded(request, pk: int, **kwargs):
        if not beginning.may_look(request.user):
            raise Http404
        own = HourImport.objects.of_user(request.user).select_related("by")
        return view(request, get_object_or_404(own, pk=pk), **kwargs)

    return guarded


def import_list(request):
    """The sheets that the person sent, the newest first."""
    if not beginning.may_look(request.user):
        raise Http404
    context = {
        "imports": HourImport.objects.of_user(request.user)[:SHOWN],
        "may_import": beginning.may_import(request.user, weeks.today(timezone.now())),
        "for_many": beginning.reads_for_many(request.user),
    }
    return render(request, "campaigns/import_list.html", context)


@csrf_exempt
def import_new(request):
    """Send a file or paste rows. What is pasted beyond all measure is told at its field, not by a bare error page."""
    try:
        request.POST  # noqa: B018 reading it is what may fail
    except RequestDataTooBig:
        form = SheetForm({})
        form.errors.clear()
        form.add_error("text", REFUSALS["too_long_paste"])
        return _new_page(request, form)
    return _import_new(request)


@csrf_protect
def _import_new(request):
    now = timezone.now()
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    may = beginning.may_import(request.user, weeks.today(now))
    if not may and (form.is_bound or not beginning.may_look(request.user)):
        raise Http404
    if not form.is_valid():
        return _new_page(request, form if may else None)
    known = beginning.is_remembered(by=request.user, table=form.table)
    taken = beginning.take_in(by=request.user, content=form.content, table=form.table, name=form.name, now=now)
    if known:
        beginning.look_through(hour_import=taken, table=form.table, now=now)
    return redirect(_place_of(taken))


def _new_page(request, form: SheetForm | None):
    context = {"form": form, "for_many": beginning.reads_for_many(request.user)}
    return render(request, "campaigns/import_new.html", context)


@own_import
def import_map(request, hour_import: HourImport):
    """Which column is which, and the order of day and month where the sheet leaves it open."""
    if hour_import.state not in (State.UPLOADED, State.READY):
        return redirect(_place_of(hour_import))
    table = _table(hour_import)
    posted = request.POST if request.method == "POST" else None
    asks = _asks_order(hour_import, table, posted)
    form = ColumnsForm(posted, table=table, asks_order=asks, initial=hour_import.mapping)
    if form.is_valid():
        values = {"mapping": form.mapping, "day_first": form.day_first}
        beginning.name_columns(hour_import=hour_import, table=table, **values)
        beginning.look_through(hour_import=hour_import, table=table, now=timezone.now())
        return redirect(_place_of(hour_import))
    context = {"hour_import": hour_import, "form": form, **preview.first_rows(table)}
    return render(request, "campaigns/import_map.html", context)


def _asks_order(hour_import: HourImport, table: Table, posted) -> bool:
    """Known at once of a short sheet; of a long one after it was looked through."""
    day = posted.get("day") if posted else hour_import.mapping.get("day")
    if hour_import.notice == "order" or not str(day).isdecimal() or int(day) >= table.width:
        return hour_import.notice == "order"
    is_short = not table.is_longer_than(INLINE_ROWS)
    return is_short and table.order_of_days({"day": int(day)}) is Order.ASK


@own_import
def import_preview(request, hour_import: HourImport):
    """What would come of the rows, the first of each kind, before anything is read in."""
    if hour_import.state not in (State.CHECKING, State.READY):
        return redirect(_place_of(hour_import))
    sample = vault.sample_of(hour_import) if hour_import.state == State.READY else {}
    context = {
        "hour_import": hour_import,
        "lines": preview.shown_lines(sample.get("lines", [])),
        "noticed": sample.get("noticed", 0),
        "for_many": beginning.reads_for_many(request.user),
    }
    return render(request, "campaigns/import_preview.html", context)


@require_POST
@own_import
def import_run(request, hour_import: HourImport):
    """Read the rows in. A second press finds it begun."""
    beginning.read_in(hour_import=hour_import, now=timezone.now())
    return redirect("campaigns:import_detail", hour_import.pk)


@own_import
def import_detail(request, hour_import: HourImport):
    """What came of a sheet; while it is being read in or undone, how far it is."""
    if hour_import.state in (State.UPLOADED, State.CHECKING, State.READY):
        return redirect(_place_of(hour_import))
    return render(request, "campaigns/import_detail.html", preview.outcome(hour_import))


@own_import
def import_failed(request, hour_import: HourImport, form: str):
    """The rows that were not taken, with their reasons, as CSV or XLSX."""
    if form not in TYPES or not hour_import.failures.exists():
        raise Http404
    try:
        head = _table(hour_import).head
    except Http404:
        head = []
    lines = leftover.rows(hour_import, head)
    kind = TYPES[form]
    if form == "csv":
        response = StreamingHttpResponse(csv_lines(lines), content_type=kind)
    else:
        response = HttpResponse(leftover.as_xlsx(lines), content_type=kind)
    name = _("rows-not-taken")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@own_import
def import_undo(request, hour_import: HourImport):
    """Ask first; take the whole import back by POST only. A sheet that was not read in is simply forgotten."""
    unread = hour_import.state in (State.UPLOADED, State.READY) or (
        hour_import.state == State.FAILED and not hour_import.is_undoable
    )
    if not unread and not hour_import.is_undoable:
        return redirect(_place_of(hour_import))
    if request.method != "POST":
        return render(request, "campaigns/import_undo.html", {"hour_import": hour_import, "unread": unread})
    if unread:
        if beginning.discard(hour_import=hour_import):
            messages.success(request, _("Spreadsheet erased."))
        return redirect("campaigns:import_list")
    beginning.take_back(hour_import=hour_import, now=timezone.now())
    return redirect("campaigns:import_detail", hour_import.pk)


def _table(hour_import: HourImport) -> Table:
    """404 when the sheet is erased."""
    try:
        return Table.open(vault.content_of(hour_import))
    except HourImportFile.DoesNotExist as error:
        raise Http404 from error


def _place_of(hour_import: HourImport) -> str:
    """The page of the step that the import is at now."""
    state = HourImport.objects.values_list("state", flat=True).get(pk=hour_import.pk)
    names = {State.UPLOADED: "import_map", State.CHECKING: "import_preview", State.READY: "import_preview"}
    return reverse(f"campaigns:{names.get(state, 'import_detail')}", args=[hour_import.pk])
