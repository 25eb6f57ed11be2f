"""Know your rights: whole in both languages, honest about who has read it, with help from the directory only."""

import datetime as dt

import pytest
from django.utils import translation

from ilp_portal import rights
from tests.factories import PartnerFactory

pytestmark = pytest.mark.django_db
PAGES = {"en": "/know-your-rights/", "es": "/es/conozca-sus-derechos/"}


def html(client, language: str = "en") -> str:
    response = client.get(PAGES[language])
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def texts() -> list[str]:
    """Every sentence of the page in the active language."""
    points = [point for place in rights.PLACES for point in place.points]
    said = [point.say.meaning for point in points if point.say] + [phrase.meaning for phrase in rights.CARD]
    return [str(text) for text in (*(place.title for place in rights.PLACES), *(p.text for p in points), *said)]


def test_both_languages_have_every_sentence(client):
    with translation.override("en"):
        english = texts()
    with translation.override("es"):
        spanish = texts()
    assert (len(english) > 40, [a for a, b in zip(english, spanish, strict=True) if a == b]) == (True, [])
    page, pagina = html(client), html(client, "es")
    assert [text for text in english if text not in page] == []
    assert [text for text in spanish if text not in pagina] == []


def test_what_is_said_to_officers_stays_english_and_is_marked(client):
    page = html(client, "es")
    assert '<b class="say" lang="en">“Am I free to go?”</b>' in page
    assert '<ul lang="en"><li>I am using my right to remain silent.</li>' in page
    assert 'class="say" lang' not in html(client)


@pytest.mark.parametrize("day", [None, rights.WRITTEN_ON - dt.timedelta(days=1)])
def test_unread_text_says_so_also_when_an_older_one_was_read(client, settings, day):
    settings.RIGHTS_REVIEWED_ON = day
    assert "not yet reviewed by a partner’s lawyer" in html(client)


def test_read_text_names_the_day(client, settings):
    settings.RIGHTS_REVIEWED_ON = dt.date(2026, 12, 1)
    page = html(client)
    assert "read this text on December 1, 2026" in page
    assert "not yet reviewed" not in page
    assert "This is information, not legal advice." in page


def test_help_comes_from_the_directory(client, settings):
    settings.DEBUG = True
    legal = {"kind": "legal-services"}
    far = PartnerFactory(name="A far center", region="national", website="https://far.example/", **legal)
    near = PartnerFactory(name="Near center", **legal)
    PartnerFactory(name="Closed center", status="merged", **legal)
    PartnerFactory(name="Hidden center", is_public=False, **legal)
    PartnerFactory(name="Demo center", is_demo=True, **legal)
    PartnerFactory(name="Tenants")
    response = client.get(PAGES["en"])
    assert list(response.context["helpers"]) == [near, far]
    page = response.content.decode()
    assert 'href="https://far.example/"' in page
    assert near.get_absolute_url() in page


def test_page_gives_no_phone_number_and_can_be_left(client):
    page = html(client)
    assert 'href="tel:' not in page
    assert 'class="exit"' in page
    assert "It cannot erase your browser’s history." in page
