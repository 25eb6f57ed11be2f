"""What search engines may read."""

import re
from xml.etree import ElementTree

import pytest

from ilp_portal.views.sitemap import LISTS
from tests.factories import CampaignFactory, EventFactory, PartnerFactory, ResourceFactory, TermFactory

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def locations(client, path: str = "/sitemap.xml") -> list[str]:
    response = client.get(path)
    assert response["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.content)
    return [node.text for node in tree.findall("s:url/s:loc", NAMES)]


def test_sitemap_holds_the_lists_and_one_page_a_record_in_both_languages(client, settings):
    settings.BASE_URL = "https://portal.example"
    work = ResourceFactory(publisher=None, publisher_name="A press")
    records = [TermFactory(), CampaignFactory(), PartnerFactory(), EventFactory(), work]
    found = locations(client)
    assert len(found) == (len(LISTS) + len(records) + 1) * 2  # the month of the event
    for record in records:
        assert f"https://portal.example{record.get_absolute_url()}" in found
    assert {"https://portal.example/", "https://portal.example/es/historia/"} <= set(found)


def test_sitemap_ties_the_languages_together(client, settings):
    settings.BASE_URL = "https://portal.example"
    text = client.get("/sitemap.xml").content.decode()
    pair = re.findall(r'hreflang="([\w-]+)" href="(https://portal.example/(?:history|es/historia)/)"', text)
    english, spanish = "https://portal.example/history/", "https://portal.example/es/historia/"
    assert set(pair) == {("en", english), ("es", spanish), ("x-default", english)}


def test_sitemap_of_a_language_holds_its_addresses_and_names_their_twins(client, settings):
    settings.BASE_URL = "https://portal.example"
    EventFactory()
    english, spanish = (locations(client, f"/sitemap-{code}.xml") for code in ("en", "es"))
    assert all(one.startswith("https://portal.example/es/") for one in spanish)
    assert not [one for one in english if "/es/" in one]
    assert sorted(english + spanish) == sorted(locations(client))
    for path in ("/sitemap-en.xml", "/sitemap-es.xml"):
        text = client.get(path).content.decode()
        assert 'hreflang="en" href="https://portal.example/history/"' in text
        assert 'hreflang="es" href="https://portal.example/es/historia/"' in text


@pytest.mark.parametrize("code", ["fr", "EN", "es-mx"])
def test_sitemap_of_no_language_of_ours_is_not_there(client, code):
    assert client.get(f"/sitemap-{code}.xml").status_code == 404


def test_sitemap_leaves_out_demo_rows_drafts_and_hidden_rows(client, settings):
    settings.DEBUG = True
    CampaignFactory(is_demo=True)
    CampaignFactory(is_public=False)
    PartnerFactory(is_demo=True)
    EventFactory(is_demo=True)
    EventFactory(status="draft")
    ResourceFactory(is_public=False, publisher=None, publisher_name="A press")
    assert len(locations(client)) == len(LISTS) * 2


@pytest.mark.parametrize("rows", [1, 3])
def test_sitemap_needs_seven_queries(client, django_assert_num_queries, rows):
    for _ in range(rows):
        CampaignFactory()
        EventFactory()
        ResourceFactory()
    with django_assert_num_queries(7):
        client.get("/sitemap.xml")


def test_robots_may_read_the_record_and_nothing_closed(client, settings):
    settings.DEBUG, settings.BASE_URL = False, "https://portal.example"
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert [line for line in lines if line.startswith("Sitemap")] == [
        "Sitemap: https://portal.example/sitemap-en.xml",
        "Sitemap: https://portal.example/sitemap-es.xml",
    ]
    assert {"Disallow: /admin/", "Disallow: /hours/", "Disallow: /es/horas/"} <= set(lines)
    assert "Disallow: /" not in lines


def test_robots_leave_a_demo_alone(client, settings):
    settings.DEBUG = True
    assert "Disallow: /" in client.get("/robots.txt").content.decode().splitlines()
