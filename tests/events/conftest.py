"""Roles of this part: a visitor without account, a person who signed up, an event that takes sign-ups."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from events import actions, links
from events.letters import CONFIRMATION
from events.models import Rsvp
from outreach import engine
from outreach.models import Message
from tests.factories import EventFactory

OWN = {"origin": "http://testserver"}  # what a browser says when the form stood on a page of ours
START = dt.datetime(2026, 12, 5, 16, 0, tzinfo=dt.UTC)  # Saturday 11:00 am in New York


@pytest.fixture
def event(db):
    return EventFactory(title_en="Rally with tenants", title_es="Manifestación con inquilinos")


@pytest.fixture
def person(event, now):
    """Makes a sign-up for the event: person("a@b.example", state="confirmed")."""

    def make(contact="reader@tests.example", *, at=now, state="confirmed", of=event, **fields) -> Rsvp:
        fields = {"language": "en", "name": "", "discreet": True} | fields
        actions.sign_up(event=of, contact=contact, now=at, **fields)
        rsvp = of.rsvps.latest("pk")
        if state != "pending":
            actions.confirm(rsvp=rsvp, now=at)
        if state == "withdrawn":
            actions.withdraw(rsvp=rsvp, now=at)
        return Rsvp.objects.get(pk=rsvp.pk)

    return make


@pytest.fixture
def reader(person, now):
    """Makes a confirmed sign-up whose confirmation was really handed over: they were told revision 0."""

    def make(contact="reader@tests.example", **fields) -> Rsvp:
        rsvp = person(contact, **fields)
        Message.objects.filter(subject_id=rsvp.pk, kind=CONFIRMATION).update(told=0)
        Message.objects.filter(subject_id=rsvp.pk, kind=CONFIRMATION).finish(Message.State.SENT, "250", now)
        return rsvp

    return make


class Visitor:
    """Somebody without account, whose browser sends forms from pages of ours. Keeps no cookie."""

    def __init__(self, client):
        self.client = client

    def asks(self, event, *, page="en", address="127.0.0.1", **fields):
        with translation.override(page):
            url = reverse("events:rsvp_create", args=[event.slug])
        fields = {"contact": "reader@tests.example", "language": page, "discreet": "on"} | fields
        headers = OWN | {"X-Forwarded-For": address}
        return self.client.post(url, {k: v for k, v in fields.items() if v is not None}, headers=headers)

    def opens(self, rsvp, page="en"):
        return self.client.get(links.path(rsvp, page))

    def presses(self, action, rsvp, page="en"):
        return self.client.post(links.path(rsvp, page), {"action": action}, headers=OWN)


@pytest.fixture
def visitor(client):
    return Visitor(client)


@pytest.fixture
def fresh_breakers():
    """No channel is left alone because of what failed in another test."""
    for breaker in engine.breakers.values():
        breaker.reset()
    yield
    for breaker in engine.breakers.values():
        breaker.reset()
