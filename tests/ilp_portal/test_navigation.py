"""Every page of the site is at most two steps from the first one, in both languages; the page one is on is marked."""

import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    ContactFactory,
    CoordinatorFactory,
    EventFactory,
    PartnerFactory,
    ResourceFactory,
)

pytestmark = pytest.mark.django_db
FOOT = ("rights", "campaigns:fact_list", "coordinators:term_list", "about", "campaigns:opportunity_list", "privacy")


def links(client, path: str) -> set[str]:
    html = client.get(path).content.decode()
    return {urlsplit(found).path for found in re.findall(r'<a [^>]*?href="([^"]+)"', html) if found.startswith("/")}


def test_every_page_is_two_steps_away(client, frozen, language):
    CampaignFactory(partner=PartnerFactory())
    for made in (EventFactory, ResourceFactory):
        made()
    named = {"name_basis": "project-page", "shown_as": "full"}
    AppointmentFactory(coordinator=CoordinatorFactory(**named))
    listed = {urlsplit(one).path for one in re.findall(r"<loc>([^<]+)", client.get("/sitemap.xml").content.decode())}
    pages = {path for path in listed if path.startswith("/es/") == (language == "es")}
    with translation.override(language):
        home = reverse("home")
    first = links(client, home)
    second = {found for path in first & pages for found in links(client, path)}
    assert len(pages) > 15
    assert pages - first - second - {home} == set()


@pytest.mark.parametrize("name", FOOT)
def test_footer_marks_the_page_one_is_on(client, name):
    path = reverse(name)
    foot = client.get(path).content.decode().partition('<footer class="foot">')[2]
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', foot) == [path]


def test_footer_of_another_page_marks_nothing(client):
    foot = client.get(reverse("home")).content.decode().partition('<footer class="foot">')[2]
    assert "aria-current" not in foot
    assert all(f'href="{reverse(name)}"' in foot for name in FOOT)


def test_sources_of_a_record_stay_in_its_part_of_the_desk(client, staff):
    partner, contact = PartnerFactory(slug="carecen"), ContactFactory()
    client.force_login(staff)
    pages = [f"/desk/sources/partner/{partner.pk}/", f"/desk/history/partner/{partner.pk}/"]
    for path in (*pages, f"/desk/delete/contact/{contact.pk}/", "/desk/partners/carecen/edit/"):
        nav = client.get(path).text.partition('class="jump desk-nav"')[2]
        assert re.findall(r'aria-current="true">([^<]+)<', nav) == ["Campaigns", "Partners"]


def test_way_back_says_where_it_leads(client, staff):
    partner, contact = PartnerFactory(name="Tenants of the block"), ContactFactory()
    client.force_login(staff)
    paths = {
        "/desk/facts/new/": "Facts",
        f"/desk/partners/{partner.slug}/edit/": "Tenants of the block",
        f"/desk/contacts/{contact.pk}/": contact.partner.name,
    }
    crumbs = {path: re.search(r'class="crumb"><a [^>]+>([^<]+)<', client.get(path).text)[1] for path in paths}
    assert crumbs == paths


def test_every_filter_of_the_desk_is_folded_on_a_phone():
    texts = {path: path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    filters = {path.name: text for path, text in texts.items() if 'role="search"' in text and "desk/base" in text}
    one_field = {"claim.html", "hand_over_list.html", "merge_search.html", "sources.html"}
    open_ones = {name for name, text in filters.items() if '<details class="narrow"' not in text}
    assert (len(filters) > 5, open_ones - one_field) == (True, set())
