"""The one way in which every form of the record is opened, kept as a draft, looked at in both languages and saved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from campaigns.record_desk import drafts, kinds
from coordinators.desk import needs

MORE_ROWS = 2  # at a press of the button
EDIT = "campaigns.change_campaign"


@transaction.atomic
def write(request, record, *, owner=None, initial=None):
    """Answer for the form of `record`, which may be a new one that hangs on `owner`."""
    kind = kinds.of(record)
    if not request.user.has_perm(kind.permission):
        raise Http404
    if request.method == "POST" and record.pk:  # one saves at a time, and sees what the one before made of it
        record = get_object_or_404(type(record)._base_manager.select_for_update(), pk=record.pk)
    key, page = drafts.key(kind, record, owner), {"kind": kind, "owner": owner}
    page |= {"heading": kinds.title(record) if record.pk else kind.new}
    page |= {"record": type(record)._base_manager.filter(pk=record.pk).first() if record.pk else None}
    if request.method != "POST":
        return _open(request, record, key, page | {"initial": initial})
    if "draft" in request.POST:
        return _keep(request, kind, key)
    if "drop" in request.POST:
        drafts.drop(request.user, key)
        messages.success(request, _("The draft was thrown away."))
        return redirect(request.path)
    if "more" in request.POST:
        return _show(request, kind.form(_with_more_rows(request.POST), instance=record).as_typed(), key, page)
    form = kind.form(request.POST, instance=record)
    if form.is_valid() and "preview" in request.POST:
        return _show(request, form, key, page | {"previews": kinds.previews(form)})
    return _save(request, form, key) or _show(request, form, key, page)


def _open(request, record, key, page):
    """The form as it is stored, with an offer of one's own draft; or that draft."""
    draft, form_class = drafts.of(request.user, key), page["kind"].form
    if draft and request.GET.get("draft") == "take":
        return _show(request, form_class(drafts.typed(draft), instance=record).as_typed(), key, page | {"taken": draft})
    return _show(request, form_class(instance=record, initial=page["initial"]), key, page | {"offered": draft})


def _show(request, form, key, page):
    context = page | {"form": form, "key": key if page["kind"].is_previewed else ""} | _back(page)
    return render(request, "campaigns/desk/form.html", context)


def _back(page) -> dict[str, str]:
    """Where somebody goes who changes nothing, and what that page is called."""
    if at := page["record"] or page["owner"]:
        return {"back": kinds.desk_url(at), "back_title": kinds.desk_title(at)}
    return {"back": kinds.list_url(page["kind"]), "back_title": kinds.list_title(page["kind"])}


def _save(request, form, key):
    """The redirect after saving; None when something stands against it."""
    try:
        row = form.save() if form.is_valid() else None
    except ValidationError:  # somebody else was faster; the form says so
        row = None
    if row is None:
        return None
    drafts.drop(request.user, key)
    messages.success(request, _("Saved."))
    warn(request, row)
    if kinds.of(row).is_cited and not row.citations.exists():
        messages.info(request, _("Say where this is from: choose or write its source."))
        return redirect("campaigns:record_sources", kinds.of(row).name, row.pk)
    return redirect(kinds.desk_url(row))


def warn(request, row) -> None:
    """What readers of one language will miss, said at once."""
    lacking = [label for _code, label in kinds.lacking(row)]
    if lacking and getattr(row, "is_public", True):
        text = ngettext(
            "It is public although a text is missing: %(texts)s. Readers get the other language, with a note.",
            "It is public although texts are missing: %(texts)s. Readers get the other language, with a note.",
            len(lacking),
        )
        messages.warning(request, text % {"texts": ", ".join(lacking)})


def _with_more_rows(posted):
    """What was typed, with room for more rows."""
    data = posted.copy()
    for name in [name for name in data if name.endswith("-TOTAL_FORMS")]:
        total = int(data[name]) if data[name].isascii() and data[name].isdigit() and len(data[name]) < 3 else 0
        data[name] = str(total + MORE_ROWS)
    return data


def _keep(request, kind, key):
    """The button for a browser without script; everybody else's form is kept as they type."""
    drafts.kind_of(key, request.user)
    try:
        drafts.keep(request.user, key, kind, request.POST, timezone.now())
    except drafts.TooLarge:
        messages.error(request, _("This is too long for a draft. Save it, or shorten it."))
        return _show(request, kind.form(request.POST).as_typed(), key, {"kind": kind, "record": None, "owner": None})
    messages.success(request, said())
    return redirect(f"{request.path}?draft=take")


def said() -> str:
    now = timezone.localtime()
    return _("Draft saved %(time)s") % {"time": date_format(now, "TIME_FORMAT")}


@needs(EDIT)
@require_POST
def draft_save(request):
    """What the script of a form sends while somebody types. Answers with the words that the page then shows."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > 2 * drafts.MOST_BYTES:
        return JsonResponse({"said": _("This is too long for a draft. Save it, or shorten it.")}, status=413)
    key = request.POST.get("draft_of", "")
    kind = drafts.kind_of(key, request.user)
    try:
        drafts.keep(request.user, key, kind, request.POST, timezone.now())
    except drafts.TooLarge:
        return JsonResponse({"said": _("This is too long for a draft. Save it, or shorten it.")}, status=413)
    return JsonResponse({"said": said()})
