"""How many people events brought together, by campaign, partner and term: what staff report, and no person in it."""

from typing import NamedTuple

from campaigns.models import Campaign
from coordinators.models import Term
from partners.models import Partner

from .models import Event


class Sum(NamedTuple):
    """Of one campaign, partner or term; `name` in the language of the page."""

    name: str
    events: int
    announced: int
    came: int


def by(owner: str) -> list[Sum]:
    """`owner` is "campaign", "partners" or "term": two questions, however many there are."""
    rows = list(Event.objects.filter(is_demo=False).sums_by(owner))
    model = {"campaign": Campaign, "partners": Partner, "term": Term}[owner]
    names = model.objects.in_bulk([row[owner] for row in rows])
    return [Sum(str(names[row.pop(owner)]), **row) for row in rows]
