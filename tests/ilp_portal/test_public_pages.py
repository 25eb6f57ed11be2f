"""Every page of the real record, in both languages: it opens, leaves no cookie, follows the address alone, and speaks
one language."""

import html
import re

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from campaigns.models import Fact, Opportunity, Resource, ResourceSection
from partners.models import Source
from tests.factories import EventFactory
from tests.ilp_portal.foreign_words import catalogue_texts, content_texts, is_foreign_sentence, names, read, without
from tests.ilp_portal.other_pages import other_pages

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def answers(loaded, django_db_blocker) -> dict:
    """What a stranger gets at every address of the sitemap; read once."""
    client = Client()
    with django_db_blocker.unblock(), translation.override("en"):
        addresses = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
        paths = [address.removeprefix(settings.BASE_URL) for address in addresses]
        return {path: client.get(path) for path in paths}


@pytest.fixture
def pages(answers) -> dict[str, str]:
    return {path: html.unescape(answer.content.decode()) for path, answer in answers.items()}


def test_every_page_opens_without_a_cookie(answers):
    assert len(answers) == (15 + 16 + 17 + 9 + 39 + 17 + 17 + 24) * 2  # lists, months with events, rows with a page
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    assert [path for path, answer in answers.items() if answer.cookies] == []


def test_address_alone_decides_the_language(client, record, answers):
    for path in list(answers)[:60:10]:
        language = "es" if path.startswith("/es/") else "en"
        for wanted in ("en", "es", "fr;q=0.9, es", "*"):
            page = client.get(path, headers={"accept-language": wanted}).content.decode()
            assert f'<html lang="{language}">' in page


def test_every_page_has_one_heading_and_leads_to_its_twin(pages):
    for path, page in pages.items():
        assert page.count("<h1") == 1, path
        twin = re.search(r'<li><a href="([^"]+)" lang="\w\w" hreflang="\w\w">', page)[1]
        assert twin in pages, path


def test_internal_sources_are_on_no_page_and_careful_ones_are_not_linked(record, pages):
    secret = set(Source.objects.exclude(public_link="yes").values_list("ref", flat=True))
    assert len(secret) == 20
    for path, page in pages.items():
        assert [ref for ref in secret if f'href="{ref}"' in page] == [], path


def test_every_row_without_a_page_of_its_own_is_told_somewhere(record, pages, language):
    with translation.override(language):
        facts, ways = pages[reverse("campaigns:fact_list")], pages[reverse("campaigns:opportunity_list")]
        shelves = reverse("campaigns:resource_list")
    slugs = [(slug, facts) for slug in Fact.objects.values_list("slug", flat=True)]
    offers = Opportunity.objects.exclude(status="template")
    slugs += [(slug, ways) for slug in offers.values_list("slug", flat=True)]
    assert [slug for slug, page in slugs if f'id="{slug}"' not in page] == []
    sections = list(ResourceSection.objects.all())
    letter = pages[f"{shelves}{Resource.objects.get(kind='newsletter').slug}/"]
    found = re.findall(r'<li class="org" id="([\w-]+)">', letter)
    assert found == [section.slug for section in sections]
    assert len(found) == 8


# --- one language a page ----------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def others(loaded, django_db_blocker) -> dict:
    """What no sitemap names; read once, from a record with an event to sign up for."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield other_pages(Client(), EventFactory().slug)
        transaction.set_rollback(True)


@pytest.mark.parametrize(("own", "other"), [("es", "en"), ("en", "es")])
def test_pages_speak_one_language(answers, others, record, own, other):
    """Names and titles of works are excepted, which carry their `lang`."""
    content, known_names = content_texts(), names()
    foreign = (catalogue_texts()[other] | content[other]) - set(known_names)
    mine = {path: answer for path, answer in (answers | others).items() if path.startswith("/es/") == (own == "es")}
    statuses = {answer.status_code for answer in mine.values()}
    assert (len(mine) > 190, statuses) == (True, {200, 400, 403, 404, 410, 429, 500})
    said = {words: path for path, answer in mine.items() for words in read(answer)}  # the shell says the same on each
    faults = []
    for (text, language), path in said.items():
        if language != own or text in content[own]:  # a title of a work with its gloss reads as both
            continue
        if text in foreign or is_foreign_sentence(without(text, known_names), own, other):
            faults.append(f"{path}: {text[:90]}")
    assert not faults, "\n".join(sorted(faults))


@pytest.mark.parametrize("text", ["Names of the past are not on record", "A place for the people who organize with us"])
def test_foreign_sentence_is_noticed(text):
    assert is_foreign_sentence(text, "es", "en")
    assert not is_foreign_sentence(text, "en", "es")
