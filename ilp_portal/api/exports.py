"""What programs of the staff may read with a key. Each answer is a line of the audit log."""

import datetime as dt
import uuid

from django.conf import settings
from django.db.models import Count, Prefetch, Sum
from django.http import Http404
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.errors import AuthorizationError, Throttled
from ninja.security import HttpBearer

from campaigns.durations import HOUR
from campaigns.models import HourEntry, Placement, Report
from campaigns.totals import MondayOf
from coordinators.models import Appointment, Coordinator, Term
from ilp_portal.models import ApiToken
from outreach import limits as counts
from partners import audit

from . import keys, limits, schemas
from .paging import PAGE, PageNumber, cut

WRONG_KEYS = 60  # an hour and client; whoever holds a key needs none of them
TERM = Query(..., description="Id of an academic year.", examples=["2026-2027"])
NUMBER = Path(..., description="Its id.", examples=["00000000-0000-4000-8000-000000000001"])
Scope = ApiToken.Scope


class Key(HttpBearer):
    """Authorization: Bearer ilp_…"""

    def authenticate(self, request, token: str) -> ApiToken | None:
        found = keys.find(token, now=timezone.now())
        if found is None and not counts.allow(
            "wrong key of the api", counts.client(request), limit=WRONG_KEYS, seconds=limits.HOUR
        ):
            raise Throttled(limits.HOUR)
        return found


router = Router(auth=Key(), throttle=[limits.PerKey()], tags=["exports"])
FAULTS = {status: schemas.Fault for status in (401, 403, 404, 422, 429)}


@router.get("hours", response={200: schemas.Rows[schemas.Week], **FAULTS}, operation_id="exportHours")
def export_hours(request, term: str = TERM, page: PageNumber = PAGE):
    """Approved hours of an academic year by campaign and week: sums, no names and no notes. Scope hours:read."""
    found = _term(request, Scope.HOURS, term)
    entries = HourEntry.objects.in_term(found).filter(approved_at__isnull=False, placement__is_demo__in=_shown())
    weeks = entries.order_by().values("placement__campaign__slug", week=MondayOf("worked_on"))
    person = "placement__appointment__coordinator"
    sums = weeks.annotate(minutes=Sum("minutes"), people=Count(person, distinct=True))
    rows, numbers = cut(sums.order_by("week", "placement__campaign__slug"), page)
    items = [
        {
            "campaign": row["placement__campaign__slug"],
            "week": row["week"],
            "hours": row["minutes"] / HOUR,
            "people": row["people"],
        }
        for row in rows
    ]
    return _noted(request, {**numbers, "items": items})


@router.get("people", response={200: schemas.Rows[schemas.Person], **FAULTS}, operation_id="exportPeople")
def export_people(request, term: str = TERM, page: PageNumber = PAGE):
    """Who coordinates in an academic year, by name. Never an address or a number to call. Scope people:read."""
    found = _term(request, Scope.PEOPLE, term)
    placed = Prefetch("placements", Placement.objects.select_related("campaign"))
    people = Appointment.objects.filter(term=found, coordinator__is_demo__in=_shown())
    people = people.select_related("coordinator__user").prefetch_related(placed)
    rows, numbers = cut(people.order_by("coordinator__name", "pk"), page)
    return _noted(request, {**numbers, "items": [_person(row.coordinator, row) for row in rows]})


@router.get("reports", response={200: schemas.Rows[schemas.Report], **FAULTS}, operation_id="exportReports")
def export_report_list(request, page: PageNumber = PAGE):
    """Reports that were frozen, the newest first. Scope reports:read."""
    _demand(request, Scope.REPORTS)
    rows, numbers = cut(_reports(), page)
    return _noted(request, {**numbers, "items": [_report(row) for row in rows]})


@router.get("reports/{number}", response={200: schemas.FrozenReport, **FAULTS}, operation_id="exportReport")
def export_report(request, number: str = NUMBER):
    """One frozen report with all it says. Scope reports:read."""
    _demand(request, Scope.REPORTS)
    row = next((row for row in _reports().filter(pk=_uuid(number))), None)
    if row is None:
        raise Http404
    _noted(request, {"items": [row]})
    return {**_report(row), "facts": row.facts}


def _demand(request, scope: Scope) -> None:
    if not keys.may_read(request.auth, scope):
        raise AuthorizationError


def _term(request, scope: Scope, slug: str) -> Term:
    _demand(request, scope)
    found = Term.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _noted(request, answer: dict) -> dict:
    token = request.auth
    audit.note("ilp_portal.read_export", actor=token.made_by, record=token, count=len(answer["items"]))
    return answer


def _shown() -> tuple[bool, bool]:
    """Demo rows exist only under DEBUG."""
    return False, settings.DEBUG


def _person(person: Coordinator, served: Appointment) -> dict:
    return {
        "name": person.name,
        "may_be_named": person.is_named,
        "public_name": person.public_name,
        "language": person.user.language if person.user else None,
        "campaigns": sorted(row.campaign.slug for row in served.placements.all()),
    }


def _reports():
    return Report.objects.frozen().select_related("partner", "campaign", "term").order_by("-frozen_at", "pk")


def _report(row: Report) -> dict:
    subject = row.partner or row.campaign or row.term
    return {
        "id": str(row.pk),
        "subject": subject.slug,
        **{name: getattr(row, name) for name in ("about", "starts_on", "ends_on", "checksum")},
        "frozen_at": row.frozen_at.astimezone(dt.UTC),
    }


def _uuid(number: str) -> uuid.UUID:
    try:
        return uuid.UUID(number)
    except ValueError as error:
        raise Http404 from error
