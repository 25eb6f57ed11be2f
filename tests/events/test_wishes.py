"""How a reader wants to be written to: asked in the form, changed behind the mailed link, heeded at the next send."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from events import links
from events.models import Event, Rsvp
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import OWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY_BEFORE = dt.datetime(2026, 12, 4, 23, 0, tzinfo=dt.UTC)  # Friday 18:00 in New York
PACIFIC = "America/Los_Angeles"


@pytest.fixture
def online(event):
    Event.objects.filter(pk=event.pk).update(mode="online")
    event.refresh_from_db()
    return event


def wishes(rsvp) -> tuple:
    return Rsvp.objects.values_list("language", "discreet", "time_zone").get(pk=rsvp.pk)


def saves(visitor, rsvp, page="en", **fields):
    return visitor.client.post(links.path(rsvp, page), {"action": "wishes"} | fields, headers=OWN)


def test_the_form_of_an_online_event_asks_for_the_zone_and_keeps_it(visitor, online):
    page = visitor.client.get(reverse("events:event_detail", args=[online.slug])).content.decode()
    assert "Also show me the hours in" in page
    visitor.asks(online, time_zone=PACIFIC)
    assert Rsvp.objects.get().time_zone == PACIFIC


def test_the_form_of_an_event_in_person_stays_short(visitor, event):
    page = visitor.client.get(reverse("events:event_detail", args=[event.slug])).content.decode()
    assert "Also show me the hours in" not in page
    visitor.asks(event, time_zone=PACIFIC)
    assert Rsvp.objects.get().time_zone == ""


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "America/New_York\x00", "🦋", "../etc/passwd", "x" * 10**5])
def test_a_zone_that_is_not_of_the_list_is_refused_at_the_field(visitor, online, zone):
    response = visitor.asks(online, time_zone=zone)
    assert list(response.context["form"].errors) == ["time_zone"]
    assert Rsvp.objects.count() == 0


def test_what_is_saved_behind_the_link_holds_from_the_next_mail_on(visitor, person, online, frozen):
    rsvp = person()
    run_once()
    response = saves(visitor, rsvp, language="es", time_zone=PACIFIC)
    assert (response.status_code, response.url) == (302, links.path(rsvp, "en") + "?saved=wishes#wishes")
    assert "It counts from the next message on." in visitor.client.get(response.url).content.decode()
    assert wishes(rsvp) == ("es", False, PACIFIC)
    frozen.move_to(DAY_BEFORE)
    run_once()
    assert mail.outbox[-1].subject.startswith(
        "Mañana, 11:00 a. m., hora del Este / 8:00 a. m., hora del Pacífico: Mani"
    )


def test_the_form_shows_what_is_kept(visitor, person, online):
    rsvp = person(language="es", time_zone=PACIFIC)
    form = visitor.opens(rsvp).context["form"]
    assert [form[name].value() for name in ("language", "time_zone", "discreet")] == ["es", PACIFIC, True]


def test_a_change_of_wishes_plans_no_second_reminder(visitor, person):
    rsvp = person()
    before = set(Message.objects.values_list("pk", "kind", "rule"))
    saves(visitor, rsvp, language="es", discreet="on")
    assert set(Message.objects.values_list("pk", "kind", "rule")) == before


@pytest.mark.parametrize("fields", [{}, {"language": "xx"}, {"language": "en\x00"}, {"language": "es" * 10**5}])
def test_bad_wishes_change_nothing_and_come_back_with_the_fault(visitor, person, fields):
    rsvp = person()
    response = saves(visitor, rsvp, **fields)
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["language"])
    assert wishes(rsvp) == ("en", True, "")


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
def test_another_site_cannot_change_wishes(client, person, headers):
    rsvp = person()
    answer = client.post(links.path(rsvp, "en"), {"action": "wishes", "language": "es"}, headers=headers)
    assert answer.status_code == 403
    assert wishes(rsvp) == ("en", True, "")


def test_the_page_tells_the_hours_in_the_readers_zone_too(visitor, person):
    rsvp = person(time_zone=PACIFIC)
    page = visitor.opens(rsvp).content.decode()
    assert "Pacific Time (PT)" in page
    assert "Pacific Time (PT)" not in visitor.opens(person("other@tests.example")).content.decode()


@pytest.mark.parametrize("state", ["pending", "withdrawn"])
def test_only_who_comes_is_asked_how_to_be_written_to(visitor, person, state):
    assert "How we write to you" not in visitor.opens(person(state=state)).content.decode()
