"""What other sites and programs are told of a page, and that nobody is named there."""

import html
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation
from PIL import Image

from ilp_portal import linked
from tests.factories import AppointmentFactory, CampaignFactory, CoordinatorFactory, EventFactory

pytestmark = pytest.mark.django_db


def card(client, path: str) -> dict[str, str]:
    text = client.get(path).content.decode()
    return {
        name: html.unescape(said) for name, said in re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', text)
    }


def blocks(client, path: str) -> list[dict]:
    text = client.get(path).content.decode()
    return [json.loads(said) for said in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]


def test_card_repeats_title_and_description_of_the_page(client, settings):
    settings.BASE_URL = "https://portal.example"
    path = CampaignFactory(title_en='Rents & "wages"', summary_en="Tenants organize.").get_absolute_url()
    told = card(client, path)
    text = client.get(path).content.decode()
    assert told["title"] == html.unescape(re.search(r"<title>(.*?)</title>", text)[1]).strip()
    assert told["description"] == html.unescape(re.search(r'name="description" content="([^"]*)"', text)[1])
    assert (told["url"], told["locale"]) == (f"https://portal.example{path}", "en_US")
    picture = {"image", "image:type", "image:width", "image:height", "image:alt"}
    said = {"type", "site_name", "title", "description", "url", "locale", "locale:alternate"}
    assert told.keys() == said | picture


def test_card_shows_our_own_drawing_in_the_language_of_the_page(client, settings, language):
    settings.BASE_URL = "https://portal.example"
    told = card(client, {"en": "/", "es": "/es/"}[language])
    assert told["image"] == f"https://portal.example/static/img/card-{language}.png"
    file = Path(finders.find(f"img/card-{language}.png"))
    with Image.open(file) as picture:
        assert (picture.format, picture.size, picture.info) == ("PNG", (1200, 630), {})
    assert (told["image:width"], told["image:height"]) == ("1200", "630")
    assert file.stat().st_size < 40_000


@pytest.mark.parametrize("path", ["/no-such-page/", "/search/?q=quokka"])
def test_pages_that_are_nothing_to_share_have_no_card(client, path):
    assert card(client, path) == {}


def test_the_page_of_a_person_tells_other_sites_nothing(client):
    person = CoordinatorFactory(name="Quokka One", name_basis="consent", shown_as="full")
    appointment = AppointmentFactory(coordinator=person)
    assert b"Quokka One" in client.get(person.get_absolute_url()).content
    assert card(client, person.get_absolute_url()) == {}
    for path in (appointment.term.get_absolute_url(), "/coordinators/", "/history/", "/"):
        assert "Quokka" not in json.dumps([card(client, path), blocks(client, path)])


def test_home_tells_who_we_are(client):
    (told,) = blocks(client, "/")
    assert (told["@type"], told["name"]) == ("Organization", "Immigration and Labor Project")


def test_event_tells_when_and_where_in_its_own_zone(client):
    (told,) = blocks(client, EventFactory(title_en="Rally </script><b> & more").get_absolute_url())
    assert told["name"] == "Rally </script><b> & more"
    assert (told["startDate"], told["endDate"]) == ("2026-12-05T11:00:00-05:00", "2026-12-05T12:30:00-05:00")
    assert told["location"] == {"@type": "Place", "name": "100 Example Street NW, Washington, DC"}
    assert told["eventStatus"] == "https://schema.org/EventScheduled"


def test_event_says_which_words_are_in_the_other_language():
    event = EventFactory(title_en="Rally", title_es="", summary_en="", summary_es="")
    with translation.override("es"):
        told = linked.event(event)
    assert (told["name"], "description" in told) == ("Rally (por ahora solo en inglés)", False)


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        ({"status": "cancelled"}, "eventStatus", "https://schema.org/EventCancelled"),
        ({"status": "postponed"}, "eventStatus", "https://schema.org/EventPostponed"),
        ({"place_public": False}, "location", {"@type": "Place", "name": "Columbia Heights"}),
        ({"place": "", "mode": ""}, "location", None),
        ({"starts_at": None, "ends_at": None, "signup_open": False}, "startDate", "2026-12-05"),
        ({"starts_at": None, "ends_at": None, "signup_open": False, "precision": "month"}, "@type", None),
        ({"is_demo": True}, "@type", None),
        ({"languages": ["es", "ase", "mixtec"]}, "inLanguage", ["es", "ase"]),
        ({"languages": []}, "inLanguage", None),
    ],
)
def test_event_tells_no_more_than_its_page(fields, name, said):
    assert linked.event(EventFactory(**fields)).get(name) == said


def test_the_room_of_an_event_online_is_never_told(client):
    event = EventFactory(mode="online", online_url="https://meet.example/quokka")
    (told,) = blocks(client, event.get_absolute_url())
    assert told["location"] == {"@type": "VirtualLocation", "url": told["url"]}
    assert "quokka" not in json.dumps(told)
