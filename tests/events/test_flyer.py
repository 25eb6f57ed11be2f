"""What is printed: a flyer in both languages whose code leads to the page, and the list for a door without a phone."""

import re

import pytest
from django.urls import reverse

from events import codes
from events.models import Event
from tests.events.qr_reader import text_of
from tests.factories import EventFactory, PartnerFactory, ShiftFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BASE = "https://ilp.example.edu"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.BASE_URL = BASE


@pytest.fixture
def page(client, staff):
    client.force_login(staff)

    def get(event: Event, name: str = "flyer", **query):
        return client.get(reverse(f"events:event_desk_{name}", args=[event.slug]), query)

    return get


@pytest.fixture
def rally(db) -> Event:
    event = EventFactory(
        **{"slug": "rally", "title_en": "Rally with tenants", "title_es": "Manifestación con inquilinos"},
        **{"place": "Quokka Street 7", "place_public": False, "online_url": "https://quokka.example/"},
        **{
            "bring_en": "Water",
            "bring_es": "Agua",
            "access": ["seats"],
            "access_note_en": "Ring",
            "access_note_es": "Toque",
        },
    )
    event.partners.add(PartnerFactory(name="The House"), PartnerFactory(name="Secret Circle", is_public=False))
    return event


def sheets(response) -> list[str]:
    return re.findall(r'<article class="flyer.*?</article>', response.content.decode(), re.DOTALL)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_flyer_has_a_page_for_each_language_with_all_that_people_need(page, rally):
    english, spanish = map(words, sheets(page(rally)))
    facts = (
        "11:00 am to 12:30 pm, Eastern Time (ET)|Columbia Heights|Spanish, English|Water|Places to sit. Ring|The House"
    )
    wanted = ["Rally with tenants", "Stand with", *facts.split("|"), "You may stay silent.", "Sign up"]
    assert [part for part in [*wanted, "ilp.example.edu/events/rally/"] if part not in english] == []
    facts = "hora del Este (ET)|Columbia Heights|Español, inglés|Agua|Toque|The House|Conozca sus derechos"
    wanted = ["Manifestación con inquilinos", "Acompañe a", *facts.split("|"), "Puede guardar silencio.", "Inscríbase"]
    assert [part for part in [*wanted, "ilp.example.edu/es/eventos/rally/"] if part not in spanish] == []
    assert [secret for secret in ("uokka", "Secret Circle") if secret in english + spanish] == []


def test_code_of_each_flyer_opens_the_page_in_its_language(page, rally, client):
    drawn = [re.search(r'<svg class="qr".*?</svg>', sheet, re.DOTALL)[0] for sheet in sheets(page(rally))]
    assert [text_of(svg) for svg in drawn] == [f"{BASE}/events/rally/", f"{BASE}/es/eventos/rally/"]
    assert [client.get(text_of(svg).removeprefix(BASE)).status_code for svg in drawn] == [200, 200]
    assert not any("style=" in svg for svg in drawn)


def test_flyer_can_be_laid_out_in_four_ways(page, rally):
    found = {lay: re.findall(r'class="flyer( half)?[^"]*" lang="(..)"', page(rally, lay=lay).content.decode())
             for lay in ("both", "halves", "en", "es", "🦋")}  # fmt: skip
    both = [("", "en"), ("", "es")]
    assert found == {
        "both": both,
        "halves": [(" half", "en"), (" half", "es")],
        "en": both[:1],
        "es": both[1:],
        "🦋": both,
    }


def test_flyer_of_an_event_that_is_off_says_so(page, rally):
    Event.objects.filter(pk=rally.pk).update(status="cancelled")
    english, spanish = map(words, sheets(page(rally)))
    assert "Canceled: this event will not take place" in english
    assert ("Sign up" in english, "Inscríbase" in spanish, "Cancelado" in spanish) == (False, False, True)


def test_many_words_get_smaller_letters(page, rally):
    Event.objects.filter(pk=rally.pk).update(summary_es="Venga. " * 100)
    assert [" full" in sheet[:60] for sheet in sheets(page(rally))] == [False, True]


# --- the list for the door --------------------------------------------------------------------------------------------
def test_list_shows_names_guests_shifts_and_codes_but_no_contact(page, rally, person, now):
    named, other = person("a@tests.example", of=rally, name="Vecina"), person("b@tests.example", of=rally)
    person("c@tests.example", of=rally, state="withdrawn", name="Left")
    rally.rsvps.filter(pk=other.pk).update(guests=2)
    ShiftFactory(event=rally).places.create(rsvp=named, taken_at=now)
    response = page(rally, "sheet")
    rows = [words(row) for row in re.findall(r"<tr>(.*?)</tr>", response.content.decode(), re.DOTALL)[1:]]
    assert rows == [
        f"1VecinaWelcome people, 11:00 am{codes.short_code(named)}",
        f"2Sign-up {other.pk}+2{codes.short_code(other)}",
    ]
    assert (b"@tests.example" in response.content, "no-store" in response["Cache-Control"]) == (False, True)


def test_list_has_boxes_in_fives_and_the_day_to_destroy_it(page, rally):
    html = page(rally, "sheet").content.decode()
    assert (html.count('<i class="box"></i>'), "<b>200</b>" in html, "Nobody has signed up yet." in html) == (
        200,
        True,
        True,
    )
    assert "Destroy this sheet by Saturday, December 12, 12:30 pm ET" in words(html)


def test_list_is_for_those_who_may_see_people(page, rally, staff):
    assert page(rally, "sheet").status_code == 200
    staff.groups.clear()
    assert page(rally, "sheet").status_code == 404


def test_list_costs_the_same_for_three_people_and_three_hundred(page, rally, person, django_assert_num_queries):
    for number in range(3):
        person(f"a{number}@tests.example", of=rally)
    page(rally, "sheet")
    with django_assert_num_queries(9):
        page(rally, "sheet")
    row = rally.rsvps.first()
    columns = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    rows = [type(row)(**columns | {"contact_bi": number.to_bytes(32)}) for number in range(297)]
    type(row).objects.bulk_create(rows)
    with django_assert_num_queries(9):
        assert page(rally, "sheet").content.count(b"<tr>") == 301
