"""The spans of days that are offered for a report."""

import datetime as dt

import pytest

from ilp_portal.reports import periods
from tests.factories import TermFactory

pytestmark = pytest.mark.django_db


def spans(today: str) -> dict[str, tuple[str, str]]:
    found = periods.offered(dt.date.fromisoformat(today))
    return {one.key: (one.first.isoformat(), one.last.isoformat()) for one in found}


def year_of(first: int):
    days = {"starts_on": dt.date(first, 8, 1), "ends_on": dt.date(first + 1, 7, 31)}
    return TermFactory(slug=f"{first}-{first + 1}", label=f"{first}-{(first + 1) % 100}", **days)


def test_terms_months_and_semesters_are_offered(term):
    last = year_of(2025)
    year_of(2027)  # to come
    assert spans("2026-11-18") == {
        "term": (term.starts_on.isoformat(), term.ends_on.isoformat()),
        "last-term": (last.starts_on.isoformat(), last.ends_on.isoformat()),
        "year": ("2025-11-19", "2026-11-18"),
        "fall": ("2026-08-01", "2026-12-31"),
        "spring": ("2026-01-01", "2026-05-31"),
    }


def test_last_fall_and_spring_are_those_that_have_begun():
    found = spans("2027-02-03")
    assert (found["fall"][0], found["spring"][0]) == ("2026-08-01", "2027-01-01")


def test_year_before_a_leap_day_begins_in_march():
    assert spans("2028-02-29") == {
        "year": ("2027-03-01", "2028-02-29"),
        "fall": ("2027-08-01", "2027-12-31"),
        "spring": ("2028-01-01", "2028-05-31"),
    }
