"""Hours that need no typing: offered once, taken once, set aside for good."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from campaigns import proposals
from campaigns.models import HourEntry, HourProposal
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 17)  # Tuesday of the week of `now`


@pytest.fixture
def propose(placement, now):
    """Offers 90 minutes at a rally; name what is different."""

    def offer(**changes) -> HourProposal | None:
        plain = {"placement": placement, "worked_on": DAY, "minutes": 90, "activity": "rally", "note": "Rally"}
        return proposals.propose_hours(**{**plain, "origin": "events.attendance:12", "now": now, **changes})

    return offer


def test_proposal_counts_for_nothing_until_it_is_taken(propose, placement, now):
    proposal = propose()
    assert HourEntry.objects.count() == 0
    entry = proposals.take_proposal(proposal=proposal, now=now)
    kept = (entry.placement, entry.worked_on, entry.minutes, entry.activity, entry.note)
    assert (kept, entry.approved_at) == ((placement, DAY, 90, "rally", "Rally"), None)


def test_same_origin_is_offered_once_and_corrected_while_it_waits(propose):
    first, second = propose(), propose(minutes=120)
    assert (first.pk, HourProposal.objects.get().minutes) == (second.pk, 120)


@pytest.mark.parametrize("answer", [proposals.take_proposal, proposals.set_aside])
def test_answered_proposal_is_never_offered_again(propose, now, answer):
    answer(proposal=propose(), now=now)
    again = propose(minutes=120)
    assert (again.minutes, HourProposal.objects.open().count()) == (90, 0)


def test_taking_twice_adds_one_entry(propose, now):
    proposal = propose()
    taken = [proposals.take_proposal(proposal=proposal, now=now).pk for _tap in range(2)]
    assert (len(set(taken)), HourEntry.objects.count()) == (1, 1)


def test_proposal_that_fills_the_day_beyond_24_hours_waits_on(propose, placement, now):
    HourEntryFactory(placement=placement, worked_on=DAY, minutes=23 * 60)
    with pytest.raises(ValidationError):
        proposals.take_proposal(proposal=propose(), now=now)
    assert HourProposal.objects.open().count() == 1


@pytest.mark.parametrize("day", [dt.date(2026, 7, 31), dt.date(2026, 11, 19), dt.date(2027, 8, 1)])
def test_day_outside_the_term_or_still_to_come_is_not_offered(propose, day):
    assert (propose(worked_on=day), HourProposal.objects.count()) == (None, 0)


def test_nothing_is_offered_when_the_term_gives_no_access_any_more(propose, now):
    assert propose(now=now + dt.timedelta(days=365)) is None


def test_undo_offers_it_again(propose, now):
    proposal = propose()
    proposals.take_proposal(proposal=proposal, now=now).delete()
    proposals.offer_again(proposal=proposal)
    assert list(HourProposal.objects.open()) == [proposal]


def like_last_week(placement, today=dt.date(2026, 11, 22)) -> list[tuple]:
    rows = list(HourEntry.objects.order_by("worked_on", "pk"))
    monday = dt.date(2026, 11, 16)
    last, this = [r for r in rows if r.worked_on < monday], [r for r in rows if r.worked_on >= monday]
    wanted = proposals.repeats(last, this, monday=monday, term=placement.appointment.term, today=today)
    return [(one.worked_on.day, one.source.minutes) for one in wanted]


def test_last_week_keeps_its_weekdays_up_to_today(placement):
    for day, minutes in ((9, 60), (11, 90), (15, 120)):
        HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, day), minutes=minutes)
    assert like_last_week(placement) == [(16, 60), (18, 90), (22, 120)]
    assert like_last_week(placement, today=dt.date(2026, 11, 18)) == [(16, 60), (18, 90)]


def test_equal_entry_stands_for_one_of_last_week(placement):
    for day in (9, 9, 16):
        HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, day), minutes=60)
    assert like_last_week(placement) == [(16, 60)]


def test_repeated_entry_that_was_corrected_is_not_offered_again(placement):
    source = HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 9), minutes=60)
    one = proposals.Repeat(source, DAY - dt.timedelta(days=1))
    HourEntryFactory(placement=placement, worked_on=DAY, minutes=45, client_key=one.key)
    assert like_last_week(placement) == []


def test_weekday_after_the_end_of_the_term_is_not_offered(placement):
    for day in (9, 12):
        HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, day), minutes=60)
    placement.appointment.term.ends_on = dt.date(2026, 11, 18)
    assert like_last_week(placement) == [(16, 60)]
