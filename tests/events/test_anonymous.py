"""Coming without leaving anything: one number goes up, and nothing about anybody is stored."""

import pytest
from django.urls import reverse
from django.utils import translation

from events.models import Event, EventTally, Rsvp
from events.views.sign_up import COUNTS_PER_CLIENT
from ilp_portal import content
from outreach.models import Message
from tests.events.conftest import OWN, START
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def path(event, page="en") -> str:
    with translation.override(page):
        return reverse("events:event_count", args=[event.slug])


def counts(client, event, page="en", **headers):
    return client.post(path(event, page), headers=OWN | headers)


def test_each_press_counts_one_and_stores_nobody(client, event, language):
    for _ in range(3):
        answer = counts(client, event, language)
    assert (answer.status_code, answer.url) == (302, path(event, language))
    assert EventTally.objects.get().anonymous == 3
    assert (Rsvp.objects.count(), Message.objects.count(), dict(client.cookies)) == (0, 0, {})


def test_the_page_of_thanks_gives_the_calendar_and_says_what_it_cannot_do(client, event):
    html = client.get(path(event)).content.decode()
    assert f"{event.get_absolute_url()}event.ics" in html
    assert "https://calendar.google.com/" in html
    assert "We cannot tell you when something changes" in html
    assert "told only to people who sign up" not in html
    assert EventTally.objects.count() == 0


def test_who_is_only_counted_learns_no_exact_place(client, event):
    Event.objects.update(place_public=False)
    html = client.get(path(event)).content.decode()
    assert "100 Example Street" not in html
    assert "told only to people who sign up with a contact." in html


def test_places_and_the_version_of_pages_stay_as_they_are(client, event):
    Event.objects.update(capacity=1)
    before = content.version()
    counts(client, event)
    event.refresh_from_db()
    assert (event.seats_taken, event.is_full, content.version()) == (0, False, before)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"capacity": 1, "seats_taken": 1, "is_full": True}, "The event has become full meanwhile."),
        ({"status": "cancelled"}, "The event was canceled meanwhile"),
        ({"status": "postponed"}, "The event was postponed meanwhile."),
        ({"signup_open": False}, "Sign-up for this event is closed."),
        ({"starts_at": START - (START - START.replace(year=2025))}, "The event has begun"),
    ],
)
def test_nobody_is_counted_where_nobody_can_sign_up(client, event, fields, words):
    Event.objects.update(**fields)
    answer = counts(client, event)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert EventTally.objects.count() == 0


def test_one_client_may_press_so_often_an_hour(client, event):
    answers = [counts(client, event).status_code for _ in range(COUNTS_PER_CLIENT + 1)]
    assert answers == [302] * COUNTS_PER_CLIENT + [429]
    assert EventTally.objects.get().anonymous == COUNTS_PER_CLIENT


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
def test_another_site_counts_nobody(client, event, headers):
    assert client.post(path(event), headers=headers).status_code == 403
    assert EventTally.objects.count() == 0


def test_a_draft_counts_nobody(client):
    assert counts(client, EventFactory(status="draft")).status_code == 404


def test_a_full_event_offers_the_line_and_no_button_of_this_kind(client, event):
    assert "Just count me" in client.get(event.get_absolute_url()).content.decode()
    Event.objects.update(capacity=1, seats_taken=1, is_full=True)
    html = client.get(event.get_absolute_url()).content.decode()
    assert "The event is full. You can join the waiting list" in html
    assert "Just count me" not in html
