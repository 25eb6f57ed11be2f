"""What somebody of the waiting list is written: that a place is held, until when, and what if they do not answer."""

import datetime as dt

import pytest
from django.core import mail

from events import actions, links
from events.models import Event, Rsvp
from outreach import gsm
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import START
from tests.events.test_letters import CAUSES, texts
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
NUMBER = "+12025550123"


@pytest.fixture
def offered(event, person, now):
    """Somebody who waited and is offered the one place of the event; nothing is sent yet."""

    def make(at=now, **fields) -> Rsvp:
        Event.objects.filter(pk=event.pk).update(capacity=1 + fields.get("guests", 0), guests_most=2)
        first = person("first@tests.example", at=at, guests=fields.get("guests", 0))
        rsvp = person(at=at, **fields)
        Message.objects.finish(Message.State.SENT, "250", at)
        actions.withdraw(rsvp=first, now=at)
        return rsvp

    return make


def sent(at=None, frozen=None) -> list:
    if at:
        frozen.move_to(at)
    run_once()
    return mail.outbox


def flat(message) -> list[str]:
    return [" ".join(text.split()) for text in (message.body, message.alternatives[0].content)]


def test_offer_says_until_when_and_what_then_in_english(offered):
    rsvp = offered(discreet=False, name="Lucero", guests=2)
    (message,) = sent()
    assert message.subject == "A place is free: Rally with tenants, Saturday, December 5, 11:00 am"
    for text in (
        "Hello Lucero:",
        "There are places for you and those you bring, 3 in all.",
        "We hold them for you until Thursday, November 19, 12:00 pm ET.",
        "If you do not answer by then, we offer it to the next person",
        "You get this because you are on the waiting list.",
        links.url(rsvp, "en"),
    ):
        assert [text in part for part in flat(message)] == [True, True]
    assert message.attachments == []


def test_offer_in_spanish(offered):
    offered(discreet=False, language="es")
    (message,) = sent()
    assert message.subject == "Hay un lugar libre: Manifestación con inquilinos, sábado 5 de diciembre, 11:00 a. m."
    for text in (
        "Se lo guardamos hasta el jueves 19 de noviembre, 12:00 p. m., hora del Este.",
        "está en la lista de espera",
    ):
        assert [text in part for part in flat(message)] == [True, True]


@pytest.mark.parametrize("language", ["en", "es"])
def test_discreet_offer_tells_the_hour_and_nothing_else(offered, language):
    offered(language=language)
    (message,) = sent()
    assert [cause for cause in CAUSES if cause.lower() in texts(message).lower()] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_offer_by_text_is_short(offered, language, now, settings, tmp_path, frozen):
    settings.SMS = {"ADAPTER": "file", "FOLDER": str(tmp_path)}
    said = {"channel": "sms", "consent_at": now, "consent_wording": "2026-11/en"}
    offered(contact=NUMBER, language=language, **said)
    run_once()
    (file,) = tmp_path.glob("*.txt")
    body = file.read_text().partition("\n\n")[2].strip()
    assert (gsm.size(body).coding, gsm.size(body).parts <= 2) == ("GSM-7", True)
    assert {"en": "Dec 5, 11:00 am is yours until Nov 19", "es": "5 dic, 11:00 a. m."}[language] in body


def test_offer_answered_before_it_went_out_is_not_sent(offered, now):
    rsvp = offered()
    Rsvp.objects.filter(pk=rsvp.pk).update(state="confirmed")  # past us
    assert sent() == []
    assert Message.objects.get(kind="events.offer").state == "suppressed"


def test_offer_of_a_time_that_is_over_is_not_sent(offered, now, frozen):
    offered()
    assert sent(now + 24 * HOUR + MINUTE, frozen) == []
    assert Message.objects.get(kind="events.offer").state == "expired"


def test_offer_at_night_goes_out_in_the_morning_unless_the_start_is_near(offered, now, frozen):
    night = now + 10 * HOUR  # 10:00 pm in New York
    frozen.move_to(night)
    rsvp = offered(at=night)
    assert sent() == []
    assert Rsvp.objects.get(pk=rsvp.pk).offered_until == night + 34 * HOUR  # a day from 8:00 am on


def test_offer_near_the_start_goes_out_at_night(offered, frozen):
    night = START - 12 * HOUR
    frozen.move_to(night)
    rsvp = offered(at=night)
    assert len(sent()) == 1
    assert Rsvp.objects.get(pk=rsvp.pk).offered_until == night + 3 * HOUR


def test_offer_is_not_made_twice_when_the_event_changes(offered, event, now, frozen):
    offered(discreet=False)
    sent()
    actions.change_event(pk=event.pk, now=now + HOUR, place="200 Example Street NW")
    sent(now + 2 * HOUR, frozen)
    assert [message.subject.split(":")[0] for message in mail.outbox] == [
        "A place is free",
        "Change for Saturday, December 5, 11",
    ]


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (0, "You signed up with your account. Behind the link you change your sign-up or withdraw."),
        (1, "You joined the waiting list with your account. As soon as a place is free we write to you."),
    ],
)
def test_account_gets_a_mail_that_says_where_it_stands(event, now, taken, words):
    Event.objects.update(capacity=1)
    for _ in range(taken + 1):
        actions.sign_up_account(event=event, user=UserFactory(language="en"), now=now)
    assert words in flat(sent()[-1])[0]


def test_who_waits_and_asks_for_the_link_again_is_told_so(event, person, now, frozen):
    Event.objects.update(capacity=1)
    person("first@tests.example"), person()
    sent()
    mail.outbox.clear()
    person(at=now + HOUR)
    (message,) = sent(now + HOUR, frozen)
    assert "You are on the waiting list" in message.body
