"""The call list: whom no message reaches, for people who may see people, who prove it and leave a trace."""

import datetime as dt
import logging
import re
import time

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from events import alerts, unreached
from events.letters import CHANGED, CONFIRMATION
from events.models import Rsvp
from outreach.models import Message, Suppression
from tests.events.conftest import START
from tests.events.test_delivery_page import many
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
PHONE = "+12025550101"


@pytest.fixture
def desk(client, staff, frozen):
    """Somebody of staff who signed in a moment ago."""
    client.force_login(staff)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(staff.pk)
    session.save()
    return client


def page(event) -> str:
    return reverse("events:event_desk_calls", args=[event.slug])


def listed(event, now) -> list[tuple]:
    return [(call.contact, str(call.reason)) for call in unreached.calls(event, now)]


def by_text(person, **fields) -> Rsvp:
    return person(PHONE, channel="sms", consent_at=START - 99 * HOUR, consent_wording="1", **fields)


def test_list_has_those_who_are_known_not_to_be_reached_and_nobody_else(event, reader, person, now):
    fine, stopped, bounced = (reader(f"{name}@tests.example") for name in ("fine", "stopped", "bounced"))
    for rsvp, reason, topic in ((stopped, "asked", "events"), (bounced, "bounced", "")):
        Suppression.objects.create(contact_bi=rsvp.contact_bi, reason=reason, topic=topic, at=now)
    by_text(person)
    assert fine.is_confirmed
    assert listed(event, now) == [
        ("stopped@tests.example", "stopped our mail"),
        ("bounced@tests.example", "the address does not exist"),
        (PHONE, "signed up by text message, and texts are off"),
    ]


def test_message_that_failed_or_may_not_have_come_puts_its_reader_on_the_list(event, reader, now):
    people = [reader(f"reader{n}@tests.example") for n in range(4)]
    alerts.send(pk=event.pk, seen=0, values={"starts_at": START - HOUR}, now=now)
    event.refresh_from_db()
    for rsvp, state, reason in zip(
        people, ("sent", "dead", "failed", "unconfirmed"), ("250", "rcpt 550", "our fault: KeyError", "dot no answer"),
        strict=True,
    ):  # fmt: skip
        Message.objects.filter(kind=CHANGED, subject_id=rsvp.pk).finish(state, reason, now)
    assert listed(event, now) == [
        ("reader1@tests.example", "The server refused the reader’s address or number (550)."),
        ("reader2@tests.example", "A fault of the portal itself (KeyError). Tell whoever runs it."),
        ("reader3@tests.example", "The connection broke after the text. Nobody knows whether it came."),
    ]


def test_failure_of_old_facts_is_forgotten_when_the_newest_news_came(event, reader, now):
    rsvp = reader()
    for revision, state in ((0, "dead"), (1, "sent")):
        alerts.send(pk=event.pk, seen=revision, values={"starts_at": START - HOUR * (revision + 1)}, now=now)
        Message.objects.filter(kind=CHANGED, subject_id=rsvp.pk, revision=revision + 1).finish(state, "250", now)
    event.refresh_from_db()
    assert listed(event, now) == []


def test_text_that_waits_for_the_morning_of_an_early_event_is_a_call(event, person, settings, frozen):
    settings.SMS = {"ADAPTER": "console"}
    rsvp = by_text(person)
    Message.objects.filter(subject_id=rsvp.pk).update(told=0, state="sent", finished_at=START)
    night = dt.datetime(2026, 12, 5, 4, 0, tzinfo=dt.UTC)  # 11:00 pm in New York, the evening before
    early = {"starts_at": START - 4 * HOUR, "ends_at": START - 2 * HOUR}  # 7:00 am
    event = alerts.send(pk=event.pk, seen=0, values=early, now=night)
    assert listed(event, night) == [(PHONE, "texts do not go out at night, and the morning is too late")]


def test_lost_key_leaves_a_line_without_address(event, reader, now):
    reader(name="Reader")
    event.key.delete()
    event.refresh_from_db()
    assert listed(event, now) == [("", "the address can no longer be read")]


def test_page_shows_name_contact_language_seats_reason_and_a_box(desk, event, person, now):
    rsvp = by_text(person, name="Name as given", language="es")
    Rsvp.objects.filter(pk=rsvp.pk).update(guests=2)
    answer = desk.get(page(event))
    html = re.sub(r"\s+", " ", answer.content.decode())
    for words in ("Name as given", PHONE, "Spanish", 'data-label="Seats">3', "texts are off", 'class="box"'):
        assert words in html
    assert "no-store" in answer["Cache-Control"]
    assert "With guests that is 3 seats." in html


def test_empty_list_says_so(desk, event, reader):
    reader()
    html = desk.get(page(event)).content.decode()
    assert "Nobody to call" in html
    assert "reader@" not in html


def test_nobody_is_on_it_once_the_event_is_over(event, person):
    by_text(person)
    assert unreached.calls(event, event.ends_at) == []


def test_only_who_may_see_people_opens_it(client, event, frozen):
    plans_only = UserFactory(is_staff=True)
    plans_only.user_permissions.add(Permission.objects.get(codename="change_event"))
    client.force_login(plans_only)
    assert client.get(page(event)).status_code == 404


def test_who_opens_it_proves_it_anew_and_the_log_says_who_without_anybody_on_it(desk, event, staff, person, caplog):
    by_text(person, name="Name as given")
    staff.set_password("long enough for tests")
    staff.save()
    desk.force_login(staff)
    asked = desk.get(page(event))
    assert (asked.status_code, asked.url.startswith(reverse("account_reauthenticate"))) == (302, True)
    with caplog.at_level(logging.INFO, "events"):
        done = desk.post(asked.url, {"password": "long enough for tests"})
        assert (done.status_code, done.url) == (302, page(event))
        assert PHONE in desk.get(page(event)).content.decode()
    assert f"event {event.pk}: call list opened by user {staff.pk}" in caplog.messages
    assert not any(found in caplog.text for found in (PHONE, "Name as given", staff.email))


def test_five_hundred_people_cost_as_many_questions_as_one(event, person, now, django_assert_num_queries):
    rsvp = by_text(person)
    Message.objects.filter(kind=CONFIRMATION).finish("sent", "250", now)
    for _n in range(2):
        event.refresh_from_db()
        with django_assert_num_queries(4):
            unreached.calls(event, now)
        if Rsvp.objects.count() == 1:
            many(rsvp, 499)
            Rsvp.objects.exclude(pk=rsvp.pk).update(channel="sms", consent_at=now, consent_wording="1")
    assert len(unreached.calls(event, now)) == 500
