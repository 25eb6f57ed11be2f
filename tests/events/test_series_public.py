"""What readers see of a series: the other dates on the page of each."""

import datetime as dt

import pytest

from events import recurrence, series
from events.models import Event, Series
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_page_of_a_date_names_the_next_ones_and_no_draft(client, now, language):
    first = EventFactory(slug="meeting")
    starts, minutes = recurrence.wall(first)
    days = {"weekdays": [5], "first_day": first.held_on, "last_day": dt.date(2026, 12, 26)}
    series.create(event=first, rule=Series(starts=starts, minutes=minutes, **days), choices={}, now=now)
    Event.objects.filter(held_on=dt.date(2026, 12, 19)).update(status="draft")
    path = {"en": "/events/meeting/", "es": "/es/eventos/meeting/"}[language]
    text = client.get(path).content.decode()
    assert ("meeting-2026-12-12/" in text, "meeting-2026-12-26/" in text, "meeting-2026-12-19" in text) == (
        *(True, True),
        False,
    )


def test_page_of_an_event_that_stands_alone_says_nothing_of_dates(client):
    assert "date 1 of" not in client.get(EventFactory().get_absolute_url()).content.decode()
