"""Calendars for everybody: all events or some, each under its name, and nothing that is not for everybody."""

import datetime as dt
from urllib.parse import urlencode

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.models import Campaign
from events.models import Event
from partners.models import Partner
from tests.factories import CampaignFactory, EventFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def read(client):
    """The calendar of a choice, as a program reads it."""

    def get(code: str = "en", /, **choice) -> icalendar.Calendar:
        with translation.override(code):
            response = client.get(f"{reverse('calendar')}?{urlencode(choice)}")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return icalendar.Calendar.from_ical(response.content)

    return get


def titles(calendar: icalendar.Calendar) -> list[str]:
    return [str(entry["SUMMARY"]) for entry in calendar.walk("VEVENT")]


@pytest.fixture
def week(db):
    """A clinic of a campaign, a rally with a partner, a panel interpreted into Mixtec, an event without all of it."""
    campaign = CampaignFactory(slug="rent", title_en="Rent strike", title_es="Huelga de renta")
    EventFactory(title_en="Clinic", kind="clinic", campaign=campaign)
    EventFactory(title_en="Rally").partners.add(PartnerFactory(slug="house", name="The House"))
    EventFactory(title_en="Panel", kind="panel", interpretation=["mixtec"])
    EventFactory(title_en="Forum", kind="forum", status="cancelled")


@pytest.mark.parametrize(
    ("choice", "found", "name"),
    [
        ({}, ["Clinic", "Rally", "Panel", "Forum"], "Immigration and Labor Project"),
        ({"kind": "clinic"}, ["Clinic"], "Immigration and Labor Project: Clinic"),
        ({"campaign": "rent"}, ["Clinic"], "Immigration and Labor Project: Rent strike"),
        ({"partner": "house"}, ["Rally"], "Immigration and Labor Project: The House"),
        ({"language": "mixtec"}, ["Panel"], "Immigration and Labor Project: Mixtec"),
        ({"kind": "panel", "partner": "house"}, [], "Immigration and Labor Project: Panel, The House"),
        ({"kind": ""}, ["Clinic", "Rally", "Panel", "Forum"], "Immigration and Labor Project"),
    ],
)
def test_calendar_of_a_choice_has_its_events_and_a_name_of_its_own(week, read, choice, found, name):
    calendar = read(**choice)
    assert titles(calendar) == found
    assert (calendar["X-WR-CALNAME"], calendar["NAME"]) == (name, name)


def test_calendar_of_a_campaign_without_events_can_be_subscribed(read):
    CampaignFactory(slug="rent")
    assert titles(read(campaign="rent")) == []


def test_who_subscribed_before_a_slug_was_changed_goes_on_reading(week, read):
    for row in (Campaign.objects.get(slug="rent"), Partner.objects.get(slug="house")):
        row.slug = f"new-{row.slug}"
        row.save()
    assert titles(read(campaign="rent")) == ["Clinic"]
    assert titles(read(partner="house")) == ["Rally"]


@pytest.mark.parametrize(
    "query",
    [
        "kind=accompaniment",
        "kind=x",
        "campaign=secret",
        "partner=secret",
        "language=tlh",
        "language=%F0%9F%A6%8B",
        "kind=%00",
    ],
)
def test_choice_that_is_none_of_ours_is_not_found(client, query):
    CampaignFactory(slug="secret", is_public=False)
    PartnerFactory(slug="secret", is_public=False)
    assert client.get(f"/events/calendar.ics?{query}").status_code == 404


def test_calendar_says_in_both_languages_that_it_is_late(read):
    said = {language: str(read(language)["X-WR-CALDESC"]) for language in ("en", "es")}
    assert said["en"].startswith("Calendars refresh late, some only once a day.")
    assert str(read()["DESCRIPTION"]) == said["en"] != said["es"]


