"""Hours summed up: a coordinator's own term, the same page for staff, and the totals of everybody."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaigns import flat_bars, weeks
from campaigns.desk_totals import DeskTotals, table
from campaigns.spreadsheets import TYPES, csv_lines
from campaigns.term_hours import TermHours
from coordinators import step_up
from coordinators.desk import needs
from coordinators.models import Appointment, Coordinator
from partners import audit


@require_safe
def hours_term(request, slug: str = ""):
    """The weeks of one of one's own terms, the running one by default; past terms stay readable for good."""
    appointments = list(Appointment.objects.of_user(request.user).select_related("term", "coordinator__user"))
    return render(request, "campaigns/term_hours.html", _context(appointments, slug))


@needs("campaigns.view_hourentry")
@require_safe
def hours_person(request, pk: int, slug: str = ""):
    """The same of a coordinator, for staff."""
    person = get_object_or_404(Coordinator, pk=pk)
    appointments = list(person.appointments.select_related("term", "coordinator__user"))
    return render(request, "campaigns/term_hours_person.html", {"person": person, **_context(appointments, slug)})


@needs("campaigns.view_hourentry")
@require_safe
def hours_totals(request):
    """Everybody's hours of a term: the map of people and weeks, the sums, and whom to check in with."""
    desk = DeskTotals.load(request.GET, today=weeks.today(timezone.now()))
    partners = [(partner.name, total) for partner, total in desk.sums.partners]
    terms = [(term.years, total) for term, total in desk.sums.terms]
    context = {
        "desk": desk,
        **_parts(desk.sums.campaigns, desk.sums.activities),
        "partners": flat_bars.of_parts(partners, title=_("Hours by partner. Most: %(name)s, %(hours)s h.")),
        "terms": flat_bars.of_parts(terms, title=_("Hours by term. Most: %(name)s, %(hours)s h.")),
    }
    return render(request, "campaigns/hours_totals.html", context)


@needs("campaigns.view_hourentry")
@require_safe
@never_cache
def hours_totals_file(request):
    """The sums of the same page as CSV. Coordinators stand in it by name, so it asks for a fresh sign-in."""
    step_up.demand(request)
    audit.note("campaigns.export_totals", actor=request.user)
    desk = DeskTotals.load(request.GET, today=weeks.today(timezone.now()))
    name = pgettext("file name", "hours-totals")
    headers = {"Content-Disposition": f'attachment; filename="{name}-{desk.term.label if desk.term else ""}.csv"'}
    return HttpResponse(csv_lines(table(desk)), content_type=TYPES["csv"], headers=headers)


def _context(appointments: list[Appointment], slug: str) -> dict:
    """What the page of a term shows. 404 for a term in which the person did not serve."""
    today = weeks.today(timezone.now())
    begun = [one for one in appointments if one.term.starts_on <= today]
    chosen = next((one for one in appointments if one.term.slug == slug), None) if slug else (begun or [None])[-1]
    if slug and chosen is None:
        raise Http404
    hours = TermHours.load(chosen, today=today) if chosen else None
    return {"hours": hours, "appointments": appointments[::-1], **(_charts(hours) if hours else {})}


def _charts(hours: TermHours) -> dict:
    most = flat_bars.most_hours(hours.weeks)
    seasons = [(one, flat_bars.of_weeks(one.weeks, title=one.finding, most=most)) for one in hours.seasons[::-1]]
    return {"seasons": seasons, **_parts(hours.campaigns, hours.activities)}


def _parts(campaigns: list[tuple], activities: list[tuple]) -> dict[str, flat_bars.Parts]:
    campaigns = [(campaign.title, total) for campaign, total in campaigns]
    activities = [(activity.label, total) for activity, total in activities]
    return {
        "campaigns": flat_bars.of_parts(campaigns, title=_("Hours by campaign. Most: %(name)s, %(hours)s h.")),
        "activities": flat_bars.of_parts(activities, title=_("Hours by activity. Most: %(name)s, %(hours)s h.")),
    }
