"""Figures stand as the claim of their source; ways to take part say whether they are past."""

import datetime as dt
import re

import pytest

from campaigns.models import Fact
from tests.factories import PartnerFactory, SourceFactory, TermFactory
from tests.factories.record import CitationFactory, FactFactory, OpportunityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
FACTS, WAYS = "/facts/", "/opportunities/"
MOST_QUERIES = 8


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_figure_is_told_as_the_claim_of_its_source(client):
    FactFactory(as_of=dt.date(2025, 1, 1), precision="year", note_en="Of the city alone.")
    page = html(client, FACTS)
    for words in ("According to A worker center, 2025:", "An organization&#x27;s own claim", "Of the city alone."):
        assert words in page
    assert "it may have changed" not in page


@pytest.mark.parametrize(
    ("as_of", "caution"),
    [
        (None, "The source gives no date"),
        (dt.date(2019, 9, 1), "Of 2019; it may have changed since"),
        (dt.date(2024, 11, 17), "Of 2024; it may have changed since"),
        (dt.date(2024, 11, 20), ""),
    ],
)
def test_old_and_undated_figures_carry_a_caution(client, as_of, caution):
    FactFactory(as_of=as_of, precision="day" if as_of else "")
    found = re.findall(r"The source gives no date|Of \d{4}; it may have changed since", html(client, FACTS))
    assert found == ([caution] if caution else [])


def test_figures_stand_by_topic_in_one_order(client):
    late, soon = FactFactory(issue="los-angeles"), FactFactory(issue="dc-immigrants")
    FactFactory(issue="day-labor", is_public=False, text_en="Hidden figure.")
    response = client.get(FACTS)
    assert [(slug, [fact for fact, _ in rows]) for slug, _, rows in response.context["topics"]] == [
        ("dc-immigrants", [soon]),
        ("los-angeles", [late]),
    ]
    assert "Hidden figure" not in response.content.decode()


def test_sources_of_a_figure_keep_the_rules_of_links(client):
    for link, name in (("yes", "Open paper"), ("review", "Quiet paper"), ("no", "Secret file")):
        source = SourceFactory(public_link=link, publisher=name, title=f"{name} title", checked_on=dt.date(2026, 2, 3))
        CitationFactory(record=FactFactory(), source=source)
    page = html(client, FACTS)
    assert re.findall(r'<a href="https://source\d+\.example/page"[^>]*><cite[^>]*>([^<]+)', page) == [
        "Open paper title"
    ]
    assert ("Quiet paper" in page, "Quiet paper title" in page, "Secret" in page) == (True, False, False)
    assert "On record with the project" in page
    assert page.count("Last checked: February 3, 2026.") == 2


def test_ways_stand_open_first_and_past_calls_say_so(client):
    offer, over, call = OpportunityFactory(), OpportunityFactory(status="closed"), OpportunityFactory()
    type(call).objects.filter(pk=call.pk).update(closes_on=dt.date(2026, 11, 17))
    OpportunityFactory(status="template", title_en="For staff")
    OpportunityFactory(is_public=False, title_en="Hidden call")
    response = client.get(WAYS)
    assert (response.context["current"], {row.pk for row in response.context["past"]}) == ([offer], {over.pk, call.pk})
    page = response.content.decode()
    assert page.count("Past call, closed") == 2
    assert page.index(offer.title_en) < page.index('id="past"') < page.index(over.title_en)
    assert [words for words in ("For staff", "Hidden call") if words in page] == []


def test_way_names_its_date_and_only_an_open_one_how_to_apply(client):
    link = "https://apply.example/form"
    OpportunityFactory(closes_on=dt.date(2026, 12, 1), apply_link=link)
    OpportunityFactory(status="closed", apply_link=link, posted_on=dt.date(2023, 12, 1), posted_precision="month")
    OpportunityFactory(status="closed", organization=PartnerFactory(name="Hidden house", is_public=False))
    page = html(client, WAYS)
    for words in ("Open until December 1, 2026", "Posted: December 2023", "Its date is not on record."):
        assert words in page
    assert (page.count(link), "Hidden house" in page) == (1, False)


def test_call_that_opens_later_says_when_and_not_how_to_apply(client):
    link, dates = "https://apply.example/form", {"closes_on": dt.date(2026, 12, 24)}
    later = OpportunityFactory(opens_on=dt.date(2026, 12, 1), apply_link=link, **dates)
    context = client.get(WAYS).context
    assert (context["current"], context["later"], context["past"]) == ([], [later], [])
    page = html(client, WAYS)
    assert [words in page for words in ("Opens on December 1, 2026", "Open until", link)] == [True, False, False]
    assert "Open now or soon" in page
    assert later.opens_later(dt.date(2026, 11, 30))
    assert not later.opens_later(dt.date(2026, 12, 1))
    assert not later.opens_later(dt.date(2026, 12, 25))


@pytest.mark.parametrize(
    ("path", "words"), [(FACTS, "No figure is on record yet"), (WAYS, "No call is open right now")]
)
def test_empty_page_has_a_way_on(client, path, words):
    page = html(client, path)
    assert words in page
    assert re.search(r'class="empty".*?<a class="btn" href="/', page)


@pytest.mark.parametrize(("path", "make"), [(FACTS, FactFactory), (WAYS, OpportunityFactory)])
def test_page_asks_as_often_for_three_rows_as_for_one(client, django_assert_max_num_queries, path, make):
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            term = {"term": TermFactory()} if make is OpportunityFactory else {}
            CitationFactory(record=make(**term))
        with django_assert_max_num_queries(MOST_QUERIES) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_hard_query_values_change_nothing(client):
    FactFactory()
    plain = client.get(FACTS).content
    for query in ("?page=" + "9" * 30, "?topic=%F0%9F%90%8C", "?issue=draft"):
        assert client.get(FACTS + query).status_code == 200
    assert (Fact.objects.count(), client.get(FACTS + "?x=%00").status_code, len(plain) > 0) == (1, 404, True)
