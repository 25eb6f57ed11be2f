"""Numbers that would point at one person: what a report shows instead of them.

The rule. A count of people is shown from FEWEST_PEOPLE on, and as nothing when there is nobody; between them it reads
"fewer than 3". Hours are shown where FEWEST_PEOPLE different coordinators gave them and none of these gave more than
LARGEST_SHARE: the public pages have the same rule (campaigns/public_hours.py), for hours of which nearly all are one
person's are as good as hers. A part of them (a month, a campaign, an activity) for which it does not hold is put
together with others, until it holds for the sum.

Subtracting. The parts of one table share nobody's hour: they are disjoint and add up to the total. So a part that is
not shown by itself stands in a sum with at least one other, and that sum leaves open how much of it is whose by
LEAST_DOUBT at least. Tables do not lead into each other: each divides the same total anew.
(tests/ilp_portal/test_report_small.py plays whoever tries it.)

Insiders. Reports are exact to the quarter hour, the public pages are not: who gave a third of a shown sum knows that
nobody else gave more than the rest. Two of three who put their own hours together know the third's.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, Self

from campaigns.public_hours import FEWEST_PEOPLE, LARGEST_SHARE

LEAST_ENTRY = 15  # minutes; everybody knows that a part that is named has an entry at least
LEAST_DOUBT = 60  # minutes between the least and the most that a part of a sum may have


class Group(NamedTuple):
    """One part, or several put together: their keys, and the minutes that each person gave."""

    keys: tuple[str, ...]
    given: Counter[int]

    def with_(self, other: Self) -> Self:
        return Group(self.keys + other.keys, self.given + other.given)

    @property
    def minutes(self) -> int:
        return self.given.total()

    @property
    def may_show(self) -> bool:
        parts, (share, whole) = len(self.keys), LARGEST_SHARE
        if len(self.given) < FEWEST_PEOPLE or max(self.given.values()) * whole > self.minutes * share:
            return False
        return parts == 1 or self.minutes - parts * LEAST_ENTRY >= LEAST_DOUBT


def is_few(people: int) -> bool:
    """Whether the number itself says too much."""
    return 0 < people < FEWEST_PEOPLE


def by_size(parts: Iterable[Group]) -> list[Group]:
    """An order in which parts that may not be shown meet each other first, then the shortest of the others."""
    return sorted(parts, key=lambda part: (part.may_show, part.minutes, part.keys))


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
