"""Addresses that fill in somebody's own calendar: right hours, no secret, no request of ours."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from events import calendar_links
from events.models import Event
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def asked(event) -> dict[str, dict[str, str]]:
    """What each address says, by its host."""
    parts = [urlsplit(url) for _name, url in calendar_links.links(event)]
    return {part.netloc: {name: values[0] for name, values in parse_qs(part.query).items()} for part in parts}


def test_both_say_the_same_hours_in_utc():
    said = asked(EventFactory())
    assert list(said) == ["calendar.google.com", "outlook.live.com"]
    assert said["calendar.google.com"]["dates"] == "20261205T160000Z/20261205T173000Z"
    outlook = said["outlook.live.com"]
    assert (outlook["startdt"], outlook["enddt"]) == ("2026-12-05T16:00:00Z", "2026-12-05T17:30:00Z")


def test_words_are_those_of_the_page_and_survive_the_way():
    event = EventFactory(title_en="Rent & repairs: 50% now 🦋", title_es="¿Reparaciones? ¡Ya! #1")
    for language, title in (("en", event.title_en), ("es", event.title_es)):
        with translation.override(language):
            said = asked(event)
            assert said["calendar.google.com"]["text"] == said["outlook.live.com"]["subject"] == title
            assert said["calendar.google.com"]["details"].endswith(event.get_absolute_url())


def test_the_place_is_the_one_strangers_read():
    event = EventFactory(place_public=False, online_url="https://meet.example/quokka")
    said = asked(event)
    assert {said["calendar.google.com"]["location"], said["outlook.live.com"]["location"]} == {"Columbia Heights"}
    assert "quokka" not in str(said)


def test_without_an_hour_there_is_none_and_without_an_end_it_is_an_hour_long():
    assert calendar_links.links(EventFactory(starts_at=None, ends_at=None, signup_open=False)) == []
    event = EventFactory(ends_at=None, signup_open=False)
    assert asked(event)["outlook.live.com"]["enddt"] == "2026-12-05T17:00:00Z"


@pytest.mark.parametrize("year", [1, 9998])
def test_odd_years_are_written_with_four_digits(year):
    start = dt.datetime(year, 6, 1, 12, tzinfo=dt.UTC)
    event = Event(slug="odd", title_en="Odd", starts_at=start, ends_at=start + dt.timedelta(hours=1))
    assert asked(event)["outlook.live.com"]["startdt"] == f"{year:04}-06-01T12:00:00Z"


def test_the_page_leads_there_without_a_word_about_itself(client, frozen):
    html = client.get(EventFactory().get_absolute_url()).content.decode()
    assert html.count('rel="noreferrer noopener nofollow"') == 2
    assert "Calendars refresh late" in html
