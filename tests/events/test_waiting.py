"""The waiting list worked out: deadlines of offers, and whom to offer a place."""

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import waiting

NOON = dt.datetime(2026, 11, 18, 17, 0, tzinfo=dt.UTC)  # in New York
NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
LINES = st.lists(st.integers(1, 10), max_size=12).map(lambda sizes: list(enumerate(sizes)))


@pytest.mark.parametrize(
    ("left", "held"),
    [
        (240 * HOUR, 24 * HOUR),  # a day
        (96 * HOUR, 24 * HOUR),
        (20 * HOUR, 5 * HOUR),  # a quarter of what is left
        (HOUR, 30 * MINUTE),  # half an hour at least
        (20 * MINUTE, 20 * MINUTE),  # but never past the start
    ],
)
def test_offer_is_held_for_a_day_a_quarter_or_half_an_hour(left, held):
    assert waiting.deadline(NOON, NOON + left) == NOON + held


@settings(max_examples=200, deadline=None)
@given(left=st.timedeltas(MINUTE, dt.timedelta(days=400)))
def test_offer_never_outlasts_the_start(left):
    until = waiting.deadline(NOON, NOON + left)
    assert NOON < until <= NOON + left
    assert until - NOON <= waiting.LONGEST


@pytest.mark.parametrize(
    ("channel", "left", "hours"),
    [
        ("email", 12 * HOUR, 0),  # near: by mail at once
        ("email", 48 * HOUR, 10),  # 22:00 in New York: at 8:00
        ("sms", 12 * HOUR, 10),  # no text message at night
    ],
)
def test_time_to_answer_begins_when_the_offer_can_be_read(channel, left, hours):
    night = NOON + 10 * HOUR
    assert waiting.told_at(night, night + left, channel, NEW_YORK) == night + hours * HOUR
    assert waiting.told_at(NOON, NOON + left, channel, NEW_YORK) == NOON


def test_first_whose_party_fits_is_offered_the_place():
    assert waiting.whom([(1, 3), (2, 1), (3, 1)], 1) == [2]
    assert waiting.whom([(1, 3), (2, 1), (3, 1)], 4) == [1, 2]
    assert waiting.whom([(1, 3), (2, 1)], None) == [1, 2]
    assert waiting.whom([(1, 1)], 0) == []


@settings(max_examples=200, deadline=None)
@given(line=LINES, free=st.integers(0, 30))
def test_line_keeps_its_order_and_no_seat_is_given_twice(line, free):
    chosen, sizes = waiting.whom(line, free), dict(line)
    left = free - sum(sizes[pk] for pk in chosen)
    assert chosen == sorted(chosen)
    assert left >= 0
    for pk in set(sizes) - set(chosen):  # nobody is passed over who would have fitted
        assert sizes[pk] > free - sum(sizes[before] for before in chosen if before < pk)
