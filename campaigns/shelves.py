"""The works worth reading: on which shelf each stands, and what of them a reader asked for."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partners import languages

from .models import Resource

UNDATED = "undated"
Choices = list[tuple[str, str]]


def marks(resource: Resource) -> dict[str, set[str]]:
    """What a work is found by: kind, languages of its editions, campaigns, year. Needs `with_campaigns()`."""
    return {
        "kind": {resource.kind},
        "language": set(resource.languages),
        "campaign": {campaign.slug for campaign in resource.campaigns.all()},
        "year": {str(resource.published_on.year) if resource.published_on else UNDATED},
    }


def narrowed(resources: Iterable[Resource], wanted: dict[str, str]) -> list[Resource]:
    """Those that carry every mark that is wanted."""
    return [row for row in resources if all(value in marks(row)[name] for name, value in wanted.items())]


def occurring(resources: Iterable[Resource]) -> dict[str, Choices]:
    """The choices of each filter that at least one of the works answers; years newest first."""
    rows = list(resources)
    found = [marks(row) for row in rows]
    kinds, spoken, years = (set().union(*(mark[name] for mark in found)) for name in ("kind", "language", "year"))
    codes = [*(code for code in languages.NAMES if code in spoken), *sorted(spoken - languages.NAMES.keys())]
    campaigns = {campaign.slug: campaign.title for row in rows for campaign in row.campaigns.all()}
    return {
        "kind": [(kind, label) for kind, label in Resource.SHELVES.items() if kind in kinds],
        "language": [(code, capfirst(languages.listed([code]))) for code in codes],
        "campaign": sorted(campaigns.items(), key=lambda choice: choice[1]),
        "year": [(year, year) for year in sorted(years - {UNDATED}, reverse=True)]
        + [(UNDATED, _("Date not on record"))] * (UNDATED in years),
    }


def arrange(resources: Iterable[Resource]) -> list[tuple[str, str, list[Resource]]]:
    """(kind, name of the shelf, works on it), empty shelves left out."""
    rows = list(resources)
    shelves = [(kind, label, [row for row in rows if row.kind == kind]) for kind, label in Resource.SHELVES.items()]
    return [shelf for shelf in shelves if shelf[2]]
