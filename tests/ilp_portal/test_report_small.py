"""Somebody has the whole report and works on the numbers that are not in it."""

import itertools
from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ilp_portal.reports import small
from ilp_portal.reports.small import Group

MONTHS, CAMPAIGNS, ACTIVITIES = range(4), range(3), range(3)
CELLS = list(itertools.product(MONTHS, CAMPAIGNS, ACTIVITIES))
cell = st.sampled_from(CELLS)
entries = st.lists(st.tuples(cell, st.integers(1, 6), st.integers(1, 40)), max_size=25)  # cell, person, quarter hours


def parts(rows: list, axis: int) -> list[Group]:
    """The months, campaigns or activities that have hours."""
    found: dict[str, Group] = {}
    for place, person, quarters in rows:
        found.setdefault(str(place[axis]), Group((str(place[axis]),), Counter())).given[person] += quarters * 15
    return list(found.values())


def shown(rows: list) -> list[list[Group]]:
    """The tables of a report: months in their order, the others by size."""
    months = small.together(sorted(parts(rows, 0)))
    return [months, *(small.together(small.by_size(parts(rows, axis))) for axis in (1, 2))]


def rank(vectors: list[list[int]]) -> int:
    """By elimination with fractions: no rounding helps or hurts whoever tries."""
    rows, found = [[Fraction(number) for number in vector] for vector in vectors], 0
    for column in range(len(CELLS)):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for at in range(found + 1, len(rows)):
            factor = rows[at][column] / pivot[column]
            if factor:
                rows[at] = [a - factor * b for a, b in zip(rows[at], pivot, strict=True)]
        found += 1
    return found


def sum_of(axis: int, keys: tuple[str, ...]) -> list[int]:
    """Which cells the printed sum adds up."""
    return [int(str(place[axis]) in keys) for place in CELLS]


@given(entries)
@settings(max_examples=60, deadline=None)
def test_no_part_that_is_not_shown_follows_from_all_that_is(rows):
    tables = shown(rows)
    known = [sum_of(axis, group.keys) for axis, table in enumerate(tables) for group in table]
    known = [*known, [1] * len(CELLS)]  # the total
    before = rank(known)
    for axis, table in enumerate(tables):
        alone = {group.keys[0] for group in table if len(group.keys) == 1}
        for part in parts(rows, axis):
            if part.keys[0] not in alone and len(parts(rows, axis)) > 1:
                assert rank([*known, sum_of(axis, part.keys)]) == before + 1


@given(entries)
@settings(max_examples=200, deadline=None)
def test_sums_rest_on_three_people_none_of_whom_gave_nearly_all_and_leave_an_hour_of_doubt(rows):
    for axis, table in enumerate(shown(rows)):
        everything = parts(rows, axis)
        for group in table:
            assert len(group.given) >= 3
            assert 3 * max(group.given.values()) <= 2 * group.minutes  # none gave more than two thirds
            if len(group.keys) > 1:  # each of them has a quarter hour at least, and so at most the rest
                assert group.minutes - len(group.keys) * 15 >= 60
        told = [key for group in table for key in group.keys]
        assert sorted(told) == (sorted(part.keys[0] for part in everything) if table else [])
        total = sum(part.minutes for part in everything)
        assert sum(group.minutes for group in table) == (total if table else 0)


def of(key: str, *minutes: int) -> Group:
    """A part to which the first person gave the first of these, and so on."""
    return Group((key,), Counter(dict(enumerate(minutes))))


def test_whoever_takes_the_shown_part_off_the_total_finds_no_single_month():
    assert small.together([of("09", 200, 200, 200), of("10", 60)]) == []


def test_three_quarter_hours_of_three_parts_are_not_told_together():
    quarters = [Group((key,), Counter({n: 15})) for n, key in enumerate("abc")]
    plenty = of("d", 300, 300, 300)
    assert [group.keys for group in small.together([*quarters, plenty, plenty])] == [("a", "b", "c", "d"), ("d",)]


def test_month_that_is_nearly_one_persons_is_told_with_others_and_a_total_like_it_not_at_all():
    assert [of("09", *given).may_show for given in ((120, 30, 30), (121, 30, 30), (121, 30, 30, 30))] == [
        True,
        False,
        True,
    ]
    nearly_one, shared = of("10", 600, 15, 15), of("11", 300, 300, 300)
    assert [group.keys for group in small.together([of("09", 60, 60, 60), nearly_one, shared])] == [
        ("09",),
        ("10", "11"),
    ]
    assert [group.keys for group in small.by_size([shared, nearly_one])] == [("10",), ("11",)]
    assert small.together([nearly_one, of("09", 60, 60, 60)]) == []


def test_few_begins_at_one_and_ends_at_three():
    assert [n for n in range(6) if small.is_few(n)] == [1, 2]
