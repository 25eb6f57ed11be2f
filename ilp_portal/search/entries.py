"""What can be found: every public record with its words in both languages. One query a table, whatever its length.

Only what the page of a record shows goes in, by the same words of visibility (`on_record`, `public`,
`named_in_public`). Internal notes, sources and sign-ups do not.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.db.models import Model, Prefetch
from django.urls import reverse
from django.utils import translation

from campaigns.models import Campaign, CampaignPartner, Fact, Milestone, Opportunity, Resource, ResourceSection
from coordinators.models import Appointment, Coordinator, Term
from events.models import Event
from ilp_portal.models import PublicEntry
from partners.models import Partner

from .words import padded

Kind = PublicEntry.Kind
CODES = [code for code, _name in settings.LANGUAGES]


def all_entries() -> Iterator[PublicEntry]:
    return chain.from_iterable(gather() for gather in GATHERED)


def _entry(
    kind: str, row: Model, address: Callable[[], str], *, title: Callable, text: Callable, **more
) -> PublicEntry:
    """`address`, `title(code)`, `text(code)`, `called(code)` and `said(code)` are asked in each language.

    `called` are further names, `said` further words that are found but not quoted.
    """
    called, said = more.pop("called", lambda code: []), more.pop("said", lambda code: [])
    entry = PublicEntry(kind=kind, key=row.pk, **more)
    for code in CODES:
        with translation.override(code):
            title_now, text_now = title(code), " ".join(filter(None, text(code)))
            values = {
                "address": address(),
                "title": title_now,
                "text": text_now,
                "top": padded(" ".join(map(str, [title_now, *called(code)]))),
                "words": padded(" ".join(map(str, [kind.label, text_now, *said(code)]))),
            }
        for name, value in values.items():
            setattr(entry, f"{name}_{code}", value)
    return entry


def _columns(row: Model, *names: str) -> Callable[[str], list[str]]:
    """The translated columns of one language, without falling back on the other."""
    return lambda code: [getattr(row, f"{name}_{code}") or "" for name in names]


def _column(row: Model, name: str) -> Callable[[str], str]:
    return lambda code: getattr(row, f"{name}_{code}") or ""


def _terms() -> Iterator[PublicEntry]:
    for term in Term.objects.with_names():
        names = [", ".join(term.public_names)]
        yield _entry(
            Kind.TERM,
            term,
            term.get_absolute_url,
            title=lambda code, term=term: f"{term.get_era_display()}, {term.years}",
            text=lambda code, term=term, names=names: [*_columns(term, "focus", "notes")(code), *names],
            said=lambda code, term=term: [term.slug],
            day=term.starts_on,
        )


def _people() -> Iterator[PublicEntry]:
    served = Prefetch("appointments", Appointment.objects.select_related("term"))
    for person in Coordinator.objects.named_in_public().prefetch_related(served):
        terms = [row.term for row in person.appointments.all()]
        if terms:
            yield _entry(
                Kind.PERSON,
                person,
                person.get_absolute_url,
                title=lambda code, person=person: person.public_name,
                text=lambda code, terms=terms: [", ".join(term.years for term in terms)],
                day=terms[-1].starts_on,
            )


def _campaigns() -> Iterator[PublicEntry]:
    partners = CampaignPartner.objects.filter(partner__in=Partner.objects.on_record()).select_related("partner")
    rows = Campaign.objects.on_record().prefetch_related("outcomes", "terms", Prefetch("partner_rows", partners))
    for row in rows:
        outcomes = list(row.outcomes.all())
        names = [tie.partner.name for tie in row.partner_rows.all()]
        yield _entry(
            Kind.CAMPAIGN,
            row,
            row.get_absolute_url,
            title=_column(row, "title"),
            text=lambda code, row=row, outcomes=outcomes: [
                *_columns(row, "summary", "coordinators_did")(code),
                *(_column(outcome, "text")(code) for outcome in outcomes),
            ],
            said=lambda code, row=row, names=names: [*row.kinds_display, *names, *row.terms.all()],
            day=row.started_on,
            precision=row.started_precision if row.started_on else "",
        )


def _partners() -> Iterator[PublicEntry]:
    for row in Partner.objects.on_record():
        yield _entry(
            Kind.PARTNER,
            row,
            row.get_absolute_url,
            title=lambda code, row=row: row.name,
            called=lambda code, row=row: [row.acronym, *row.former_names, *_columns(row, "gloss")(code)],
            text=_columns(row, "description", "place"),
            said=lambda code, row=row: [row.get_kind_display(), row.get_relationship_display()],
            title_language=row.name_language,
        )


def _events() -> Iterator[PublicEntry]:
    partners = Prefetch("partners", Partner.objects.on_record())
    for row in Event.objects.on_record().prefetch_related(partners):
        names = [partner.name for partner in row.partners.all()]
        yield _entry(
            Kind.EVENT,
            row,
            row.get_absolute_url,
            title=_column(row, "title"),
            text=_columns(row, "summary"),
            said=lambda code, row=row, names=names: [row.get_kind_display(), row.place_line, *names],
            day=row.held_on,
            precision=row.precision,
        )


def _resources() -> Iterator[PublicEntry]:
    for row in Resource.objects.public().select_related("publisher"):
        publisher = row.publisher
        shown = publisher is not None and publisher.is_public and not publisher.is_demo
        name = publisher.name if shown else row.publisher_name
        yield _entry(
            Kind.RESOURCE,
            row,
            row.get_absolute_url,
            title=_column(row, "title"),
            text=_columns(row, "summary", "currency_note"),
            said=lambda code, row=row, name=name: [row.get_kind_display(), name, row.languages_display],
            day=row.published_on,
            precision=row.precision if row.published_on else "",
        )


def _sections() -> Iterator[PublicEntry]:
    for row in ResourceSection.objects.filter(resource__in=Resource.objects.public()).select_related("resource"):
        yield _entry(
            Kind.SECTION,
            row,
            lambda row=row: f"{row.resource.get_absolute_url()}#{row.slug}",
            title=_column(row, "headline"),
            text=_columns(row, "summary", "cta"),
            day=row.resource.published_on,
            precision=row.resource.precision if row.resource.published_on else "",
        )


def _milestones() -> Iterator[PublicEntry]:
    for row in Milestone.objects.public():
        yield _entry(
            Kind.MILESTONE,
            row,
            lambda row=row: f"{reverse('history')}#{row.slug}",
            title=_column(row, "title"),
            text=_columns(row, "text"),
            said=lambda code, row=row: [row.get_scope_display()],
            day=row.happened_on,
            precision=row.precision,
            season=row.season,
        )


def _facts() -> Iterator[PublicEntry]:
    for row in Fact.objects.public():
        yield _entry(
            Kind.FACT,
            row,
            lambda row=row: f"{reverse('campaigns:fact_list')}#{row.slug}",
            title=lambda code, row=row: row.get_issue_display(),
            text=_columns(row, "text"),
            said=_columns(row, "claimed_by", "place", "note"),
            day=row.as_of,
            precision=row.precision if row.as_of else "",
        )


def _opportunities() -> Iterator[PublicEntry]:
    for row in Opportunity.objects.public().select_related("organization"):
        organization = row.organization
        shown = organization.is_public and not organization.is_demo
        yield _entry(
            Kind.OPPORTUNITY,
            row,
            lambda row=row: f"{reverse('campaigns:opportunity_list')}#{row.slug}",
            title=_column(row, "title"),
            text=_columns(row, "summary", "duties", "currency_note"),
            said=lambda code, name=organization.name * shown: [name],
            day=row.posted_on,
        )


GATHERED: tuple[Callable[[], Iterable[PublicEntry]], ...] = (
    _terms,
    _people,
    _campaigns,
    _partners,
    _events,
    _resources,
    _sections,
    _milestones,
    _facts,
    _opportunities,
)
