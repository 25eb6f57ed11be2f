"""Narrowing the shelves by plain words in the address."""

import datetime as dt

import pytest

from tests.factories import CampaignFactory, ResourceFactory

pytestmark = pytest.mark.django_db
LIST = "/resources/"


@pytest.fixture
def shelves():
    """Three works by their slug; the guide belongs to a campaign, the page has no date."""
    guide = ResourceFactory(slug="guide", kind="guide", languages=["en", "es"], published_on=dt.date(2023, 5, 1))
    guide.campaigns.add(CampaignFactory(slug="home", title_en="Home"), CampaignFactory(slug="secret", is_public=False))
    ResourceFactory(slug="report", kind="report", published_on=dt.date(2021, 1, 1), precision="year")
    ResourceFactory(slug="page", kind="webpage", languages=["am", "en"])
    ResourceFactory(slug="draft", kind="video", languages=["ko"], published_on=dt.date(1999, 1, 1), is_public=False)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("kind=report", ["report"]),
        ("language=es", ["guide"]),
        ("language=en", ["guide", "report", "page"]),
        ("campaign=home", ["guide"]),
        ("year=2021", ["report"]),
        ("year=undated", ["page"]),
        ("kind=guide&language=es&campaign=home&year=2023", ["guide"]),
        ("kind=guide&year=2021", []),
    ],
)
def test_choice_leaves_what_fits(client, shelves, query, slugs):
    response = client.get(f"{LIST}?{query}")
    assert [work.slug for work in response.context["found"]] == slugs


def test_only_choices_of_public_works_are_offered(client, shelves):
    form = client.get(LIST).context["form"]
    assert {field.name: [value for value, _ in field.field.choices] for field in form} == {
        "kind": ["", "guide", "report", "webpage"],
        "language": ["", "en", "es", "am"],
        "campaign": ["", "home"],
        "year": ["", "2023", "2021", "undated"],
    }


def test_result_says_how_many_and_leads_back_once(client, shelves):
    page = client.get(f"{LIST}?language=es").content.decode()
    assert "<b>1 publication</b>" in page
    assert page.count("Show everything") == 1
    assert "<b>3 publications</b>" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "query", ["kind=video", "campaign=secret", "year=1999", f"year={10**30}", "language=%F0%9F%A6%8B"]
)
def test_value_that_no_public_work_has_is_a_clean_page_without_rows(client, shelves, query):
    """A draft's kind and a hidden campaign's slug are as unknown as any other word."""
    response = client.get(f"{LIST}?{query}")
    page = response.content.decode()
    assert (response.status_code, response.context["found"]) == (200, [])
    assert page.count("There is no such choice.") == 1
    assert "Nothing on record fits this choice" in page


def test_spanish_list_offers_the_choices_in_its_words(client, shelves):
    form = client.get("/es/recursos/").context["form"]
    assert [label for _, label in form.fields["language"].choices][1:3] == ["Inglés", "Español"]
