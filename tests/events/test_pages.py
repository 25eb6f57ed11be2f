"""What everybody may read about events, in both languages."""

import datetime as dt

import pytest

from events.models import Event, Rsvp, Training
from partners.models import Citation
from tests.events.conftest import START
from tests.factories import CampaignFactory, EventFactory, PartnerFactory, ShiftFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LIST = {"en": "/events/", "es": "/es/eventos/"}
YEAR = dt.timedelta(days=365)
PAST = {"starts_at": START - YEAR, "ends_at": START - YEAR + dt.timedelta(hours=1), "held_on": dt.date(2025, 12, 5)}
RECORD = {"starts_at": None, "ends_at": None, "signup_open": False}


def read(client, event, page="en") -> str:
    return client.get(f"{LIST[page]}{event.slug}/").content.decode()


def test_the_list_shows_what_is_ahead_soonest_first_and_what_is_past_newest_first(client):
    later, sooner = EventFactory(starts_at=START + YEAR, ends_at=START + YEAR + dt.timedelta(hours=1)), EventFactory()
    past = EventFactory(**PAST)
    record = EventFactory(held_on=dt.date(2019, 2, 1), precision="month", **RECORD)
    context = client.get("/events/").context
    assert (context["upcoming"], context["past"]) == ([sooner, later], [past, record])


def test_an_event_that_goes_on_is_not_past(client, event, frozen):
    frozen.move_to(START + dt.timedelta(minutes=10))
    assert client.get("/events/").context["upcoming"] == [event]


@pytest.mark.parametrize(
    ("page", "words"), [("en", "No events on the calendar yet"), ("es", "Todavía no hay eventos en el calendario")]
)
def test_an_empty_list_says_so_kindly(client, page, words):
    assert words in client.get(LIST[page]).content.decode()


def test_drafts_and_demo_rows_are_not_public(client, settings):
    draft, demo = EventFactory(status="draft"), EventFactory(is_demo=True)
    settings.DEBUG = False
    assert client.get("/events/").context["upcoming"] == []
    assert [client.get(event.get_absolute_url()).status_code for event in (draft, demo)] == [404, 404]


def test_a_demo_event_is_labelled(client, settings):
    settings.DEBUG = True
    event = EventFactory(is_demo=True)
    assert '<span class="tag">Demo</span>' in read(client, event)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "en",
            [
                "Rally with tenants",
                "11:00 am",
                "Eastern Time (ET)",
                "Spanish, English",
                "I will be there",
                "Rally</span>",
            ],
        ),
        ("es", ["Manifestación con inquilinos", "11:00 a. m.", "hora del Este (ET)", "Español, inglés", "Ahí estaré"]),
    ],
)
def test_an_event_is_told_in_the_language_of_the_page(client, event, page, words):
    html = read(client, event, page)
    assert [text for text in words if text not in html] == []


def test_the_language_switch_stays_on_the_event(client, event):
    assert f'href="/es/eventos/{event.slug}/"' in read(client, event)
    assert f'href="/events/{event.slug}/"' in read(client, event, "es")


def test_the_exact_place_and_the_online_address_are_for_confirmed_people(client):
    event = EventFactory(place_public=False, online_url="https://meet.example/abc")
    for html in (read(client, event), client.get("/events/").content.decode()):
        assert "Columbia Heights" in html
        assert "100 Example Street" not in html
        assert "meet.example" not in html
    assert "We tell you the exact place when you have signed up." in read(client, event)


def test_a_place_without_a_neighborhood_is_still_promised(client):
    html = read(client, EventFactory(place_public=False, neighborhood=""))
    assert "We tell you the exact place when you have signed up." in html
    assert "100 Example Street" not in html


