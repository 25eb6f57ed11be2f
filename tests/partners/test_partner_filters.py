"""Narrowing the directory by plain words in the address."""

import pytest

from tests.factories import CampaignFactory, PartnerFactory
from tests.factories.record import CoalitionMembershipFactory

pytestmark = pytest.mark.django_db
LIST, SPANISH_LIST = "/partners/", "/es/organizaciones/"


@pytest.fixture
def directory():
    """One organization of each sort, by its name."""
    rows = {
        "Home": {},
        "Past": {"relationship": "past-partner", "kind": "legal-services"},
        "Coast": {"relationship": "ally", "region": "los-angeles", "documented_with_ilp": False},
        "Border": {"relationship": "ally", "region": "us-mexico-border", "kind": "legal-services"},
        "Union": {"relationship": "ally", "region": "national", "kind": "coalition"},
    }
    return {name: PartnerFactory(name=name, **fields) for name, fields in rows.items()}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("relationship=ally", ["Border", "Coast", "Union"]),
        ("kind=legal-services", ["Border", "Past"]),
        ("kind=coalition", ["Union"]),
        ("region=dc-area", ["Home", "Past"]),
        ("region=los-angeles", ["Coast"]),
        ("region=us-mexico-border", ["Border"]),
        ("region=national", ["Union"]),
        ("relationship=ally&kind=legal-services&region=", ["Border"]),
        ("relationship=host", []),
    ],
)
def test_choice_leaves_what_fits(client, directory, query, names):
    response = client.get(f"{LIST}?{query}")
    assert [partner.name for partner in response.context["found"]] == names


def test_result_says_how_many_and_leads_back_once(client, directory):
    page = client.get(f"{LIST}?relationship=ally").content.decode()
    assert "<b>3 organizations</b>" in page
    assert page.count("Show everything") == 1
    assert '<option value="ally" selected>' in page
    everything = client.get(LIST).content.decode()
    assert "<b>5 organizations</b>" in everything
    assert "Show everything" not in everything


def test_only_choices_that_somebody_public_has_are_offered(client, directory):
    PartnerFactory(kind="law-firm", region="other-us", is_public=False)
    form = client.get(LIST).context["form"]
    offered = {field.name: [value for value, _ in field.field.choices] for field in form}
    assert offered == {
        "relationship": ["", "campaign-partner", "past-partner", "ally"],
        "kind": ["", "community-organization", "coalition", "legal-services"],
        "region": ["", "dc-area", "los-angeles", "us-mexico-border", "national"],
    }


@pytest.mark.parametrize("value", ["law-firm", "9" * 31, "%F0%9F%A6%8B", "%00", "%ED%A0%80", "'; --"])
def test_value_that_nobody_has_is_a_clean_page_without_rows(client, directory, value):
    """Also one that only a hidden organization has."""
    PartnerFactory(name="Hidden", kind="law-firm", is_public=False)
    response = client.get(f"{LIST}?kind={value}&page={10**30}")
    if value == "%00":
        assert response.status_code == 404
        return
    page = response.content.decode()
    assert (response.status_code, response.context["found"]) == (200, [])
    assert "There is no such choice." in page
    assert "Nothing on record fits this choice" in page
    assert "Hidden" not in page


def test_directory_that_is_empty_says_so(client):
    page = client.get(LIST).content.decode()
    assert "Nothing is on record yet" in page
    assert "<b>0 organizations</b>" in page


def test_spanish_list_takes_the_same_words(client, directory):
    response = client.get(f"{SPANISH_LIST}?region=los-angeles")
    assert [partner.name for partner in response.context["found"]] == ["Coast"]
    assert "Los Ángeles" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_narrowed_list_needs_no_more_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        CampaignFactory(partner=PartnerFactory())
        CoalitionMembershipFactory()
    client.get(LIST)
    with django_assert_num_queries(4):
        client.get(f"{LIST}?region=dc-area")
