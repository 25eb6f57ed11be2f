"""Sums of hours, each beside the same sum made by hand from the rows."""

import datetime as dt
from collections import Counter

import pytest

from campaigns import totals, weeks
from campaigns.models import CampaignPartner, HourEntry
from campaigns.totals import Total
from coordinators.models import Term
from tests.factories import HourEntryFactory, PartnerFactory
from tests.factories.years import realistic_year, ten_years

pytestmark = pytest.mark.django_db


def summed(entries, key) -> dict:
    """{key: Total} the slow way."""
    minutes, approved = Counter(), Counter()
    for entry in entries.select_related("placement__campaign", "placement__appointment"):
        minutes[key(entry)] += entry.minutes
        approved[key(entry)] += entry.minutes if entry.approved_at else 0
    return {found: Total(minutes[found], approved[found]) for found in minutes}


BY = {
    "week": (totals.by_week, lambda entry: weeks.monday_of(entry.worked_on)),
    "activity": (totals.by_activity, lambda entry: entry.activity),
    "campaign": (totals.by_campaign, lambda entry: entry.placement.campaign),
    "term": (totals.by_term, lambda entry: Term.objects.get(pk=entry.placement.appointment.term_id)),
    "person": (totals.by_person, lambda entry: entry.placement.appointment.coordinator),
}


def test_sums_are_those_of_the_rows(django_assert_num_queries):
    year = realistic_year(people=4, until=dt.date(2026, 12, 6))
    person = year.people[0]
    for entries in (HourEntry.objects.all(), HourEntry.objects.in_term(year.term).of_user(person.user)):
        for by, key in BY.values():
            with django_assert_num_queries(1):
                found = by(entries)
            assert dict(found) == summed(entries, key)
        assert totals.overall(entries) == summed(entries, lambda entry: 1)[1]


def test_terms_are_summed_apart():
    years = ten_years(people=2)
    found = totals.by_term(HourEntry.objects.of_user(years[0].people[1].user))
    assert {term for term, _total in found} == {year.term for year in years}
    assert len({total.minutes for _term, total in found}) == 1


def test_hours_of_a_campaign_with_two_partners_count_for_each(placement):
    one, other, institution = PartnerFactory(), PartnerFactory(), PartnerFactory()
    for partner in (one, other):
        CampaignPartner.objects.create(campaign=placement.campaign, partner=partner)
    CampaignPartner.objects.create(campaign=placement.campaign, partner=institution, role="institution")
    HourEntryFactory(placement=placement, minutes=90)
    HourEntryFactory(placement=placement, minutes=30, approved_at=dt.datetime(2026, 11, 18, tzinfo=dt.UTC))
    assert totals.by_partner(HourEntry.objects.all()) == [(one, Total(120, 30)), (other, Total(120, 30))]
    assert Total(120, 30).waiting == 90


def test_nothing_sums_up_to_nothing():
    none = HourEntry.objects.all()
    assert (totals.overall(none), totals.by_week(none), totals.by_partner(none)) == (totals.NONE, {}, [])
    assert totals.by_appointment_and_week(none) == {}


@pytest.mark.parametrize(
    ("days", "monday"),
    [
        (("2026-10-26", "2026-11-01"), "2026-10-26"),  # the clock changes on that Sunday
        (("2027-03-08", "2027-03-14"), "2027-03-08"),
        (("2026-12-28", "2026-12-31", "2027-01-01", "2027-01-03"), "2026-12-28"),  # one week over two years
        (("2020-12-28", "2021-01-03"), "2020-12-28"),
    ],
)
def test_week_is_from_monday_to_sunday(placement, days, monday):
    for day in days:
        HourEntryFactory(placement=placement, worked_on=day, minutes=30)
    first = dt.date.fromisoformat(monday)
    for n in (-1, 7):
        HourEntryFactory(placement=placement, worked_on=first + dt.timedelta(days=n))
    assert totals.by_week(HourEntry.objects.all())[first] == Total(30 * len(days), 0)
    key = placement.appointment_id, first
    assert totals.by_appointment_and_week(HourEntry.objects.all())[key] == 30 * len(days)


def test_narrowed_leaves_what_was_asked_for(placement, other_coordinator):
    mine = HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 3), activity="rally")
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 2), activity="rally")
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 3))
    elsewhere = HourEntryFactory(worked_on=dt.date(2026, 11, 3), activity="rally")
    partner = PartnerFactory()
    CampaignPartner.objects.create(campaign=placement.campaign, partner=partner)
    CampaignPartner.objects.create(campaign=elsewhere.placement.campaign, partner=partner, role="institution")
    everything, day = HourEntry.objects.all(), dt.date(2026, 11, 3)
    found = totals.narrowed(everything, activity="rally", partner=partner.slug, first=day, last=day)
    assert list(found) == [mine]
    assert list(totals.narrowed(everything, campaign=elsewhere.placement.campaign.slug)) == [elsewhere]
    assert totals.narrowed(everything).count() == 4