def test_an_online_event_shows_the_hours_of_both_coasts(client):
    event = EventFactory(mode="online", place="")
    html = read(client, event)
    assert "Pacific Time (PT)" in html
    assert "8:00 am" in html
    assert "We give you the address when you have signed up." in html


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (
            "cancelled",
            {"en": "Canceled: this event will not take place", "es": "Cancelado: este evento no se realizará"},
        ),
        ("postponed", {"en": "Postponed: this event will not be", "es": "Pospuesto: este evento no será"}),
    ],
)
def test_a_change_of_plan_comes_first_and_closes_the_sign_up(client, event, status, words, language):
    Event.objects.filter(pk=event.pk).update(status=status)
    html = read(client, event, language)
    assert html.index(words[language]) < html.index("<h1>")
    assert 'id="sign-up"' not in html


@pytest.mark.parametrize("kind", ["rally", "march", "hearing"])
def test_rights_stand_where_they_may_be_needed(client, kind):
    html = read(client, EventFactory(kind=kind))
    assert 'aria-labelledby="rights"' in html
    assert "General information, not legal advice." in html


def test_rights_are_not_printed_on_a_panel_or_on_the_past(client):
    assert 'aria-labelledby="rights"' not in read(client, EventFactory(kind="panel"))
    assert 'aria-labelledby="rights"' not in read(client, EventFactory(**PAST))


def test_an_event_of_the_record_shows_its_precision_its_sources_and_whose_it_was(client):
    event = EventFactory(held_on=dt.date(2019, 2, 1), precision="month", ilp_role="not_documented", **RECORD)
    event.partners.add(PartnerFactory(name="Partner of the forum"))
    for order, link in enumerate(("yes", "review", "no")):
        source = SourceFactory(ref=f"https://{link}.example/", publisher=f"Publisher {link}", public_link=link)
        Citation.objects.create(record=event, source=source, order=order)
    html = read(client, event)
    for text in (
        "February 2019",
        "Partner of the forum",
        "An event of the organizations named here.",
        "Publisher review",
        "https://yes.example/",
    ):
        assert text in html
    for text in ("https://review.example/", "Publisher no", "https://no.example/", 'id="sign-up"'):
        assert text not in html


def test_partners_and_campaigns_that_are_not_public_are_not_named(client):
    event = EventFactory(campaign=CampaignFactory(title_en="Hidden campaign", is_public=False))
    event.partners.add(PartnerFactory(name="Hidden partner", is_public=False), PartnerFactory(name="Shown partner"))
    html = read(client, event)
    assert "Shown partner" in html
    assert "Hidden" not in html


@pytest.mark.parametrize("slug", ["nothing", "%00", "🦋", "9" * 300, str(10**30)])
def test_an_event_that_is_not_there_is_a_404(client, slug):
    assert client.get(f"/events/{slug}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_pages_take_nothing_in(client, event, method):
    assert getattr(client, method)(event.get_absolute_url()).status_code in (403, 405)
    assert Event.objects.get(pk=event.pk).title_en == "Rally with tenants"


def test_the_form_is_where_the_reader_is(client, event):
    html = read(client, event, "es")
    assert f'action="/es/eventos/{event.slug}/inscribirse/"' in html
    assert 'value="es"' in html.split("checked")[0].rpartition("<input")[2]
    assert "csrfmiddlewaretoken" not in html


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("people", [0, 500])
def test_an_event_needs_five_queries(client, event, rows, people, django_assert_num_queries):
    event.partners.set(PartnerFactory.create_batch(rows))
    for order in range(rows):
        Citation.objects.create(record=event, source=SourceFactory(), order=order)
    for n in range(rows):
        training = Training.objects.create(slug=f"training-{n}", name_en="Accompaniment")
        ShiftFactory(event=event, training=training)
    index = [n.to_bytes(2) for n in range(people)]
    Rsvp.objects.bulk_create(Rsvp(event=event, contact_bi=bi, contact_ct=b"x", language="en") for bi in index)
    with django_assert_num_queries(5):
        client.get(event.get_absolute_url())
