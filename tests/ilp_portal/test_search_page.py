"""The page of the search: what a reader types and gets, in both languages, without script."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from ilp_portal.search import index
from ilp_portal.search.excerpt import pieces
from ilp_portal.search.words import question, stem, words
from tests.factories import CampaignFactory, PartnerFactory
from tests.factories.record import MilestoneFactory

pytestmark = pytest.mark.django_db


def address(language: str, name: str = "search") -> str:
    with translation.override(language):
        return reverse(name)


def test_results_say_what_they_are_and_mark_what_fits(client):
    campaign = CampaignFactory(title_en="Stove strike", summary_en="Tenants strike for heat.")
    text = client.get("/search/?q=strike").content.decode()
    assert f'<a href="{campaign.get_absolute_url()}">Stove strike</a>' in text
    assert "Tenants <mark>strike</mark> for heat." in text
    assert '<span class="tag">Campaign</span>' in text
    assert "1 entry found" in text


def test_date_and_address_are_those_of_the_language(client):
    MilestoneFactory(slug="strike", title_es="Huelga de estufas")
    text = client.get(address("es") + "?q=huelga").content.decode()
    assert "18 de marzo de 2019" in text
    assert f'href="{address("es", "history")}#strike"' in text


def test_what_one_language_lacks_is_shown_in_the_other_and_said(client):
    CampaignFactory(title_en="Stove strike", title_es="", summary_en="Tenants strike.", summary_es="")
    text = client.get(address("es") + "?q=strike").content.decode()
    assert '<span lang="en">Stove strike</span>' in text
    note = "(por ahora solo en inglés)"
    assert f'<span lang="en">Tenants <mark>strike</mark>.</span> <small class="mute">{note}</small>' in text


def test_a_name_keeps_its_language(client):
    PartnerFactory(name="House of Voices", gloss_es="Casa de las Voces", gloss_en="")
    text = client.get(address("es") + "?q=voices").content.decode()
    assert '<span lang="en">House of Voices</span>' in text


@pytest.mark.parametrize(
    "asked", ["", "   ", "the", "de la", "%F0%9F%94%A5", "-", '"', '"" -""', "%EF%BF%BD", "%27%22%3B--"]
)
def test_a_question_that_asks_nothing_gets_the_ways_to_everything(client, language, asked):
    response = client.get(f"{address(language)}?q={asked}")
    assert (response.status_code, b'class="found"' in response.content) == (200, False)
    assert response.content.count(b'<ul class="dots">') == 1


@pytest.mark.parametrize(
    "asked", ["zzz", "x" * 5000, "&amp;|!():*<->", "a" * 300 + "%25_", "%C3%B1" * 900, "OR OR x O"]
)
def test_any_question_gets_an_answer(client, language, asked):
    CampaignFactory()
    assert client.get(address(language), {"q": asked}).status_code == 200


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "", str(10**30), "9" * 5000, "1.5"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    CampaignFactory(title_en="Strike")
    assert client.get("/search/", {"q": "strike", "page": page}).status_code == 404


def test_nul_is_not_found(client):
    assert client.get("/search/?q=%00").status_code == 404


def test_many_answers_come_in_pages_that_keep_the_question(client):
    for _ in range(21):
        MilestoneFactory(title_en="A stove & strike")
    first = client.get("/search/?q=stove+%26+strike").content.decode()
    assert first.count('<li class="org">') == 20
    (following,) = re.findall(r'href="(\?q=[^"]+page=2)"', first)
    assert client.get("/search/" + following.replace("&amp;", "&")).content.decode().count('<li class="org">') == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_an_answer_needs_four_queries(client, now, rows, django_assert_num_queries):
    for _ in range(rows):
        CampaignFactory(title_en="Strike")
    index.refresh(now)
    with django_assert_num_queries(4):  # the version, whose the entries are, how many fit, these
        client.get("/search/?q=strike")


def test_reading_leaves_no_cookie_and_results_stay_out_of_search_engines(client):
    response = client.get("/search/?q=strike")
    assert not response.cookies
    assert b'<meta name="robots" content="noindex">' in response.content
    assert b"noindex" not in client.get("/search/").content
    assert client.post("/search/", {"q": "x"}).status_code in (403, 405)


def test_what_was_typed_is_escaped(client):
    assert b"<script>alert" not in client.get("/search/", {"q": "<script>alert(1)</script>"}).content


def test_the_other_language_keeps_the_question(client):
    assert f'href="{address("es")}?q=strike"'.encode() in client.get("/search/?q=strike").content


def test_the_excerpt_begins_shortly_before_what_fits():
    text = "One. " * 60 + "Then the stove strike began. " + "Two. " * 60
    found = pieces(text, question("strikes"))
    assert [piece.text for piece in found if piece.fits] == ["strike"]
    assert found[0].text == "… "
    assert len("".join(piece.text for piece in found)) < 240


def test_the_excerpt_marks_accents_and_apostrophes_whole():
    found = pieces("La migración y el driver’s license", question("migracion drivers"))
    assert [piece.text for piece in found if piece.fits] == ["migración", "driver’s"]


@pytest.mark.parametrize("forms", ["tenant tenants", "huelga huelgas", "policy policies", "organize organizing"])
def test_forms_share_a_stem(forms):
    assert len({stem(word) for word in words(forms)}) == 1
