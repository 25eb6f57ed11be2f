"""Pages of people: who may be named, under which address, and gone at once when taken down."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from coordinators.models import Coordinator
from ilp_portal import content
from tests.factories import AppointmentFactory, CoordinatorFactory, TermFactory
from tests.factories.record import CitationFactory

pytestmark = pytest.mark.django_db
NAMED = {"name_basis": "project-page", "shown_as": "full"}
PUBLIC = ["/", "/history/", "/es/historia/", "/coordinators/", "/es/coordinacion/", "/coordinators/2026-2027/"]
ADMIN = "/admin/coordinators/coordinator/"


def serve(term, name: str, **fields) -> Coordinator:
    person = CoordinatorFactory(name=name, slug=name.lower().replace(" ", "-"), **NAMED | fields)
    AppointmentFactory(term=term, coordinator=person)
    return person


def read(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def everywhere(client) -> str:
    """All public pages with people on them, the pages of people they lead to, and the sitemap."""
    text = "".join(read(client, path) for path in [*PUBLIC, "/sitemap.xml", "/history.json"])
    people = set(re.findall(r'href="(/[^"]*/(?:people|personas)/[^"]+)"', text))
    return text + "".join(read(client, path) for path in sorted(people))


def test_person_of_several_terms_stands_once_with_all_of_them(client, term):
    person = serve(term, "Alpha Coordinator")
    AppointmentFactory(
        coordinator=person,
        term=TermFactory(slug="2025-2026", label="2025-26", starts_on="2025-08-01", ends_on="2026-07-31"),
    )
    listed = read(client, "/coordinators/").split('id="people"')[1]
    assert listed.count("Alpha Coordinator") == 1
    assert "2025–26, 2026–27" in listed
    page = client.get("/history/people/alpha-coordinator/")
    assert [row.label for row in page.context["terms"]] == ["2025-26", "2026-27"]


def test_person_page_shows_the_sources(client, term):
    CitationFactory(record=serve(term, "Alpha Coordinator"), source__title="The project page")
    page = read(client, "/history/people/alpha-coordinator/")
    assert "The project page" in page
    assert "The project’s own page names this person." in page


@pytest.mark.parametrize(("shown_as", "words"), [("first", "Gamma"), ("initials", "G. D.")])
def test_address_and_title_say_no_more_than_the_person_chose(client, term, shown_as, words):
    person = serve(term, "Gamma Delta", shown_as=shown_as, name_basis="consent")
    CitationFactory(record=person, source__title="Gamma Delta speaks")
    path = person.get_absolute_url()
    assert re.fullmatch(r"/history/people/[a-z2-9]{8}/", path)
    assert f"<title>{words} |" in read(client, path)
    assert "elta" not in everywhere(client)
    assert client.get("/history/people/gamma-delta/").status_code == 404


def test_place_in_the_list_tells_nothing_of_what_initials_stand_for(client, term):
    for name, fields in {"Alpha One": {}, "Álpha Two": {"shown_as": "initials"}, "alpha Three": {}, "Zeta": {}}.items():
        serve(term, name, **fields)
    listed = read(client, "/coordinators/").split('id="people"')[1]
    names = re.findall(r'people/[^"]+">([^<]+)</a>', listed)
    assert names == ["Á. T.", "Alpha One", "alpha Three", "Zeta"]


@pytest.mark.parametrize(("shown_as", "word", "listed"), [("full", "noarchive", True), ("initials", "noindex", False)])
def test_no_copy_outlives_a_name_and_no_search_finds_what_is_shortened(client, term, shown_as, word, listed):
    person = serve(term, "Gamma Delta", shown_as=shown_as)
    path = person.get_absolute_url()
    assert f'<meta name="robots" content="{word}">' in read(client, path)
    assert (path in read(client, "/sitemap.xml")) == listed
    for page in ("/history/", "/coordinators/", "/coordinators/2026-2027/"):
        assert '<meta name="robots" content="noarchive">' in read(client, page)


def test_neutral_address_leads_nowhere_once_the_name_shows_in_full(client, term):
    person = serve(term, "Gamma Delta")
    assert client.get(f"/history/people/{person.public_id}/").status_code == 404


def test_address_of_initials_does_not_follow_from_a_changed_slug(client, term):
    person = serve(term, "Gamma Delta", shown_as="initials")
    person.slug = "somebody-else"
    person.save()
    assert client.get("/history/people/gamma-delta/").status_code == 404


@pytest.mark.parametrize("fields", [{"shown_as": "hidden"}, {"name_basis": "none"}, {"is_demo": True}])
def test_who_may_not_be_named_has_no_page(client, term, fields, settings):
    settings.DEBUG = True
    person = serve(term, "Delta Coordinator", **fields)
    for address in (person.slug, person.public_id):
        assert client.get(f"/history/people/{address}/").status_code == 404
    assert "Delta" not in everywhere(client)


def act(client, action: str, *people: Coordinator):
    data = {"action": action, "_selected_action": [person.pk for person in people]}
    return client.post(ADMIN, data, follow=True)


def test_staff_take_a_name_down_everywhere_with_one_action(client, term, staff):
    person, other = serve(term, "Alpha Coordinator"), serve(term, "Beta Coordinator")
    path, version = person.get_absolute_url(), content.version()
    client.force_login(staff)
    assert "shows nowhere any more" in act(client, "take_names_down", person).content.decode()
    client.logout()
    assert content.version() != version  # so no page from memory is older than half a second
    assert client.get(path).status_code == 404
    page = everywhere(client)
    assert ("Alpha" in page, "alpha" in page, other.name in page) == (False, False, True)
    assert LogEntry.objects.filter(change_message__contains="taken down").count() == 1


def test_name_put_back_shows_as_the_person_had_chosen(client, term, staff):
    person = serve(term, "Gamma Delta", shown_as="initials")
    path = person.get_absolute_url()
    client.force_login(staff)
    act(client, "take_names_down", person)
    act(client, "put_names_back", person)
    client.logout()
    assert "G. D." in read(client, path)


def test_coordinators_take_nobody_down(client, term, coordinator):
    person = serve(term, "Alpha Coordinator")
    client.force_login(coordinator.user)
    act(client, "take_names_down", person)
    assert Coordinator.objects.get(pk=person.pk).taken_down_at is None


def test_every_person_has_an_address_of_their_own():
    ids = {CoordinatorFactory(user=None).public_id for _ in range(50)}
    assert len(ids) == 50


@pytest.mark.parametrize("rows", [1, 3])
def test_person_page_needs_four_queries(client, django_assert_num_queries, rows):
    person = CoordinatorFactory(**NAMED)
    for n in range(rows):
        days = {"starts_on": f"201{n}-08-01", "ends_on": f"201{n + 1}-07-31"}
        AppointmentFactory(coordinator=person, term=TermFactory(slug=f"201{n}-201{n + 1}", **days))
        CitationFactory(record=person)
    client.get(person.get_absolute_url())
    with django_assert_num_queries(4):
        client.get(reverse("coordinators:person_detail", args=[person.slug]))
