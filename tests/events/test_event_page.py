"""The page of an event beyond its sign-up: hours in the zones that count, a file for calendars, what to read on."""

import datetime as dt

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.models import ResourceSection
from events.models import Event
from partners.models import Citation
from tests.events.conftest import START
from tests.factories import CampaignFactory, EventFactory, PartnerFactory, ResourceFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def file_of(client, event) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(client.get(f"{event.get_absolute_url()}event.ics").content)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ["11:00 am</span> to", "12:30 pm</span>, Eastern Time (ET)"]),
        (
            {"mode": "online", "place": ""},
            ["Eastern Time (ET)", "8:00 am</span> to", "9:30 am</span>, Pacific Time (PT)"],
        ),
        (
            {"mode": "online", "place": "", "time_zone": "America/Chicago"},
            ["10:00 am</span> to", "Central Time (CT)", "Eastern Time (ET)", "Pacific Time (PT)"],
        ),
    ],
)
def test_hours_are_told_in_the_zone_of_the_event_and_online_on_both_coasts(client, fields, told):
    html = client.get(EventFactory(**fields).get_absolute_url()).content.decode()
    assert [words for words in told if words not in html] == []
    assert ("Pacific Time (PT)" in html.partition('id="sign-up"')[0]) == ("mode" in fields)


def test_file_puts_the_event_into_a_calendar_as_our_mails_do(client, event, language):
    with translation.override(language):
        response = client.get(reverse("events:event_file", args=[event.slug]))
    calendar = icalendar.Calendar.from_ical(response.content)
    (entry,) = calendar.walk("VEVENT")
    assert (response["Content-Type"], response.cookies) == ("text/calendar; charset=utf-8", {})
    assert (entry["UID"].split("@")[0], entry["SUMMARY"]) == (f"event-{event.pk}", getattr(event, f"title_{language}"))
    assert (entry.decoded("DTSTART"), str(entry["DTSTART"].params["TZID"])) == (START, "America/New_York")
    assert "X-WR-CALNAME" not in calendar


def test_file_tells_no_more_than_the_page(client):
    event = EventFactory(place_public=False, online_url="https://meet.example/quokka")
    (entry,) = file_of(client, event).walk("VEVENT")
    assert str(entry["LOCATION"]) == "Columbia Heights"
    assert "quokka" not in str(entry)
    assert "ATTENDEE" not in entry
    assert "ORGANIZER" not in entry


@pytest.mark.parametrize(
    "fields",
    [{"status": "draft"}, {"starts_at": None, "ends_at": None, "signup_open": False}],
    ids=["draft", "no-hour"],
)
def test_no_file_for_a_draft_or_without_an_hour(client, fields):
    event = EventFactory(**fields)
    assert client.get(f"/events/{event.slug}/event.ics").status_code == 404


@pytest.mark.parametrize(
    ("fields", "offered"), [({}, True), ({"status": "cancelled"}, False), ({"status": "postponed"}, False)]
)
def test_file_is_offered_while_somebody_may_come(client, fields, offered):
    event = EventFactory(**fields)
    html = client.get(event.get_absolute_url()).content.decode()
    assert ("event.ics" in html) == offered
    assert "/events/month/2026-12/" in html


def test_resources_of_the_campaign_are_there_to_read_on(client):
    campaign = CampaignFactory()
    letter, shown, hidden = ResourceFactory(), ResourceFactory(), ResourceFactory(is_public=False)
    for resource in (letter, shown, hidden):
        resource.campaigns.add(campaign)
    ResourceFactory()
    announced = ResourceSection.objects.create(resource=letter, order=1, headline_en="News", headline_es="Noticias")
    event = EventFactory(campaign=campaign, announced_in=announced)
    page = client.get(event.get_absolute_url())
    assert page.context["resources"] == [shown]
    assert shown.get_absolute_url() in page.content.decode()
    hidden_campaign = EventFactory(campaign=CampaignFactory(is_public=False))
    assert client.get(hidden_campaign.get_absolute_url()).context["resources"] == []


@pytest.mark.parametrize("fields", [{"is_public": False}, {"is_demo": True}])
def test_nothing_of_a_campaign_that_is_not_shown_is_on_the_page(client, fields):
    """Not even its emblem: the page is the same as without it."""
    event = EventFactory(campaign=CampaignFactory(emblem="road", **fields))
    page = client.get(event.get_absolute_url()).content
    Event.objects.update(campaign=None)
    assert client.get(event.get_absolute_url()).content == page


def test_missing_translation_is_told_in_the_other_language_with_a_note(client):
    event = EventFactory(title_en="Evening rally", title_es="", summary_es="")
    with translation.override("es"):
        paths = [event.get_absolute_url(), reverse("events:event_list"), event.month.get_absolute_url()]
    for path in paths:
        assert '<span lang="en">Evening rally</span> <small class="mute">' in client.get(path).content.decode()


def test_event_of_several_days_says_when_it_ends(client):
    event = EventFactory(ends_at=START + dt.timedelta(hours=50))
    assert "It ends on Monday, December 7, 2026." in client.get(event.get_absolute_url()).content.decode()
    assert "(until December 7)" in client.get("/events/").content.decode()
    night = EventFactory(starts_at=START + dt.timedelta(hours=9), ends_at=START + dt.timedelta(hours=20))
    assert "It ends on" not in client.get(night.get_absolute_url()).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_event_of_a_campaign_needs_six_queries(client, rows, django_assert_num_queries):
    campaign = CampaignFactory()
    for resource in ResourceFactory.create_batch(rows):
        resource.campaigns.add(campaign)
    event = EventFactory(campaign=campaign)
    event.partners.set(PartnerFactory.create_batch(rows))
    for order in range(rows):
        Citation.objects.create(record=event, source=SourceFactory(), order=order)
    with django_assert_num_queries(6):
        client.get(event.get_absolute_url())
