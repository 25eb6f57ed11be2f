"""Reports at the desk: make one, look at it, freeze it as it is sent, take it along as a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import spreadsheets, weeks
from campaigns.models import Report
from coordinators.desk import needs
from ilp_portal.reports import facts as facts_of
from ilp_portal.reports import keeping, paper, tables
from ilp_portal.reports.forms import ReportForm
from ilp_portal.reports.telling import Told

SEE, WRITE = "campaigns.view_report", ("campaigns.view_report", "campaigns.change_report")
A_PAGE = 50
TYPES = spreadsheets.TYPES | {"pdf": "application/pdf"}


@needs(SEE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_list(request):
    """The reports there are, and the form of a new one."""
    now = timezone.now()
    form = ReportForm(request.POST if request.method == "POST" else None, today=weeks.today(now))
    if request.method == "POST" and not request.user.has_perm("campaigns.add_report"):
        raise Http404
    if form.is_valid():
        return redirect("report_detail", keeping.make(by=request.user, now=now, **form.asked).pk)
    page = Paginator(Report.objects.with_subject(), A_PAGE).get_page(request.GET.get("page"))
    rows = [(report, facts_of.subject(report)) for report in page]
    return render(request, "desk/report_list.html", {"form": form, "rows": rows, "page": page})


@needs(SEE)
@never_cache
@require_safe
def report_detail(request, pk):
    """The report with what is different today, if it is frozen."""
    report, today = _report(pk), weeks.today(timezone.now())
    facts = keeping.current(report, today)
    context = {"report": report, "told": Told(report, facts), "files": _files(report)}
    if report.is_frozen:
        context["differences"] = keeping.differences(facts, facts_of.gather(report, today=today))
        context |= {"is_intact": keeping.is_intact(report), "today": today}
    return render(request, "desk/report_detail.html", context)


@needs(SEE)
@never_cache
@require_safe
def report_file(request, pk, form: str):
    """PDF, CSV or XLSX in the language of the address."""
    if form not in TYPES:
        raise Http404
    report, now = _report(pk), timezone.now()
    told = Told(report, keeping.current(report, weeks.today(now)))
    content = paper.draw(told, now) if form == "pdf" else tables.FORMS[form](told)
    first = pgettext("file name", "report")  # outside of the f-string, where nobody finds words to translate
    name = f"{first}-{slugify(told.about)[:60]}-{report.starts_on}-{report.ends_on}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


@needs(*WRITE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_freeze(request, pk):
    """Ask first, with the numbers that would be kept; keep them by POST, if they are still those that were seen."""
    report, now = _report(pk), timezone.now()
    if report.is_frozen:
        return redirect("report_detail", pk)
    if request.method == "POST":
        if keeping.freeze(report=report, seen=request.POST.get("seen", ""), now=now):
            messages.success(request, _("The report is frozen."))
            return redirect("report_detail", pk)
        messages.warning(request, _("The numbers changed while you read them. Look again, then freeze the report."))
    facts = facts_of.gather(report, today=weeks.today(now))
    context = {"report": report, "told": Told(report, facts), "checksum": facts_of.checksum(facts)}
    others = Report.objects.sharing_days_with(report).with_subject()
    context["others"] = [(other, facts_of.subject(other)) for other in others]
    context["is_running"] = report.ends_on > weeks.today(now)
    return render(request, "desk/report_freeze.html", context)


@needs("campaigns.view_report", "campaigns.delete_report")
@require_POST
def report_discard(request, pk):
    """Forget an open report. A frozen one stays."""
    if keeping.discard(report=_report(pk)):
        messages.success(request, _("The report is discarded."))
    else:
        messages.warning(request, _("A frozen report stays as it was sent."))
    return redirect("report_list")


def _files(report: Report) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The addresses of the forms, by language."""
    paths = [(form, reverse("report_file", args=[report.pk, form])) for form in ("pdf", "xlsx", "csv")]
    languages = (("en", "English"), ("es", "Español"))  # each in its own tongue
    return [(code, name, [(form, translate_url(path, code)) for form, path in paths]) for code, name in languages]


def _report(pk) -> Report:
    return get_object_or_404(Report.objects.with_subject(), pk=pk)
