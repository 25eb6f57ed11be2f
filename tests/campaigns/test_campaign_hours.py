"""The hours on a campaign's page: approved ones only, table and chart alike, nobody alone to be seen."""

import datetime as dt
import html
import re

import pytest
import time_machine

from tests.conftest import NOW
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    CoordinatorFactory,
    HourEntryFactory,
    PlacementFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 5)
NONE = {"en": "None, or too few people to show", "es": "Ninguna, o muy pocas personas para mostrarlas"}
PATHS = {"en": "/campaigns/", "es": "/es/campanas/"}


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(NOW, tick=False):
        yield


def work(places, *hours: float, week: int = 0, approved: bool = True) -> None:
    """Each place's hours, on days of one week."""
    for n, (place, given) in enumerate(zip(places, hours, strict=False)):
        day = MONDAY + dt.timedelta(weeks=week, days=n)
        HourEntryFactory(placement=place, worked_on=day, minutes=int(given * 60), approved_at=NOW if approved else None)


@pytest.fixture
def places(campaign):
    return PlacementFactory.create_batch(4, campaign=campaign)


def section(client, campaign, language: str = "en") -> str:
    page = client.get(f"{PATHS[language]}{campaign.slug}/").content.decode()
    return html.unescape(page[page.index('<section aria-labelledby="hours">') :].partition("</section>")[0])


def table(part: str) -> list[str]:
    return re.findall(r'<td class="n">(?:<b>)?([^<]+)', part)


def test_table_says_what_the_chart_draws_in_both_languages(client, campaign, places, language):
    work(places, 5, 5, 5)
    work(places, 8, 8, week=1)
    work(places, 6, 7, 8, 9, week=2)
    part = section(client, campaign, language)
    assert table(part) == ["15", NONE[language], "30", "45"]
    drawn = re.findall(r"<text[^>]*>(\d+|–)</text>", part)
    assert drawn == ["15", "30", "–"]
    assert part.count('<path class="bar"') == 2
    words = {"en": "about 45 in 2 weeks, most in October 19–25, 2026: about 30", "es": "19–25 de octubre de 2026"}
    assert words[language] in re.search(r'role="img" aria-label="([^"]+)"', part)[1]


def test_page_without_a_week_to_show_says_the_same_for_nobody_and_for_two(client, campaign, places):
    nobody = section(client, campaign)
    assert "No week can be shown" in nobody
    work(places, 9, 9)
    work(places, 11, week=1)
    assert section(client, campaign) == nobody


def test_hours_that_wait_do_not_count(client, campaign, places):
    work(places, 5, 5, 5)
    shown = section(client, campaign)
    work(places[3:], 9, approved=False)
    work(places, 5, 5, 5, week=1, approved=False)
    assert section(client, campaign) == shown
    assert table(shown) == ["15", "15"]


def test_week_that_runs_is_not_shown(client, campaign, places):
    work(places, 5, 5, 5, week=6)
    assert table(section(client, campaign)) == []
    with time_machine.travel(NOW + dt.timedelta(days=7), tick=False):
        assert table(section(client, campaign)) == ["15", "15"]


def test_one_person_with_two_terms_is_one(client, campaign, places):
    old = TermFactory(slug="2025-2026", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    again = AppointmentFactory(term=old, coordinator=places[0].appointment.coordinator)
    work([*places[:2], PlacementFactory(campaign=campaign, appointment=again)], 5, 5, 5)
    assert table(section(client, campaign)) == []


def test_hours_of_demo_people_and_of_other_campaigns_stay_out(client, campaign, places):
    work(places, 5, 5)
    trying = PlacementFactory(campaign=campaign, appointment__coordinator=CoordinatorFactory(is_demo=True))
    work([trying, PlacementFactory(campaign=CampaignFactory())], 5, 5)
    assert table(section(client, campaign)) == []


def test_older_seasons_follow_folded_and_the_sum_is_of_what_is_shown(client, campaign, places):
    work(places, 5, 5, 5)
    work(places, 5, 5, 7.5, week=-20)
    work(places, 9, 9, week=-19)
    part = section(client, campaign)
    assert "About 35 hours in the 2 weeks shown" in part
    assert "<summary>Spring 2026: about 20 hours in one week</summary>" in part
    assert table(part) == ["15", "15", "20", "20"]


def test_work_of_others_has_no_hours_to_explain(client):
    allied = CampaignFactory(scope="allied")
    assert 'id="hours"' not in client.get(allied.get_absolute_url()).content.decode()
