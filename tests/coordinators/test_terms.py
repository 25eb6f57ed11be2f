"""The calendar of years: the next one out of this, breaks on their weekdays, what two breaks share."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest

from coordinators import terms
from coordinators.terms import Pause, State

D = dt.date


def term(first: dt.date, last: dt.date, closed_at=None):
    return SimpleNamespace(starts_on=first, ends_on=last, closed_at=closed_at)


def pause(first: dt.date, last: dt.date) -> Pause:
    return Pause("Break", "Receso", first, last)


def test_next_year_begins_where_this_one_ends():
    year = terms.following(term(D(2026, 8, 1), D(2027, 7, 31)), [pause(D(2026, 11, 26), D(2026, 11, 27))])
    assert (year.label, year.starts_on, year.ends_on) == ("2027-28", D(2027, 8, 1), D(2028, 7, 31))
    assert year.pauses == [pause(D(2027, 11, 25), D(2027, 11, 26))]


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (D(2027, 2, 28), D(2028, 2, 29)),  # the last of February
        (D(2028, 2, 29), D(2029, 2, 28)),
        (D(2027, 8, 1), D(2028, 8, 1)),
        (D(9999, 5, 1), D(9999, 5, 1)),
    ],
)
def test_year_on_keeps_the_day(day, later):
    assert terms.year_on(day) == later


def test_thanksgiving_stays_the_fourth_thursday_for_a_lifetime():
    one = pause(D(2026, 11, 26), D(2026, 11, 27))
    for year in range(2027, 2087):
        one = terms.shifted(one)
        assert (one.starts_on.year, one.starts_on.month, one.starts_on.weekday()) == (year, 11, 3)
        assert (22 <= one.starts_on.day <= 28, one.ends_on - one.starts_on) == (True, dt.timedelta(days=1))


def test_break_at_the_edge_keeps_what_lies_in_the_year():
    year = terms.following(term(D(2027, 1, 31), D(2027, 12, 31)), [pause(D(2027, 1, 31), D(2027, 2, 2))])
    assert year.pauses == [pause(D(2028, 1, 31), D(2028, 2, 1))]  # the 30th, the same Sunday, is outside
    assert terms.inside(pause(D(2028, 1, 1), D(2028, 1, 2)), year.starts_on, year.ends_on) is None


def test_slug_is_read_from_the_label():
    assert (terms.slug_of("2027-28"), terms.slug_of("2099-00")) == ("2027-2028", "2099-2100")
    for odd in ("2027-29", "2027", "27-28", "1899-00", "9999-00", "2027-28 ", "٢٠٢٧-28", ""):
        with pytest.raises(ValueError, match=f"^{re.escape(odd)}$"):
            terms.slug_of(odd)


def test_term_nobody_can_follow_gives_no_year():
    assert terms.following(term(D(9999, 1, 1), D(9999, 12, 31)), []) is None
    assert terms.following(term(D(1, 1, 1), D(1, 12, 31)), []) is None


def test_states_follow_the_days():
    year = term(D(2026, 8, 1), D(2027, 7, 31))
    days = [D(2026, 7, 31), D(2026, 8, 1), D(2027, 7, 31), D(2027, 8, 1)]
    found = [terms.state(year, day) for day in days]
    assert found == [State.COMING, State.RUNNING, State.RUNNING, State.OVER]
    assert terms.state(term(D(2026, 8, 1), D(2027, 7, 31), closed_at=1), days[-1]) == State.CLOSED


def test_spans_that_share_a_day_are_found():
    days = [(D(2027, 3, 10), D(2027, 3, 12)), (D(2027, 1, 1), D(2027, 1, 5)), (D(2027, 1, 5), D(2027, 1, 6))]
    assert terms.first_overlap(days) == (1, 2)
    assert terms.first_overlap(days[:2]) is None
