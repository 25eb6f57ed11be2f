"""An accompaniment that is planned here is on no public page, and two days later it is nowhere."""

import datetime as dt

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import translation

from events import erasure
from events.models import Event, EventTally, Rsvp, Shift
from events.months import Month
from ilp_portal.search import index
from tests.events.conftest import OWN, START
from tests.events.shift_parts import a_shift, a_training, place
from tests.factories import CampaignFactory, EventFactory, PartnerFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
CANARY = "canary"
SURFACES = [
    *("home", "history", "history_json", "events_feed", "calendar", "sitemap", "search", "events:event_list"),
    *("events:event_embed", "events:calendar_list"),
    *("events:event_month", "campaigns:campaign_detail", "partners:partner_detail", "coordinators:term_detail"),
]
WORDS = {name: "Canary" for name in ("title_en", "title_es", "summary_en", "summary_es", "record_note", "bring_en")}
PLACE = {"place": "Canary court", "neighborhood": "Canary quarter", "online_url": "https://canary.example"}


@pytest.fixture
def event(term, now):
    """With a campaign and a partner of the public record, so that it could show wherever their events do."""
    campaign, partner = CampaignFactory(slug="open"), PartnerFactory(slug="open")
    event = EventFactory(kind="accompaniment", slug="canary-morning", campaign=campaign, term=term, **WORDS, **PLACE)
    event.partners.add(partner)
    a_shift(event, role_en="Canary walk", role_es="Canary", meeting_point="Canary gate", note="Canary vest")
    return event


@pytest.fixture
def secret(event):
    return event


def addresses(language: str) -> dict[str, str]:
    kwargs = {
        "events:event_month": {"month": Month(2026, 12)},
        "campaigns:campaign_detail": {"slug": "open"},
        "partners:partner_detail": {"slug": "open"},
        "coordinators:term_detail": {"slug": "2026-2027"},
    }
    with translation.override(language):
        found = {name: reverse(name, kwargs=kwargs.get(name)) for name in SURFACES}
    return found | {"search": found["search"] + "?q=canary"}


def surfaces(client, language: str) -> dict[str, str]:
    """What strangers read at every place where events show."""
    texts = {}
    for name, url in addresses(language).items():
        response = client.get(url)
        assert response.status_code == 200, (name, url)
        texts[name] = response.content.decode().lower()
    return texts


def test_no_public_surface_knows_it(client, secret, frozen, now, language):
    index.refresh(now)
    texts = surfaces(client, language)
    assert "canary-morning" not in texts.pop("search")  # the page of a search repeats the word itself
    assert [name for name, text in texts.items() if CANARY in text] == []
    Event.objects.update(kind="rally")  # the same as a rally shows nearly everywhere, so the test can fail
    index.refresh(now)
    shown = [name for name, text in surfaces(client, language).items() if CANARY in text]
    assert set(SURFACES) - set(shown) <= {
        "history",
        "history_json",
        "coordinators:term_detail",
        "home",
        "sitemap",
        "events:calendar_list",
    }


@pytest.mark.parametrize("name", ["event_detail", "event_file", "rsvp_create", "event_count"])
@pytest.mark.parametrize("status", ["published", "postponed", "cancelled"])
def test_its_addresses_are_404(client, secret, frozen, name, status):
    Event.objects.update(status=status)
    url = reverse(f"events:{name}", args=[secret.slug])
    assert (client.get(url).status_code, client.post(url, headers=OWN).status_code) in ((404, 404), (404, 405))
    Event.objects.update(kind="rally")
    assert client.get(url).status_code == 200


def test_accompaniment_of_the_history_stays_public(client):
    past = {"starts_at": None, "ends_at": None, "signup_open": False, "held_on": dt.date(2019, 2, 1)}
    event = EventFactory(kind="accompaniment", precision="month", **past)
    assert client.get(event.get_absolute_url()).status_code == 200
    assert (list(Event.objects.on_record()), event.is_secret) == ([event], False)


def test_two_days_later_only_the_numbers_are_left(secret, person, now, staff):
    place(secret.shifts.get(), person(of=secret, name="Canary", speaks=["es"]), now)
    about = {"content_type": ContentType.objects.get_for_model(Event), "object_id": str(secret.pk)}
    LogEntry.objects.create(user=staff, object_repr="Canary", action_flag=CHANGE, change_message="", **about)
    assert erasure.purge_signups(now=secret.ends_at + 2 * DAY - dt.timedelta(seconds=1))["signups"] == 0
    assert erasure.purge_signups(now=secret.ends_at + 2 * DAY) == {"signups": 1, "keys": 1, "unconfirmed": 0}
    event = Event.objects.get()
    texts = [str(value).lower() for value in Event.objects.values().get().values()]
    assert [text for text in texts if CANARY in text] == []
    assert (Rsvp.objects.count(), Shift.objects.count(), LogEntry.objects.count()) == (0, 0, 0)
    assert (event.title_en, event.title_es, event.slug) == ("Accompaniment", "Acompañamiento", f"erased-{event.pk}")
    assert (event.held_on, event.campaign.slug, event.partners.get().slug) == (START.date(), "open", "open")
    assert EventTally.objects.get().signed_up == 1
    assert [instant.astimezone(event.zone).hour for instant in (event.starts_at, event.ends_at)] == [0, 0]


def test_what_is_left_is_not_public_and_is_not_erased_again(client, secret, now, django_assert_num_queries):
    after = secret.ends_at + 2 * DAY
    erasure.purge_signups(now=after)
    event = Event.objects.get()
    assert client.get(event.get_absolute_url()).status_code == 404
    assert list(Event.objects.past_erasure(after + 9 * DAY).still_holding_people()) == []


@pytest.mark.parametrize("status", ["draft", "cancelled", "postponed"])
def test_one_that_never_took_place_goes_as_well(secret, status):
    Event.objects.update(status=status)
    erasure.purge_signups(now=secret.ends_at + 2 * DAY)
    assert (Event.objects.get().title_en, Shift.objects.count()) == ("Accompaniment", 0)


def test_other_events_keep_their_words(db):
    event = EventFactory(title_en="Rally with tenants")
    a_shift(event, meeting_point="Gate", note="Vest", training=a_training())
    erasure.purge_signups(now=event.ends_at + 8 * DAY)
    event.refresh_from_db()
    shift = event.shifts.get()
    assert (event.title_en, shift.role_en, shift.meeting_point, shift.note) == (
        "Rally with tenants",
        "Interpreter",
        "",
        "",
    )
