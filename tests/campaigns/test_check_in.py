"""Whom staff are asked to check in with: who carries too much or little, and who has not been heard of."""

import datetime as dt

import pytest

from campaigns import check_in, weeks
from campaigns.models import WeekNote
from coordinators.models import Break
from tests.factories import AppointmentFactory, HourEntryFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 18)  # a Wednesday
LAST = dt.date(2026, 11, 9)  # the week that is over
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def said(coordinator):
    """said() is what the rule says of the coordinator: over, short, silent, logged and quiet."""

    def found(today=TODAY):
        rule = check_in.load(today)
        words = {name for name in ("silent", "logged", "quiet") if coordinator in getattr(rule, name)}
        return words | {name for name in ("over", "short") if coordinator in dict(getattr(rule, name))}

    return found


@pytest.fixture
def log(placement):
    def logged(day: dt.date, hours: float = 6) -> None:
        HourEntryFactory(placement=placement, worked_on=day, minutes=int(hours * 60))

    return logged


@pytest.mark.parametrize(
    ("day", "words"),
    [(LAST, {"logged"}), (LAST + 6 * ONE_DAY, {"logged"}), (LAST - ONE_DAY, {"silent"}), (TODAY, {"silent"})],
)
def test_only_the_last_whole_week_counts(said, log, day, words):
    log(day)
    assert said() == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [(4.75, {"logged", "short"}), (5, {"logged"}), (10, {"logged"}), (10.25, {"logged", "over"})],
)
def test_hours_are_measured_by_both_ends_of_the_target(said, log, hours, words):
    log(LAST, hours - 4)
    log(LAST + 6 * ONE_DAY, 4)
    assert said() == words


@pytest.mark.parametrize(
    ("joined", "words"),
    [  # in New York; the account is there when the week begins, or in the middle of it
        (dt.datetime(2026, 11, 9, 23, 30, tzinfo=weeks.HOME_ZONE), {"silent"}),
        (dt.datetime(2026, 11, 10, 0, 30, tzinfo=weeks.HOME_ZONE), set()),
    ],
)
def test_nothing_is_asked_of_a_week_that_began_before_the_account(said, log, coordinator, joined, words):
    coordinator.user.date_joined = joined
    coordinator.user.save()
    assert said() == words
    log(LAST + 4 * ONE_DAY, 2)
    assert said() == {"logged"} | ({"short"} if words else set())


def test_quiet_week_needs_no_word(said, placement):
    WeekNote.objects.create(appointment=placement.appointment, monday=LAST, quiet=True)
    assert said() == {"quiet"}


def test_in_a_break_only_too_much_is_told(said, log, term):
    Break.objects.create(term=term, name="Break", starts_on=LAST, ends_on=LAST)
    assert said() == set()
    log(LAST, 2)
    assert said() == {"logged"}
    log(LAST, 9)
    assert said() == {"logged", "over"}


@pytest.mark.parametrize("today", [dt.date(2026, 8, 6), dt.date(2027, 8, 3)])
def test_week_that_the_term_does_not_hold_whole_asks_nothing(said, log, today):
    log(today - 7 * ONE_DAY, 20)
    assert said(today) == set()


def test_who_cannot_log_is_not_silent(term, placement, said):
    unplaced = AppointmentFactory(term=term)
    assert [person.name for person in check_in.load(TODAY).silent] == [placement.appointment.coordinator.name]
    placement.appointment.coordinator.user.is_active = False
    placement.appointment.coordinator.user.save()
    assert (said(), unplaced.coordinator in check_in.load(TODAY).silent) == (set(), False)


def test_term_without_target_measures_nobody(said, log, term):
    term.weekly_hours_min = term.weekly_hours_max = None
    term.save()
    assert said() == set()
    log(LAST, 20)
    assert said() == {"logged"}


def test_rule_takes_three_queries(term, placement, django_assert_num_queries):
    for _people in range(2):
        with django_assert_num_queries(3):
            check_in.load(TODAY)
        AppointmentFactory.create_batch(3, term=term)
