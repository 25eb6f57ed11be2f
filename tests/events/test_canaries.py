"""A whole life of an event with canaries wherever somebody can write something; then nothing of them is left."""

import datetime as dt
import logging
import re
import uuid

import pytest
from django.urls import reverse

from events import actions, erasure, seats
from events.models import DoorStroke, Event, EventsFeed, EventTally, Rsvp
from ilp_portal import privacy
from outreach.engine import run_once
from outreach.models import Message
from tests.events import canaries
from tests.events.conftest import OWN, START
from tests.events.shift_parts import a_shift, a_training, trained
from tests.factories import CampaignFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
CLEAN = {"tables": {}, "sessions": 0, "cache": 0, "files": [], "log": []}
FIRST, SECOND, THIRD, PHONE = canaries.CONTACTS


@pytest.fixture(params=["rally", "accompaniment"])
def event(request, db):
    more = {"capacity": 3, "guests_most": 2, "campaign": CampaignFactory()}
    if request.param == "accompaniment":
        words = {"title_en": "Canaria", "title_es": "Canaria", "place": "Canaria court", "neighborhood": "Canaria"}
        more |= words | {"place_public": False, "slug": "canaria", "online_url": "https://canaria.example"}
    return EventFactory(kind=request.param, exact_hours_before=2, **more)


@pytest.fixture
def logged(caplog):
    """All that the portal logs, down to DEBUG; not the mail server of the test, which repeats the addresses."""
    caplog.set_level(logging.DEBUG)
    quiet = ("mail.log", "faker")
    return lambda: "\n".join(record.getMessage() for record in caplog.records if record.name not in quiet)


def signs_up(event, contact: str, now, **fields) -> Rsvp:
    fields = {"language": "es", "name": "Canaria", "discreet": False} | fields
    actions.sign_up(event=event, contact=contact, now=now, **fields)
    rsvp = event.rsvps.latest("pk")
    actions.confirm(rsvp=rsvp, now=now)
    return Rsvp.objects.get(pk=rsvp.pk)


def fill(event: Event, now) -> list[Rsvp]:
    """People by mail and text message, one who withdraws, one who waits, is offered the place and takes a shift."""
    texts = {"channel": "sms", "consent_at": now, "consent_wording": "texts-1.es"}
    rsvps = [signs_up(event, FIRST, now, guests=1), signs_up(event, PHONE, now, **texts), signs_up(event, SECOND, now)]
    shift = a_shift(event, language="es", meeting_point="Canaria gate", note="Canaria vest", training=a_training())
    trained(SECOND, shift.training, START.date() + DAY)
    Rsvp.objects.update(speaks=["es"])
    actions.withdraw(rsvp=rsvps[0], now=now)
    offered = Rsvp.objects.get(pk=rsvps[2].pk, state="offered")
    actions.confirm(rsvp=offered, now=now)
    seats.take_shift(shift=shift, rsvp=offered, now=now)
    return rsvps


def live(client, event: Event, rsvps: list[Rsvp], staff, frozen, sink) -> None:
    """Mail goes out, the owner opens the page in it, the hours change, the door counts, somebody reads a calendar."""
    run_once()
    links = re.findall(r"http://testserver(/\S+)", "".join(str(received.mail) for received in sink.messages))
    for link in links[:3]:
        client.get(link)
    client.post(reverse("events:rsvp_create", args=[event.slug]), {"contact": THIRD, "language": "es"}, headers=OWN)
    actions.change_event(pk=event.pk, now=START - 10 * DAY, starts_at=START + HOUR, ends_at=START + 3 * HOUR)
    frozen.move_to(START - 9 * DAY)
    run_once()
    client.force_login(staff)
    feed = EventsFeed.objects.create(user=UserFactory(email=SECOND))
    assert client.get(reverse("events:my_feed", args=[feed.key])).status_code == 200
    feed.user.delete()  # an account is kept as long as its owner wants it
    pressed = {"event": event, "at": START, "by": staff}
    DoorStroke.objects.create(client_key=uuid.uuid4(), kind="arrived", rsvp=rsvps[2], **pressed)
    DoorStroke.objects.create(client_key=uuid.uuid4(), kind="count", people=4, **pressed)
    Rsvp.objects.filter(pk=rsvps[2].pk).update(arrived_at=START)
    for name in ("event_desk_shifts", "event_desk_erase", "event_desk"):
        assert client.get(reverse(f"events:{name}", args=[event.slug])).status_code == 200


@pytest.mark.parametrize("way", ["on time", "by hand"])
def test_nothing_is_left_anywhere(client, event, staff, frozen, smtp_sink, logged, now, way):
    rsvps = fill(event, now)
    live(client, event, rsvps, staff, frozen, smtp_sink)
    before = canaries.everywhere(logged())
    assert {"events_rsvp", "events_shift", "events_qualification"} <= set(before["tables"])
    mails = [received.mail.get_body(("plain",)).get_content() for received in smtp_sink.messages]
    assert any("canaria" in text.lower() for text in mails)
    event.refresh_from_db()
    if way == "by hand":
        frozen.move_to(event.ends_at)
        client.force_login(staff)
        client.post(reverse("events:event_desk_erase", args=[event.slug]))
    else:
        erasure.purge_signups(now=event.ends_at + event.erase_after)
    left = canaries.everywhere(logged())
    assert left.pop("tables") == {"events_qualification": 1}  # a training is kept by its own time
    assert left == {name: CLEAN[name] for name in left}
    privacy.purge(now=event.ends_at + 200 * DAY)
    assert canaries.everywhere(logged()) == CLEAN
    tally = EventTally.objects.get()
    assert (tally.signed_up, tally.arrived, tally.nameless, tally.closed_at is None) == (2, 1, 4, False)
    assert set(Message.objects.exclude(sealed=None).values_list("pk")) == set()
