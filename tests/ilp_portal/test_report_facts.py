"""What a report counts, and what it says of nobody."""

import datetime as dt
import json

import pytest

from campaigns.models import Report
from events import tally
from ilp_portal.reports import facts as facts_of
from tests.conftest import NOW
from tests.factories import CampaignFactory, PartnerFactory
from tests.ilp_portal import report_rows
from tests.ilp_portal.report_rows import numbers, report

pytestmark = pytest.mark.django_db
TODAY = report_rows.LAST


@pytest.fixture
def block(term):
    return report_rows.everything(term)


def gather(report: Report, today: dt.date = TODAY) -> dict:
    return facts_of.gather(report, today=today)


def test_partner_report_counts_hours_events_and_heads(block):
    partner, campaign = block
    found = numbers(gather(report(partner=partner)))
    assert found == {
        "hours total": 87.25,
        "hours people": 4,
        "months 2026-09-01": 81,
        "months 2026-10-01+2026-11-01": 6.25,
        f"campaigns {campaign.pk}": 87.25,
        "activities outreach": 81,
        "activities research+meeting": 6.25,
        **{"events all": 2, "events panel": 1, "events rally": 1},
        **{"headcounts counted": 1, "headcounts announced": 48, "headcounts anonymous": "few", "headcounts came": 1239},
        **{"trainings held": 1, "trainings counted": 1, "trainings announced": 12, "trainings anonymous": 0},
        **{"trainings came": 9, "events accompaniments": "few"},
        **{"outcomes all": 1, "milestones all": 0, "quotes all": 1},
    }


def test_facts_are_plain_json_in_both_languages_and_name_nobody(block):
    partner, campaign = block
    facts = gather(report(partner=partner))
    assert json.loads(facts_of.canonical(facts)) == facts
    texts = [row["label"] for row in facts["numbers"]] + [row["title"] for row in facts["texts"]]
    assert {tuple(text) for text in texts} == {("en", "es")}
    months = [row["label"] for row in facts["numbers"] if row["part"] == "months"]
    assert months[1]["es"].startswith("octubre de 2026 + noviembre de 2026")
    told = facts_of.canonical(facts)
    names = [place.appointment.coordinator.name for place in campaign.placements.all()]
    assert [name for name in [*names, "They came with us", "2026-10-08"] if name in told] == []


def test_campaign_and_term_have_reports_of_their_own(block, term):
    _partner, campaign = block
    other = CampaignFactory()
    report_rows.hours(report_rows.placements(other, term, 3), "2026-09-16", 60)
    of_campaign, of_term = (numbers(gather(report(**about))) for about in ({"campaign": campaign}, {"term": term}))
    assert (of_campaign["hours total"], of_term["hours total"]) == (87.25, 90.25)
    assert (f"campaigns {campaign.pk}" in of_campaign, of_term[f"campaigns {other.pk}"]) == (False, 3)


def test_hours_of_two_people_are_not_told(term):
    campaign = CampaignFactory()
    report_rows.hours(report_rows.placements(campaign, term, 2), "2026-09-15", 600)
    found = numbers(gather(report(campaign=campaign)))
    assert (found["hours total"], found["hours people"]) == ("withheld", "few")
    assert not [key for key in found if key.startswith(("months", "activities"))]


def test_only_what_is_over_approved_and_on_record_counts(block, term):
    partner, campaign = block
    before = gather(report(partner=partner))
    people = list(campaign.placements.all())
    for entry in report_rows.hours(people, "2026-09-20", 60):
        entry.approved_at = None
        entry.save()
    report_rows.event(campaign, "rally", "2026-11-10", status="cancelled")
    report_rows.event(campaign, "rally", "2026-11-25")
    report_rows.hours(report_rows.placements(CampaignFactory(), term, 3), "2026-09-21", 60)
    campaign.placements.update(is_demo=True)
    assert numbers(gather(report(partner=partner)))["hours total"] == 0
    campaign.placements.update(is_demo=False)
    assert gather(report(partner=partner, ends_on=dt.date(2027, 5, 31)))["numbers"] == before["numbers"]


def test_accompaniments_are_a_number_from_three_on_and_have_no_day(block):
    partner, campaign = block
    for day in ("2026-10-09", "2026-10-10"):
        report_rows.event(campaign, "accompaniment", day)
    facts = gather(report(partner=partner))
    assert numbers(facts)["events accompaniments"] == 3
    assert "October 8" not in facts_of.canonical(facts)


def test_event_of_another_partner_does_not_count(block):
    partner, campaign = block
    report_rows.event(campaign, "forum", "2026-10-12").partners.add(PartnerFactory())
    assert "events forum" not in numbers(gather(report(partner=partner)))


def test_event_whose_people_were_erased_keeps_its_numbers(block):
    partner, campaign = block
    before = gather(report(partner=partner))
    rally = campaign.events.get(kind="rally")
    rally.tally.closed_at = NOW
    rally.tally.save()
    tally.close(rally, NOW)
    assert gather(report(partner=partner)) == before


def test_days_without_anything_are_zeros():
    found = numbers(gather(report(partner=PartnerFactory())))
    assert {key: value for key, value in found.items() if value} == {"events accompaniments": "few"}