def test_entry_says_what_people_need_to_come(read):
    EventFactory(
        summary_en="Stand with us.",
        **{"languages": ["es"], "interpretation": ["en"], "access": ["seats", "step-free"]},
        **{"access_note_en": "Ring twice", "bring_en": "Water; and, a sign"},
    )
    (entry,) = read().walk("VEVENT")
    assert str(entry["DESCRIPTION"]).splitlines() == [
        "Stand with us.",
        "",
        "Languages: Spanish, interpreted into English",
        "Access: no steps on the way in, places to sit, Ring twice",
        "Bring: Water; and, a sign",
    ]


@pytest.mark.parametrize("choice", [{}, {"kind": "rally"}, {"language": "es"}, {"campaign": "rent"}])
def test_nothing_that_is_not_for_everybody_is_in_any_calendar(client, settings, choice):
    settings.DEBUG = True
    rent = CampaignFactory(slug="rent")
    for hidden in ({"status": "draft"}, {"is_demo": True}, {"kind": "accompaniment"}):
        EventFactory(title_en="Quokka", campaign=rent, languages=["es"], **hidden)
    place = {"place": "Quokka Street", "place_public": False, "online_url": "https://quokka.example/"}
    told = {
        "starts_at": dt.datetime(2026, 11, 18, 18, tzinfo=dt.UTC),
        "ends_at": dt.datetime(2026, 11, 18, 20, tzinfo=dt.UTC),
    }
    soon = EventFactory(exact_hours_before=5, record_note="Quokka", languages=["es"], campaign=rent, **place, **told)
    soon.shifts.create(role="Quokka", meeting_point="Quokka", starts_at=told["starts_at"], ends_at=told["ends_at"])
    found = [client.get("/events/calendar.ics", choice), client.get(f"/events/{soon.slug}/event.ics")]
    assert [b"Columbia Heights" in response.content for response in found] == [True, True]
    assert [b"uokka" in response.content for response in found] == [False, False]


def test_every_event_of_the_record_is_there_for_as_long_as_a_month(read, now):
    for days, title in ((-29, "Kept"), (-31, "Gone")):
        end = now + dt.timedelta(days=days)
        EventFactory(title_en=title, starts_at=end - dt.timedelta(hours=1), ends_at=end, held_on=end.date())
    assert titles(read()) == ["Kept"]


# --- the page that explains -------------------------------------------------------------------------------------------
def page(client, code: str = "en", /, **choice) -> str:
    with translation.override(code):
        response = client.get(reverse("events:calendar_list"), choice)
    assert (response.status_code, bool(response.cookies)) == (200, False)
    return response.content.decode()


def test_page_gives_the_address_of_the_choice(client, week, settings):
    settings.BASE_URL = "https://ilp.example.edu"
    text = page(client, kind="clinic", campaign="rent")
    assert 'value="https://ilp.example.edu/events/calendar.ics?kind=clinic&amp;campaign=rent"' in text
    assert 'href="webcal://ilp.example.edu/events/calendar.ics?kind=clinic&amp;campaign=rent"' in text
    assert "Calendars refresh late" in text
    assert "/es/eventos/calendario.ics" in page(client, "es")


def test_address_on_the_page_is_one_that_answers(client, week):
    address = page(client, language="mixtec").partition('id="address" value="')[2].partition('"')[0]
    path = address.replace("&amp;", "&").partition("//")[2].partition("/")[2]
    assert titles(icalendar.Calendar.from_ical(client.get(f"/{path}").content)) == ["Panel"]


def test_choice_that_is_none_gives_no_address_and_says_so(client):
    text = page(client, kind="🦋")
    assert ("There is no such choice." in text, 'id="address"' in text) == (True, False)


def test_page_and_calendar_cost_the_same_for_any_number_of_events(client, django_assert_num_queries):
    for _round in range(2):
        for _ in range(3):
            EventFactory(campaign=CampaignFactory()).partners.add(PartnerFactory())
        client.get("/events/calendar.ics")  # what was changed is known
        with django_assert_num_queries(2):
            page(client)
        with django_assert_num_queries(6):
            client.get("/events/calendar.ics")
    assert Event.objects.count() == 6
