"""The directory of organizations: who stands in which part of it. Each organization stands in one."""

from collections.abc import Iterable
from typing import NamedTuple

from .models import Partner

Kind, Relationship, Region = Partner.Kind, Partner.Relationship, Partner.Region


class Directory(NamedTuple):
    """Organizations by their part; `allies` holds (name of the region, organizations), empty regions left out."""

    hosts: list[Partner]
    partners: list[Partner]
    past: list[Partner]
    coalitions: list[Partner]
    allies: list[tuple[str, list[Partner]]]
    institutions: list[Partner]

    @property
    def ally_count(self) -> int:
        return sum(len(rows) for _, rows in self.allies)


def arrange(partners: Iterable[Partner]) -> Directory:
    """Coalitions stand together whatever they are to the project; everybody else stands by relationship."""
    rest = list(partners)
    coalitions = [partner for partner in rest if partner.kind == Kind.COALITION]
    rest = [partner for partner in rest if partner.kind != Kind.COALITION]

    def those(relationship: str) -> list[Partner]:
        return [partner for partner in rest if partner.relationship == relationship]

    allies = those(Relationship.ALLY)
    regions = [(str(region.label), [ally for ally in allies if ally.region == region]) for region in Region]
    return Directory(
        hosts=those(Relationship.HOST),
        partners=those(Relationship.CAMPAIGN_PARTNER),
        past=those(Relationship.PAST_PARTNER),
        coalitions=coalitions,
        allies=[(label, rows) for label, rows in regions if rows],
        institutions=those(Relationship.INSTITUTION),
    )
