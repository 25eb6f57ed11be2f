"""Texts to pass on about an event, in both languages: what strangers may read, and nothing for a draft."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import translation

from events import actions, share
from events.models import Event
from tests.factories import CampaignFactory, EventFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BASE = "https://ilp.example.edu"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.BASE_URL = BASE


@pytest.fixture
def rally(db) -> Event:
    """A place that is told to confirmed people alone."""
    return EventFactory(
        **{"slug": "rally", "title_en": "Rally with tenants", "title_es": "Manifestación con inquilinos"},
        **{"place": "Quokka Street 7", "place_public": False, "record_note": "Quokka"},
        **{"online_url": "https://quokka.example/", "interpretation": ["am"]},
    )


def texts(event: Event, now: dt.datetime) -> dict[str, tuple[str, str]]:
    return {kit.language: (kit.whatsapp, kit.sms) for kit in share.kits(event, now)}


def test_whatsapp_gets_title_hours_neighborhood_languages_and_the_page_in_its_language(rally, now):
    assert texts(rally, now)["en"][0].splitlines() == [
        "*Rally with tenants*",
        "Saturday, December 5, 2026, 11:00 am to 12:30 pm, Eastern Time (ET)",
        "Columbia Heights. We tell you the exact place when you have signed up.",
        "Languages: Spanish, English, interpreted into Amharic",
        f"Sign up: {BASE}/events/rally/",
    ]
    assert texts(rally, now)["es"][0].splitlines() == [
        "*Manifestación con inquilinos*",
        "Sábado 5 de diciembre de 2026, 11:00 a. m. a 12:30 p. m., hora del Este (ET)",
        "Columbia Heights. Le decimos el lugar exacto cuando se inscriba.",
        "Idiomas: español, inglés; con interpretación a: amárico",
        f"Inscríbase: {BASE}/es/eventos/rally/",
    ]


def test_text_message_is_short_and_counted(rally, now):
    kits = {kit.language: kit for kit in share.kits(rally, now)}
    assert kits["en"].sms == (
        "Rally with tenants: Dec 5, 11:00 am ET, Columbia Heights. Spanish, English, interpreted into Amharic."
        f" {BASE}/events/rally/"
    )
    assert kits["es"].sms.startswith("Manifestación con inquilinos: 5 dic, 11:00 a. m. ET, Columbia Heights. Español,")
    assert {code: (kit.size.coding, kit.size.parts) for code, kit in kits.items()} == {
        "en": ("GSM-7", 1),
        "es": ("UCS-2", 3),
    }


def test_nothing_that_is_not_public_is_in_any_text(rally, now):
    assert "uokka" not in str(texts(rally, now)).casefold()
    Event.objects.filter(pk=rally.pk).update(place_public=True)
    assert str(texts(Event.objects.get(pk=rally.pk), now)).count("Quokka Street 7") == 4


@pytest.mark.parametrize(
    ("columns", "starts", "ends"),
    [
        ({"status": "cancelled"}, "CANCELED: ", "Please do not come."),
        ({"status": "postponed"}, "POSTPONED: ", "The new date will"),
        ({"signup_open": False}, "*Rally", "Read more: "),
        ({"is_full": True}, "*Rally", "Join the waiting list: "),
    ],
)
def test_texts_say_how_things_stand(rally, now, columns, starts, ends):
    Event.objects.filter(pk=rally.pk).update(**columns)
    whatsapp, sms = texts(Event.objects.get(pk=rally.pk), now)["en"]
    assert (whatsapp.startswith(starts), ends in whatsapp) == (True, True)
    assert sms.startswith(starts.strip("*")) is True
    assert (f"{BASE}/events/rally/" in whatsapp, f"{BASE}/events/rally/" in sms) == (True, True)


def test_online_event_is_told_in_both_zones_and_without_its_address(now):
    event = EventFactory(mode="online", place="", neighborhood="", online_url="https://quokka.example/")
    whatsapp, sms = texts(event, now)["en"]
    assert "11:00 am to 12:30 pm, Eastern Time (ET) / 8:00 am to 9:30 am, Pacific Time (PT)" in whatsapp
    assert "Online event. We give you the address when you have signed up." in whatsapp
    assert ("11:00 am ET / 8:00 am PT, Online event." in sms, "quokka" in whatsapp + sms) == (True, False)


def test_text_after_a_change_says_so_first(rally, now):
    actions.store(event=rally, now=now)
    later = now + dt.timedelta(hours=1)
    rally.starts_at += dt.timedelta(hours=1)
    rally.ends_at += dt.timedelta(hours=1)
    actions.store(event=rally, now=later)
    found = texts(Event.objects.get(pk=rally.pk), later)
    assert [text.partition(":")[0] for pair in found.values() for text in pair] == ["CHANGED"] * 2 + ["CAMBIO"] * 2


def test_language_without_words_has_no_text_unless_staff_chose_it(now):
    event = EventFactory(title_es="")
    assert [bool(kit.whatsapp) for kit in share.kits(event, now)] == [True, False]
    event.one_language = True
    assert share.kit(event, "es", now).whatsapp.splitlines()[0] == "Texto solo en inglés."


def test_asterisks_of_a_title_do_not_break_the_bold(now):
    event = EventFactory(title_en="Rent * strike *")
    assert texts(event, now)["en"][0].splitlines()[0] == "*Rent   strike*"


# --- the page ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def page(client, staff):
    client.force_login(staff)

    def get(slug: str, name: str = "share", code: str = "en"):
        with translation.override(code):
            return client.get(reverse(f"events:event_desk_{name}", args=[slug]))

    return get


def test_page_gives_fields_buttons_and_links_that_only_a_click_follows(rally, page, now):
    html = page("rally").content.decode()
    assert all(f'<textarea id="{name}-{code}"' in html for name in ("whatsapp", "sms") for code in ("en", "es"))
    links = [part.partition('"')[0].replace("&amp;", "&") for part in html.split('href="')[1:]]
    wanted = [link for link in links if link.startswith(("https://wa.me/", "sms:"))]
    told = [parse_qs(urlsplit(link).query) for link in wanted]
    pairs = texts(rally, now)
    assert [query.get("text", query.get("body"))[0] for query in told] == [*pairs["en"], *pairs["es"]]
    assert html.count('rel="noreferrer noopener"') >= len(wanted) == 4
    assert ("3 parts: " in html, "A letter like á or í" in html, "js/copy.js" in html) == (True, True, True)


def test_draft_says_to_publish_first_and_gives_no_link(rally, page):
    Event.objects.filter(pk=rally.pk).update(status="draft")
    for name in ("share", "flyer"):
        html = page("rally", name).content.decode()
        assert ("Publish it first" in html, BASE + "/events" in html, "wa.me" in html) == (True, False, False), name


def test_accompaniment_and_strangers_to_the_desk_find_nothing(client, page, coordinator):
    event = EventFactory(kind="accompaniment", starts_at=None, ends_at=None, signup_open=False, status="draft")
    other = EventFactory()
    assert [page(event.slug, name).status_code for name in ("share", "flyer", "sheet")] == [404] * 3
    client.force_login(coordinator.user)
    pages = [reverse(f"events:event_desk_{name}", args=[other.slug]) for name in ("share", "flyer", "sheet")]
    assert [client.get(path).status_code for path in pages] == [404] * 3


def test_page_costs_the_same_for_any_number_of_partners(rally, page, django_assert_num_queries):
    page("rally")
    counts = []
    for _round in range(2):
        rally.partners.add(PartnerFactory(), PartnerFactory())
        with translation.override("en"), django_assert_num_queries(7) as asked:
            page("rally")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_page_shows_the_code_for_partners_in_both_languages(rally, page):
    Event.objects.filter(pk=rally.pk).update(campaign=CampaignFactory(slug="rent"))
    html = page("rally").content.decode()
    assert f"src=&quot;{BASE}/embed/events/?campaign=rent&quot;" in html
    assert f"src=&quot;{BASE}/es/incrustar/eventos/?campaign=rent&quot;" in html
    assert "the portal learns nothing about the readers of that page" in html


def test_event_of_the_record_without_an_hour_is_told_by_its_day(now):
    event = EventFactory(slug="panel", kind="panel", starts_at=None, ends_at=None, signup_open=False, languages=[])
    whatsapp, sms = texts(event, now)["en"]
    link = f"{BASE}/events/panel/"
    place = "100 Example Street NW, Washington, DC"
    assert whatsapp.splitlines() == [f"*{event.title}*", "December 5, 2026", place, f"Read more: {link}"]
    assert sms == f"{event.title}: December 5, 2026, {place}. {link}"
