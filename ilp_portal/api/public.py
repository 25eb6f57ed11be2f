"""What everybody may read: the rows and words of the public pages, by the same rules."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Literal

from django.db.models import Prefetch
from django.http import Http404
from django.utils import timezone
from ninja import Path, Query, Router

from campaigns.models import Campaign
from coordinators.models import Term
from events.models import Event
from ilp_portal import archive
from partners.models import Citation, Partner, Source

from . import limits, schemas
from .paging import PAGE, PageNumber, cut

router = Router(throttle=[limits.PerClient()])
LIST = {404: schemas.Fault, 422: schemas.Fault, 429: schemas.Fault}  # 404: a question no database could hold
ONE = {404: schemas.Fault, 422: schemas.Fault, 429: schemas.Fault}
ANY = Query(None)
TERM_ID = Path(..., description="Its id, the last word of its address.", examples=["2018-2019"])
CAMPAIGN_ID = Path(..., description="Its id, the last word of its address.", examples=["reclaim-rent-control"])
PARTNER_ID = Path(..., description="Its id, the last word of its address.", examples=["kalmanovitz-initiative"])
EVENT_ID = Path(..., description="Its id, the last word of its address.", examples=["ledc-rent-strike-rally"])
WHEN = Query(None, description="upcoming: not over yet, soonest first; past: newest first.")


def _one_of(*values: str):
    """Written out at each parameter: two lists of choices that are both called "Kind" would be one in OpenAPI."""
    return Literal[values] | None


When = _one_of("upcoming", "past")


@router.get("terms", response={200: schemas.Rows[schemas.Term], **LIST}, operation_id="listTerms")
def term_list(request, era: _one_of(*Term.Era.values) = ANY, page: PageNumber = PAGE):
    """Academic years, the oldest first."""
    rows = _terms()
    return _page(rows.filter(era=era) if era else rows, page, archive.of_term)


@router.get("terms/{slug}", response={200: schemas.Term, **ONE}, operation_id="readTerm")
def term_detail(request, slug: str = TERM_ID):
    """One academic year, by its id, like 2018-2019."""
    return _one(_terms(), slug, archive.of_term)


@router.get("campaigns", response={200: schemas.Rows[schemas.Campaign], **LIST}, operation_id="listCampaigns")
def campaign_list(
    request,
    *,
    scope: _one_of(*Campaign.Scope.values) = ANY,
    status: _one_of(*Campaign.Status.values) = ANY,
    term: str = Query("", description="Id of an academic year.", examples=["2018-2019"]),
    partner: str = Query("", description="Id of a partner."),
    page: PageNumber = PAGE,
):
    """Campaigns by their id."""
    with_partner = Partner.objects.on_record().filter(slug=partner) if partner else None
    wanted = {"scope": scope, "status": status, "terms__slug": term, "partner_rows__partner__in": with_partner}
    return _page(_narrowed(archive.campaigns(), wanted), page, archive.of_campaign)


@router.get("campaigns/{slug}", response={200: schemas.Campaign, **ONE}, operation_id="readCampaign")
def campaign_detail(request, slug: str = CAMPAIGN_ID):
    """One campaign with its partners and outcomes."""
    return _one(archive.campaigns(), slug, archive.of_campaign)


@router.get("partners", response={200: schemas.Rows[schemas.Partner], **LIST}, operation_id="listPartners")
def partner_list(
    request,
    *,
    kind: _one_of(*Partner.Kind.values) = ANY,
    relationship: _one_of(*Partner.Relationship.values) = ANY,
    region: _one_of(*Partner.Region.values) = ANY,
    page: PageNumber = PAGE,
):
    """Organizations around the project, by name."""
    wanted = {"kind": kind, "relationship": relationship, "region": region}
    return _page(_narrowed(_partners(), wanted), page, archive.of_partner)


@router.get("partners/{slug}", response={200: schemas.Partner, **ONE}, operation_id="readPartner")
def partner_detail(request, slug: str = PARTNER_ID):
    """One organization. Never a person to call there."""
    return _one(_partners(), slug, archive.of_partner)


@router.get("events", response={200: schemas.Rows[schemas.Event], **LIST}, operation_id="listEvents")
def event_list(
    request,
    *,
    when: When = WHEN,
    kind: _one_of(*Event.Kind.values) = ANY,
    year: int | None = Query(None, ge=1900, le=2200, description="Calendar year.", examples=[2019]),
    term: str = Query("", description="Id of an academic year."),
    campaign: str = Query("", description="Id of a campaign."),
    page: PageNumber = PAGE,
):
    """Events of the project and around it; never an accompaniment."""
    wanted = {"kind": kind, "held_on__year": year, "term__slug": term, "campaign__in": _campaigns_at(campaign)}
    return _page(_narrowed(_events(when), wanted), page, _of_event)


@router.get("events/{slug}", response={200: schemas.Event, **ONE}, operation_id="readEvent")
def event_detail(request, slug: str = EVENT_ID):
    """One event."""
    return _one(_events(), slug, _of_event)


def _terms():
    return Term.objects.with_names().with_sources()


def _partners():
    return Partner.objects.on_record().with_sources()


def _events(when: str | None = None):
    partners = Prefetch("partners", Partner.objects.on_record())
    citations = Prefetch("citations", Citation.objects.select_related("source"))
    rows = Event.objects.on_record().exclude(kind=Event.Kind.ACCOMPANIMENT)
    rows = rows.select_related("campaign", "term").prefetch_related(partners, citations)
    if when is None:
        return rows
    return rows.upcoming(timezone.now()) if when == "upcoming" else rows.past(timezone.now())


def _campaigns_at(slug: str):
    """None where no campaign is asked for. One that is not shown narrows to nothing, as one that is not there."""
    return Campaign.objects.on_record().filter(slug=slug) if slug else None


def _narrowed(rows, wanted: dict):
    return rows.filter(**{name: value for name, value in wanted.items() if value not in (None, "")})


def _page(rows, page: int, tell: Callable) -> dict:
    found, numbers = cut(rows, page)
    return {**numbers, "items": list(_told(found, tell))}


def _one(rows, slug: str, tell: Callable) -> dict:
    found = list(_told(rows.filter(slug=slug)[:1], tell))
    if not found:
        raise Http404
    return found[0]


def _told(rows: Iterable, tell: Callable) -> Iterable[dict]:
    """What each row says, with its sources instead of their numbers."""
    cited: dict[int, Source] = {}
    for record in [tell(row, cited) for row in rows]:
        for statement in (record, *record.get("outcomes", ())):
            statement["sources"] = [archive.of_source(cited[number]) for number in statement["sources"]]
        yield record


def _of_event(row: Event, cited: dict) -> dict:
    campaign = row.campaign
    shown = campaign is not None and campaign.is_public and not campaign.is_demo
    return {
        "id": row.slug,
        "url": archive.addresses(row),
        **{name: archive.words(row, name) for name in ("title", "summary", "recurrence")},
        **{name: getattr(row, name) for name in ("kind", "status", "time_zone", "mode", "languages", "interpretation")},
        "date": archive.date(row.held_on, row.precision),
        "starts_at": _local(row, row.starts_at),
        "ends_at": _local(row, row.ends_at),
        "place": row.place_line,
        "part_of_the_project": row.ilp_role,
        "partners": [partner.slug for partner in row.partners.all()],
        "campaign": campaign.slug if shown else None,
        "term": row.term.slug if row.term else None,
        "takes_sign_ups": row.takes_signups(timezone.now()),
        "version": row.version,
        **archive.cites(row, cited),
    }


def _local(row: Event, at: dt.datetime | None) -> dt.datetime | None:
    return at.astimezone(row.zone) if at else None
