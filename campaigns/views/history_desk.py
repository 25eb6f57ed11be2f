"""What was changed in the record, by whom, and the way back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.record_desk import history, kinds
from coordinators.desk import needs
from partners import audit, versions

from .record_form import EDIT

PER_PAGE = 20


def _kind(request, name: str) -> kinds.Kind:
    kind = kinds.TABLE.get(name)
    if kind is None or not kind.has_versions or not request.user.has_perm(kind.permission):
        raise Http404
    return kind


@needs(EDIT)
@require_safe
def history_desk(request):
    """What was changed last, and what was deleted and can be brought back."""
    return render(
        request, "campaigns/desk/history_all.html", {"lately": history.lately(), "deleted": history.deleted()}
    )


@needs(EDIT)
@require_safe
def record_history(request, kind: str, pk: int):
    """The versions of one record, and two of them beside each other."""
    known = _kind(request, kind)
    rows = known.model.history.filter(id=pk).select_related("history_user")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    record = known.model._base_manager.filter(pk=pk).first()
    if record is None and not page.object_list:
        raise Http404
    asked = [history.version(known, pk, request.GET.get(name, "")) for name in ("before", "after")]
    context = {
        "kind": known,
        "pk": pk,
        "record": record,
        "title": kinds.title(record) if record else history.title(page.object_list[0]),
        "back": kinds.desk_url(record) if record else "",
        "back_title": kinds.desk_title(record) if record else "",
        "page": page,
        "steps": history.steps(page.object_list),
        "asked": asked if all(asked) else None,
        "changes": history.compare(*asked) if all(asked) else None,
    }
    return render(request, "campaigns/desk/history.html", context)


@needs(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def record_restore(request, kind: str, pk: int, version: int):
    """Says what would change; only POST restores, which is a new version."""
    known = _kind(request, kind)
    wanted = get_object_or_404(known.model.history.exclude(history_type="-"), id=pk, history_id=version)
    record = known.model._base_manager.filter(pk=pk).first()
    context = {"kind": known, "pk": pk, "version": wanted, "record": record, "title": history.title(wanted)}
    if request.method == "POST":
        fields = versions.changed(wanted, record) if record else []
        try:
            with transaction.atomic():
                row = versions.restore(wanted)
                audit.note("campaigns.restore", record=row, fields=fields)
        except IntegrityError:
            context["fault"] = _("It cannot come back as it is: its address is in use, or what it belonged to is gone.")
        else:
            messages.success(request, _("The earlier version stands again. The one before it is still in the history."))
            return redirect("campaigns:record_history", kind, row.pk)
    context["changes"] = history.against(wanted, record)
    return render(request, "campaigns/desk/restore.html", context)
