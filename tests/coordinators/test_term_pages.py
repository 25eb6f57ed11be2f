"""The academic years: who may be named, what is on record, what is open."""

import datetime as dt
import re

import pytest

from coordinators.models import Term
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    CoordinatorFactory,
    EventFactory,
    PartnerFactory,
    TermFactory,
)
from tests.factories.record import CitationFactory, MilestoneFactory, OpportunityFactory

pytestmark = pytest.mark.django_db
LIST, PAGE = "/coordinators/", "/coordinators/2026-2027/"
NAMED = {"name_basis": "project-page", "shown_as": "full"}


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def serve(term, name: str, **fields):
    return AppointmentFactory(term=term, coordinator=CoordinatorFactory(name=name, **NAMED | fields))


@pytest.fixture
def crowd(term):
    """One person of each way a name may or may not show."""
    serve(term, "Alpha Coordinator")
    serve(term, "Beta Coordinator", shown_as="first", name_basis="consent")
    serve(term, "Gamma Coordinator", shown_as="initials")
    serve(term, "Delta Coordinator", shown_as="hidden")
    serve(term, "Epsilon Coordinator", name_basis="none")
    serve(term, "Zeta Coordinator", is_demo=True)


@pytest.mark.parametrize("path", [LIST, PAGE])
def test_only_names_with_a_basis_show_and_as_the_person_chose(client, crowd, path):
    page = html(client, path)
    (roster,) = re.findall(r'<p class="who-l">(.*?)</p>', page)
    assert re.findall(r">([^<>]+)</a>", roster) == ["Alpha Coordinator", "Beta", "G. C."]
    for hidden in ("Beta Coordinator", "Gamma", "Delta", "Epsilon", "Zeta"):
        assert hidden not in page


@pytest.mark.parametrize(("focus", "said"), [("Stoves & wages", "Stoves &amp; wages"), ("", "A student project of")])
def test_year_describes_itself_by_its_focus(client, term, focus, said):
    type(term).objects.update(focus_en=focus, focus_es=focus)
    assert re.findall(r'(?:name="|og:)description" content="([^"]{0,20})', html(client, PAGE)) == [said[:20]] * 2


def test_named_appointments_are_all_that_is_loaded(crowd):
    (term,) = Term.objects.with_names()
    assert [row.coordinator.name for row in term.appointments.all()] == [
        "Alpha Coordinator",
        "Beta Coordinator",
        "Gamma Coordinator",
    ]


@pytest.mark.parametrize(
    ("roster", "words"),
    [
        ("press", "The student press named someone; names appear here when the person says yes."),
        ("open", "No name on record yet."),
    ],
)
def test_year_without_names_says_why(client, roster, words):
    TermFactory(roster_status=roster)
    assert words in html(client, PAGE)


def test_list_asks_nobody_about_a_year_to_come(client, frozen, term):
    frozen.move_to(dt.datetime(2026, 7, 31, 12, tzinfo=dt.UTC))
    before = term.years in html(client, LIST)
    frozen.move_to(dt.datetime(2026, 8, 1, 12, tzinfo=dt.UTC))
    assert (before, term.years in html(client, LIST)) == (False, True)


def test_term_that_does_not_exist_is_no_page(client):
    assert client.get("/coordinators/1999-2000/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "5 to 10 hours a week"),
        ({"hours_basis": "fall-2015-call"}, "According to the call of fall 2015."),
        ({"weekly_hours_min": None, "weekly_hours_max": None, "hours_basis": "none"}, "Not on record"),
    ],
)
def test_page_says_what_hours_were_asked_and_by_whom(client, fields, words):
    TermFactory(**fields)
    assert words in html(client, PAGE)


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("stated", "(stated by a source)"),
        ("derived", "(put together from dated activities)"),
        ("general", "(what the program did in that era)"),
    ],
)
def test_focus_says_how_it_is_known(client, basis, words):
    TermFactory(focus_basis=basis)
    assert words in html(client, PAGE)


def test_page_leads_to_what_belongs_to_the_year(client, term, settings):
    settings.DEBUG = True
    campaign, demo = CampaignFactory(scope="allied"), CampaignFactory(is_demo=True)
    term.campaigns.add(campaign, demo)
    event, draft = EventFactory(term=term), EventFactory(term=term, status="draft")
    moment, call = MilestoneFactory(term=term), OpportunityFactory(term=term)
    CitationFactory(record=term, source__publisher="Project page")
    page = html(client, PAGE)
    for words in (event.get_absolute_url(), moment.title_en, call.title_en, "Project page", "Allies’ work"):
        assert words in page
    assert campaign.get_absolute_url() in page
    assert demo.get_absolute_url() not in page
    assert draft.title_en not in page


def test_past_call_of_the_year_says_so(client, term):
    OpportunityFactory(term=term)
    assert "Past call, closed" not in html(client, PAGE)
    OpportunityFactory(term=term, status="closed")
    assert html(client, PAGE).count("Past call, closed") == 1


def test_page_leads_to_the_years_beside_it(client, term):
    before = TermFactory(slug="2025-2026", label="2025-26", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    TermFactory(slug="2024-2025", label="2024-25", starts_on=dt.date(2024, 8, 1), ends_on=dt.date(2025, 7, 31))
    context = client.get(PAGE).context
    assert (context["earlier"], context["later"]) == (before, None)
    assert client.get(before.get_absolute_url()).context["later"] == term


@pytest.mark.parametrize(
    ("names", "basis", "state"), [(True, "none", "on"), (False, "derived", "part"), (False, "none", "open")]
)
def test_state_of_the_record(term, names, basis, state):
    Term.objects.update(focus_basis=basis)
    if names:
        serve(term, "Alpha Coordinator")
    assert Term.objects.with_names().get().record_state == state


@pytest.mark.parametrize("rows", [1, 3])
def test_list_needs_five_queries(client, django_assert_num_queries, rows):
    for n in range(rows):
        term = TermFactory(
            slug=f"201{n}-201{n + 1}", starts_on=dt.date(2010 + n, 8, 1), ends_on=dt.date(2011 + n, 7, 31)
        )
        serve(term, f"Person {n}")
    with django_assert_num_queries(5):
        client.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_needs_eight_queries(client, django_assert_num_queries, rows, term):
    for n in range(rows):
        serve(term, f"Person {n}")
        term.campaigns.add(CampaignFactory(partner=PartnerFactory()))
        CitationFactory(record=MilestoneFactory(term=term))
        CitationFactory(record=term)
        EventFactory(term=term)
        OpportunityFactory(term=term)
    client.get(PAGE)
    with django_assert_num_queries(8):
        client.get(PAGE)
