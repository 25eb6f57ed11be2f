"""The history as data for archivists, the same in every language. Every field is explained in docs/data.md.

Fields are only ever added within a version. What pages do not show is not here: drafts, demo rows, hidden records,
names without a basis, sources that are internal evidence; sources under review come without their address.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import Model, Prefetch
from django.utils import translation

from campaigns.models import Campaign, CampaignPartner, Milestone, Outcome
from coordinators.models import Term
from partners.models import Partner, Source

VERSION = 1
CODES = [code for code, _name in settings.LANGUAGES]


def history() -> dict:
    """Terms, campaigns, milestones, partners and the sources they cite. The same number of queries for any record."""
    cited: dict[int, Source] = {}
    data = {
        "version": VERSION,
        "project": settings.BASE_URL,
        "languages": CODES,
        "terms": [of_term(row, cited) for row in Term.objects.with_names().with_sources()],
        "campaigns": [of_campaign(row, cited) for row in campaigns()],
        "milestones": [of_milestone(row, cited) for row in milestones()],
        "partners": [of_partner(row, cited) for row in Partner.objects.on_record().with_sources()],
    }
    return data | {"sources": [of_source(row) for row in sorted(cited.values(), key=lambda row: row.pk)]}


def campaigns() -> Iterable[Campaign]:
    ties = CampaignPartner.objects.filter(partner__in=Partner.objects.on_record()).select_related("partner")
    outcomes = Prefetch("outcomes", Outcome.objects.with_sources())
    rows = Campaign.objects.on_record().with_sources().order_by("slug")
    return rows.prefetch_related("terms", outcomes, Prefetch("partner_rows", ties))


def milestones() -> Iterable[Milestone]:
    return Milestone.objects.public().with_sources().select_related("term", "campaign")


def of_term(row: Term, cited: dict) -> dict:
    return {
        "id": row.slug,
        "url": addresses(row),
        "label": row.label,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "era": row.era,
        "roster": row.public_roster,
        "coordinators": row.public_names,
        "focus": words(row, "focus"),
        "focus_basis": row.focus_basis,
        "notes": words(row, "notes"),
        **cites(row, cited),
    }


def of_campaign(row: Campaign, cited: dict) -> dict:
    return {
        "id": row.slug,
        "url": addresses(row),
        "title": words(row, "title"),
        "scope": row.scope,
        "kinds": row.kinds,
        "status": row.status,
        "started": date(row.started_on, row.started_precision),
        "ended": date(row.ended_on, row.ended_precision),
        "summary": words(row, "summary"),
        "coordinators_did": words(row, "coordinators_did"),
        "caution": words(row, "caution"),
        "terms": [term.slug for term in row.terms.all()],
        "partners": [
            {"id": tie.partner.slug, "role": tie.role, "is_lead": tie.is_lead} for tie in row.partner_rows.all()
        ],
        "outcomes": [of_outcome(outcome, cited) for outcome in row.outcomes.all()],
        **cites(row, cited),
    }


def of_outcome(row: Outcome, cited: dict) -> dict:
    return {
        "date": date(row.happened_on, row.precision),
        "figure": None if row.figure is None else f"{row.figure.normalize():f}",
        "unit": words(row, "unit"),
        "text": words(row, "text"),
        **cites(row, cited),
    }


def of_milestone(row: Milestone, cited: dict) -> dict:
    campaign = row.campaign
    shown = campaign is not None and campaign.is_public and not campaign.is_demo
    return {
        "id": row.slug,
        "date": date(row.happened_on, row.precision, row.season),
        "date_basis": words(row, "basis"),
        "scope": row.scope,
        "title": words(row, "title"),
        "text": words(row, "text"),
        "term": row.term.slug if row.term else None,
        "campaign": campaign.slug if shown else None,
        **cites(row, cited),
    }


def of_partner(row: Partner, cited: dict) -> dict:
    return {
        "id": row.slug,
        "url": addresses(row),
        "name": row.name,
        "gloss": words(row, "gloss"),
        "acronym": row.acronym,
        "former_names": row.former_names,
        "kind": row.kind,
        "relationship": row.relationship,
        "joint_work_on_record": row.documented_with_ilp,
        "region": row.region,
        "place": words(row, "place"),
        "description": words(row, "description"),
        "website": row.website,
        **cites(row, cited),
    }


def of_source(row: Source) -> dict:
    """Without address and title where no page links it: the page behind it may discuss a person."""
    linked = row.public_link == Source.PublicLink.YES
    told = {"title": row.title, "language": row.language, "url": row.ref} if linked else {}
    return {
        "id": row.pk,
        "publisher": row.publisher,
        "published": date(row.published_on, row.precision),
        "linked": linked,
        **told,
    }


def cites(row: Model, cited: dict[int, Source]) -> dict:
    """The ids of the sources that pages name, noted in `cited`; and whether anything internal stands behind it."""
    sources = [citation.source for citation in row.citations.all()]
    shown = [source for source in sources if source.public_link != Source.PublicLink.NO]
    cited.update({source.pk: source for source in shown})
    return {"sources": [source.pk for source in shown], "on_record_with_the_project": bool(sources) and not shown}


def words(row: Model, name: str) -> dict[str, str] | None:
    """Words by language; a language that has none is left out, and None stands for no words at all."""
    return {code: text for code in CODES if (text := getattr(row, f"{name}_{code}"))} or None


def date(day: dt.date | None, precision: str, season: str = "") -> dict | None:
    """As much of it as is known: 2019, 2019-03 or 2019-03-18."""
    if day is None:
        return None
    length = {"day": 10, "month": 7}.get(precision, 4)
    return {"value": day.isoformat()[:length], "precision": precision} | ({"season": season} if season else {})


def addresses(row: Model) -> dict[str, str]:
    return dict(_address(row))


def _address(row: Model) -> Iterator[tuple[str, str]]:
    for code in CODES:
        with translation.override(code):
            yield code, settings.BASE_URL + row.get_absolute_url()
