"""The campaigns narrowed by kind, partner, status, year and whose work; what nobody may see is never offered."""

import html
import re

import pytest

from campaigns.models import CampaignPartner
from tests.factories import CampaignFactory, PartnerFactory, TermFactory

pytestmark = pytest.mark.django_db
LISTS = {"en": "/campaigns/", "es": "/es/campanas/"}
NOTHING = {"en": "No campaign on record fits this choice"}


def read(client, query: str = "", language: str = "en") -> str:
    response = client.get(LISTS[language] + query)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.fixture
def told(db):
    """Three campaigns that differ in everything, and a draft with a partner, a kind and a year of its own."""
    years = [TermFactory(slug=f"{y}-{y + 1}", starts_on=f"{y}-08-01", ends_on=f"{y + 1}-07-31") for y in (2015, 2018)]
    unions = [PartnerFactory(name=f"Union {letter}", slug=f"union-{letter}") for letter in "abc"]
    tenants = CampaignFactory(title_en="Tenants", kinds=["tenant", "policy"], status="completed", partner=unions[0])
    tenants.terms.add(*years)
    host = CampaignFactory(title_en="Relief", scope="ki", kinds=["policy"], status="unknown", partner=unions[1])
    host.terms.add(years[1])
    CampaignPartner.objects.create(campaign=host, partner=unions[0], order=1)
    CampaignFactory(title_en="Stories", scope="allied", kinds=["storytelling"], status="ongoing")
    secret = PartnerFactory(name="Hidden union", slug="hidden-union", is_public=False)
    draft = CampaignFactory(title_en="Draft", kinds=["research"], is_public=False, partner=unions[2])
    draft.terms.add(TermFactory(slug="2021-2022", starts_on="2021-08-01", ends_on="2022-07-31"))
    CampaignPartner.objects.create(campaign=tenants, partner=secret, order=2)
    return "Tenants", "Relief", "Stories", "Draft"


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", "Tenants Relief Stories"),
        ("?kind=&partner=&status=&term=&scope=", "Tenants Relief Stories"),
        ("?kind=policy", "Tenants Relief"),
        ("?partner=union-a", "Tenants Relief"),
        ("?partner=union-b", "Relief"),
        ("?status=ongoing", "Stories"),
        ("?term=2015-2016", "Tenants"),
        ("?scope=allied", "Stories"),
        ("?kind=policy&partner=union-a&status=unknown&term=2018-2019&scope=ki", "Relief"),
        ("?kind=policy&scope=allied", ""),
        ("?kind=tenant&kind=storytelling", "Stories"),
        ("?page=7&who=me", "Tenants Relief Stories"),
    ],
)
def test_filter_leaves_what_was_asked_for(client, told, query, left):
    page = read(client, query)
    assert [title for title in told if f">{title}</a>" in page] == left.split()
    count = len(left.split())
    assert f"<b>{count} campaign{'' if count == 1 else 's'}</b>" in page
    assert (NOTHING["en"] in page) is (left == "")


def test_every_value_of_nobody_gives_the_same_clean_page(client, told):
    hidden = ["partner=hidden-union", "partner=union-c", "term=2021-2022", "kind=research"]
    odd = ["partner=%F0%9F%A6%8B", f"partner={10**30}", "partner=%ff", "partner=%22%3E%3Cscript%3E"]
    for given in (hidden[:2] + odd, [hidden[2], "term=1066-1067"], [hidden[3], "kind=nonsense"]):
        pages = [
            re.sub(r'(hreflang="es"|lang="es")[^>]*>|<a href="/es/[^>]*>', "", read(client, f"?{q}")) for q in given
        ]
        assert set(pages) == {pages[0]}
        assert NOTHING["en"] in pages[0]
        assert "There is no such choice." in pages[0]


@pytest.mark.parametrize("name", ["kind", "partner", "status", "term", "scope"])
def test_nul_in_a_filter_is_no_page(client, told, name):
    assert client.get(f"{LISTS['en']}?{name}=a%00b").status_code == 404


def test_choices_are_those_that_a_campaign_has(client, told):
    options = re.findall(r'<option value="([^"]*)"', read(client))
    assert options == [
        *("", "policy", "tenant", "storytelling"),
        *("", "union-a", "union-b"),
        *("", "ongoing", "completed", "unknown"),
        *("", "2018-2019", "2015-2016"),
        *("", "ilp", "ki", "allied"),
    ]


def test_form_keeps_what_was_chosen_and_shows_the_way_back(client, told):
    page = read(client, "?term=2015-2016")
    assert '<option value="2015-2016" selected>2015–16</option>' in page
    assert f'<a href="{LISTS["en"]}">Show everything</a>' in page
    assert "Show everything" not in read(client)
    assert f'href="{LISTS["en"]}">Show all campaigns</a>' in read(client, "?kind=policy&scope=allied")


def test_filter_works_in_both_languages_with_the_same_words(client, told, language):
    page = read(client, "?kind=policy&status=completed", language)
    title = {"en": "Tenants", "es": "Campaña"}[language]
    assert (f">{title}" in page, "Relief</a>" in page) == (True, False)
    assert {"en": "<b>1 campaign</b>", "es": "<b>1 campaña</b>"}[language] in page


@pytest.mark.parametrize("rows", [1, 3])
def test_filtered_list_needs_two_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        CampaignFactory(partner=PartnerFactory()).terms.add(TermFactory())
    with django_assert_num_queries(2):
        assert "<b>" in read(client, "?kind=tenant&term=2026-2027")
