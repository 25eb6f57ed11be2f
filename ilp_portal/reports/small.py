"""Numbers so small that they would point at one person: what a report shows instead of them.

The rule. A count of people is shown from FEWEST_PEOPLE on, and as nothing when there is nobody; between them it reads
"fewer than 3". Hours are shown where FEWEST_PEOPLE different coordinators gave them. A part of them (a month, a
campaign, an activity) with fewer people is put together with others, until the sum rests on enough of them.

Subtracting. The parts of one table share nobody's hour: they are disjoint and add up to the total. So a part that is
not shown by itself stands in a sum with at least one other, and that sum leaves open how much of it is whose by
LEAST_DOUBT at least. Tables do not lead into each other: each divides the same total anew.
(tests/ilp_portal/test_report_small.py plays whoever tries it.)
"""

from collections.abc import Iterable
from typing import NamedTuple, Self

FEWEST_PEOPLE = 3  # as in campaigns/public_hours.py
LEAST_ENTRY = 15  # minutes; everybody knows that a part that is named has an entry at least
LEAST_DOUBT = 60  # minutes between the least and the most that a part of a sum may have


class Group(NamedTuple):
    """One part, or several put together: their keys, minutes and who gave them."""

    keys: tuple[str, ...]
    minutes: int
    people: frozenset[int]

    def with_(self, other: Self) -> Self:
        return Group(self.keys + other.keys, self.minutes + other.minutes, self.people | other.people)

    @property
    def may_show(self) -> bool:
        parts = len(self.keys)
        leaves_doubt = parts == 1 or self.minutes - parts * LEAST_ENTRY >= LEAST_DOUBT
        return len(self.people) >= FEWEST_PEOPLE and leaves_doubt


def is_few(people: int) -> bool:
    """Whether the number itself says too much."""
    return 0 < people < FEWEST_PEOPLE


def by_size(parts: Iterable[Group]) -> list[Group]:
    """An order in which parts of few people meet each other first, then the shortest of the others."""
    return sorted(parts, key=lambda part: (not is_few(len(part.people)), part.minutes, part.keys))


def together(parts: Iterable[Group]) -> list[Group]:
    """The parts as they may be shown, neighbours put together where they must; none when only the total is left."""
    found: list[Group] = []
    rest: Group | None = None
    for part in parts:
        rest = rest.with_(part) if rest else part
        if rest.may_show:
            found, rest = [*found, rest], None
    while rest and found:
        rest = found.pop().with_(rest)
        if rest.may_show:
            found, rest = [*found, rest], None
    only_total = rest is not None or (len(found) == 1 and len(found[0].keys) > 1)
    return [] if only_total else found
