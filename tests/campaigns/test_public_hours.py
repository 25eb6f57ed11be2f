"""The rule by which hours are shown: what a reader, or a coordinator who knows her own, can work out from it."""

import datetime as dt
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import bars, public_hours
from campaigns.public_hours import FEWEST_PEOPLE, LEAST_DOUBT, may_show, rounded, seasons

MONDAY, TODAY = dt.date(2026, 9, 7), dt.date(2026, 12, 31)
QUARTER, HOUR = 15, 60
WEEK = dt.timedelta(days=7)


def week(*hours: float, monday: dt.date = MONDAY) -> list[tuple[dt.date, int, int]]:
    """Rows of one week: each person's hours."""
    return [(monday, person, int(given * HOUR)) for person, given in enumerate(hours)]


def line(rows, today: dt.date = TODAY) -> list[tuple[str, int | None]]:
    return [(str(week.monday), week.hours) for season in seasons(rows, today=today) for week in season.weeks]


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        ((), None),
        ((10,), None),
        ((10, 10), None),
        ((10, 10, 0), None),
        ((5, 5, 5), 15),
        ((8, 2, 2), 10),  # two thirds of it
        ((8.25, 2, 2), None),
        ((2.5, 2.5, 2.5), 10),  # 7.5 hours and above come to ten
        ((2.5, 2.5, 2.25), None),
        ((4, 4, 4.25), 10),
        ((4, 4, 4.5), 15),
    ],
)
def test_week_is_shown_with_three_people_none_of_whom_gave_most(hours, shown):
    assert line(week(*hours)) == ([(str(MONDAY), shown)] if shown else [])


def test_week_is_shown_when_it_is_over():
    rows = week(5, 5, 5)
    assert line(rows, MONDAY + dt.timedelta(days=6)) == []
    assert line(rows, MONDAY + dt.timedelta(days=7)) == [(str(MONDAY), 15)]


def test_weeks_that_are_not_shown_say_the_same_for_nobody_one_and_two():
    ends = week(5, 5, 5) + week(5, 5, 5, monday=MONDAY + 3 * WEEK)
    none = line(ends)
    assert none == [(str(MONDAY + n * WEEK), hours) for n, hours in enumerate([15, None, None, 15])]
    assert line(ends + week(9, monday=MONDAY + WEEK) + week(9, 9, monday=MONDAY + 2 * WEEK)) == none
    assert line(ends + week(9, monday=MONDAY - WEEK) + week(9, 9, monday=MONDAY + 4 * WEEK)) == none


def test_seasons_come_newest_first_and_sum_what_they_show():
    days = [dt.date(2026, 1, 5), dt.date(2026, 5, 25), dt.date(2026, 6, 1), dt.date(2026, 8, 3), dt.date(2026, 12, 28)]
    rows = [row for day in days for row in week(5, 5, 6.5, monday=day)]
    found = seasons(rows, today=dt.date(2027, 1, 4))
    assert [(season.name, len(season.weeks), season.hours) for season in found] == [
        ("fall 2026", 22, 30),
        ("summer 2026", 1, 15),
        ("spring 2026", 21, 30),
    ]
    assert public_hours.summary(found) == "About 75 hours in the 5 weeks shown"
    assert public_hours.summary(found[1:2]) == "About 15 hours in the one week shown"


def quarters(first: int, last: int) -> range:
    return range(first, last + 1, QUARTER)


@pytest.mark.parametrize("total", [int(hours * HOUR) for hours in (7.5, 7.75, 9, 10, 12.25, 15.5, 20)])
def test_nobody_who_knows_own_hours_and_even_the_exact_total_learns_anothers(total):
    """Stronger than what is shown: the total itself, not rounded. Every division among three is tried."""
    for own in quarters(QUARTER, total):
        theirs = [one for one in quarters(QUARTER, total) if may_show((own, one, total - own - one))]
        assert not theirs or max(theirs) - min(theirs) >= LEAST_DOUBT, own


people = st.lists(st.integers(1, 48).map(lambda n: n * QUARTER), max_size=7)


@settings(max_examples=60, deadline=None)
@given(st.lists(people, min_size=1, max_size=8))
def test_every_shown_number_stands_for_several_people_and_the_totals_for_shown_numbers(term):
    """What is printed is a function of the printed weeks: no total holds an hour of a week that is not shown."""
    rows = [row for n, given in enumerate(term) for row in week(*(m / HOUR for m in given), monday=MONDAY + n * WEEK)]
    found = seasons(rows, today=MONDAY + 9 * WEEK)
    printed = {week.monday: week.hours for season in found for week in season.shown}
    for monday, hours in printed.items():
        given = term[(monday - MONDAY) // WEEK]
        assert len(given) >= FEWEST_PEOPLE
        assert hours % 5 == 0
        assert abs(hours * HOUR - sum(given)) <= 2.5 * HOUR
        assert max(given) <= sum(given) * 2 / 3
    assert sum(season.hours for season in found) == sum(printed.values())
    only_shown = [row for row in rows if row[0] in printed]
    assert seasons(only_shown, today=MONDAY + 9 * WEEK) == found


def test_entry_approved_later_moves_a_week_by_steps_of_five():
    """Four quarter hours a day, one after the other: never do two pages differ by what was given."""
    totals = accumulate([QUARTER] * 60, initial=15 * HOUR)
    shown = [rounded(total) for total in totals]
    assert {later - earlier for earlier, later in pairwise(shown)} == {0, 5}
    assert [shown.count(hours) * QUARTER for hours in (20, 25)] == [5 * HOUR, 5 * HOUR]


def test_chart_draws_what_the_weeks_say(language):
    rows = [row for n in range(22) if n % 7 for row in week(*[2 + n] * 3, monday=dt.date(2026, 8, 3) + n * WEEK)]
    (season,) = seasons(rows, today=dt.date(2027, 1, 4))
    chart = bars.draw(season)
    assert (len(chart.bars), len(chart.gaps)) == (len(season.shown), len(season.weeks) - len(season.shown))
    heights = [180 - float(path.split("V")[1].split("h")[0]) for path in chart.bars]
    most = max(week.hours for week in season.shown)
    assert heights == pytest.approx([week.hours * 156 / most for week in season.shown], abs=0.1)
    assert str(most) in [value.text for value in chart.values]
    assert {value.text for value in chart.values} <= {str(week.hours) for week in season.shown}
    assert str(season.hours) in chart.title
    assert len(chart.lines) <= 4
