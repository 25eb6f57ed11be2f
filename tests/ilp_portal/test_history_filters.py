"""The history narrowed by era, scope and kind, and what its statements rest on."""

import datetime as dt
import html
import re

import pytest

from tests.factories import AppointmentFactory, CampaignFactory, CoordinatorFactory, SourceFactory, TermFactory
from tests.factories.record import CitationFactory, MilestoneFactory

pytestmark = pytest.mark.django_db
NAMED = {"name_basis": "project-page", "shown_as": "full"}


def read(client, query: str = "") -> str:
    response = client.get(f"/history/{query}")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


@pytest.fixture
def told(db) -> list[str]:
    """Two years, one an era, each with a person, campaigns and moments of every scope; the words that show them."""
    years = {"dle": 2012, "ilp": 2019}
    words = []
    for era, year in years.items():
        days = {"starts_on": dt.date(year, 8, 1), "ends_on": dt.date(year + 1, 7, 31)}
        term = TermFactory(slug=f"{year}-{year + 1}", label=f"{year}-{year - 1999}", era=era, **days)
        person = CoordinatorFactory(name=f"Person of {era}", **NAMED)
        AppointmentFactory(term=term, coordinator=person)
        words.append(f"{era} names {person.name}")
        for scope, moment in (("ilp", "project"), ("ki", "host"), ("allied", "city")):
            title = {"title_en": f"{era} {scope} campaign", "scope": scope}
            term.campaigns.add(CampaignFactory(**title))
            MilestoneFactory(term=term, title_en=f"{era} {scope} moment", scope=moment)
            words += [f"{era} {scope} campaign", f"{era} {scope} moment"]
    return [word.split("names ")[-1] for word in words]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", r"."),
        ("?era=&scope=&kind=", r"."),
        ("?era=dle", r"dle"),
        ("?scope=ki", r" ki "),
        ("?scope=ilp", r" ilp (campaign|moment)|Person"),
        ("?scope=allied&kind=milestones", r" allied moment"),
        ("?kind=campaigns", r"campaign"),
        ("?kind=coordinators", r"Person"),
        ("?era=ilp&scope=ki&kind=campaigns", r"ilp ki campaign"),
        ("?kind=coordinators&scope=ki", r"nothing"),
    ],
)
def test_filters_leave_what_was_asked_for(client, told, query, kept):
    page = read(client, query)
    assert [words for words in told if words in page] == [words for words in told if re.search(kept, words)]


@pytest.mark.parametrize(("query", "count"), [("?era=dle", 7), ("?kind=campaigns&scope=ki", 2), ("?era=x", 0)])
def test_narrowed_history_says_how_much_is_left(client, told, query, count):
    assert f"{count} people, campaigns and milestones fit this choice." in read(client, query)
    assert "fit this choice." not in read(client)


@pytest.mark.parametrize(
    "query", ["?era=x", "?scope=%F0%9F%A6%8B", f"?kind={10**30}", "?era=dle&kind=<b>", "?kind=%ff"]
)
def test_unknown_choice_is_a_clean_empty_result(client, told, query):
    page = read(client, query)
    assert "Nothing on record fits this choice" in page
    assert "There is no such choice." in page
    assert 'href="#sources"' not in page
    assert [words for words in told if words in page] == []


def test_nul_in_a_filter_is_no_page(client):
    assert client.get("/history/?era=%00").status_code == 404


def test_form_shows_what_was_chosen_and_the_way_back(client, told):
    page = read(client, "?era=dle")
    assert '<option value="dle" selected>' in page
    assert 'href="/history/">Show everything</a>' in page
    assert "Show everything" not in read(client)


def test_footnotes_are_numbered_once_a_source_in_the_order_of_the_page(client, term):
    first, second = SourceFactory(title="First source"), SourceFactory(title="Second source")
    for n, cited in enumerate([(first,), (second, first)]):
        moment = MilestoneFactory(term=term, happened_on=dt.date(2026, 9, 1 + n))
        for order, source in enumerate(cited):
            CitationFactory(record=moment, source=source, order=order)
    page = read(client)
    assert re.findall(r'<a href="#note-(\d)">', page) == ["1", "1", "2"]
    assert re.findall(r'<li id="note-(\d)">.*?>(\w+ source)<', page) == [("1", "First source"), ("2", "Second source")]


def test_both_eras_and_the_new_name_between_them_rest_on_sources(client, term):
    TermFactory(slug="2014-2015", era="dle", starts_on=dt.date(2014, 8, 1), ends_on=dt.date(2015, 7, 31))
    CitationFactory(record=MilestoneFactory(slug="renamed-ilp", term=term), source__title="First source")
    narrowed = read(client, "?kind=coordinators").split("DLE for short.")[1]
    assert narrowed.startswith('<span class="cites"><a href="#note-1">')
    page = read(client)
    for words in ("DLE for short.", "is known as the Immigration and Labor Project (ILP).", "organizing skills"):
        assert re.match(r'[^<]*<span class="cites"><a href="#note-1">', page.split(words)[1])


def test_source_says_when_it_was_last_checked(client, term):
    source = SourceFactory(checked_on=dt.date(2026, 11, 2))
    CitationFactory(record=MilestoneFactory(term=term), source=source)
    assert "Last checked: November 2, 2026." in read(client)
    source.checked_on = None
    source.save()
    assert "Last checked:" not in read(client)


def test_sources_for_review_are_cited_in_words_only_and_internal_ones_never(client, term):
    review = SourceFactory(public_link="review", publisher="A newspaper", title="A named person")
    secret = SourceFactory(public_link="no", publisher="A court", title="A file")
    moment, other = MilestoneFactory(term=term), MilestoneFactory(term=term)
    CitationFactory(record=moment, source=review)
    for record in (moment, other):
        CitationFactory(record=record, source=secret)
    page = read(client)
    assert "A newspaper" in page
    assert page.count("(on record with the project)") == 1
    for words in (review.ref, review.title, secret.ref, secret.title, secret.publisher):
        assert words not in page


def test_source_that_prints_the_name_does_not_stand_beside_initials(client, term):
    person = CoordinatorFactory(name="Gamma Coordinator", name_basis="consent", shown_as="initials")
    AppointmentFactory(term=term, coordinator=person)
    CitationFactory(record=person, source__title="Gamma Coordinator speaks")
    page = read(client)
    assert "G. C." in page
    assert "Gamma" not in page
