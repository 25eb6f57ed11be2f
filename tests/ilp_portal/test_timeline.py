"""The line of the history: what is told, what is open, what is kept from it."""

import datetime as dt

import pytest

from coordinators.models import Coordinator, Term
from ilp_portal import timeline
from tests.factories import AppointmentFactory, CampaignFactory, CoordinatorFactory, TermFactory
from tests.factories.record import CitationFactory, MilestoneFactory

pytestmark = pytest.mark.django_db


def test_history_never_shows_demo_or_hidden_rows(client, settings):
    settings.DEBUG = True
    term = TermFactory()
    person = CoordinatorFactory(name="Zeta Coordinator", is_demo=True, name_basis="consent", shown_as="full")
    AppointmentFactory(term=term, coordinator=person)
    for fields in ({"is_demo": True}, {"is_public": False}):
        campaign = CampaignFactory(**fields)
        campaign.terms.add(term)
        CampaignFactory(**fields)
    hidden = MilestoneFactory(term=term, is_public=False)
    page = client.get("/history/").content.decode()
    for words in ("Zeta", campaign.title_en, hidden.title_en):
        assert words not in page
    assert not Coordinator.objects.named_in_public().exists()


def test_history_of_an_empty_portal(client, language):
    assert "<h1>" in client.get({"en": "/history/", "es": "/es/historia/"}[language]).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_history_needs_eight_queries(client, django_assert_num_queries, rows):
    for n in range(rows):
        term = TermFactory(
            slug=f"201{n}-201{n + 1}", starts_on=dt.date(2010 + n, 8, 1), ends_on=dt.date(2011 + n, 7, 31)
        )
        AppointmentFactory(term=term, coordinator=CoordinatorFactory(name_basis="project-page", shown_as="full"))
        term.campaigns.add(CampaignFactory())
        CampaignFactory()
        CitationFactory(record=MilestoneFactory(term=term))
        CitationFactory(record=MilestoneFactory())
    client.get("/history/")
    with django_assert_num_queries(8):
        client.get("/history/")


# ── the line ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_blank_years_in_a_row_are_one_stop_and_today_never_is():
    told = {2019: "derived", 2020: "none", 2021: "none", 2022: "derived", 2023: "none", 2024: "none"}
    for year, basis in told.items():
        TermFactory(
            slug=f"{year}-x", focus_basis=basis,
            starts_on=dt.date(year, 8, 1), ends_on=dt.date(year + 1, 7, 31),
        )  # fmt: skip
    line = timeline.stops(timeline.terms(), today=dt.date(2024, 11, 18))
    assert [([term.first_year for term in stop.terms], stop.is_blank, stop.is_now) for stop in line] == [
        ([2019], False, False), ([2020, 2021], True, False), ([2022], False, False),
        ([2023], True, False), ([2024], False, True),
    ]  # fmt: skip


def test_open_year_with_a_milestone_has_its_own_stop():
    term = TermFactory(focus_basis=Term.FocusBasis.NONE)
    MilestoneFactory(term=term)
    assert timeline.stops(timeline.terms(), today=dt.date(2030, 1, 1)) == [timeline.Stop([term])]
