"""The exact place on a timer: nobody learns it before its hour, and then everybody who is confirmed does."""

import datetime as dt

import pytest
from django.core import mail

from events import actions
from events.models import Event, Rsvp
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import START
from tests.events.test_letters import CAUSES, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
STREET, AROUND = "100 Example Street NW", "Columbia Heights"


@pytest.fixture
def hidden(event):
    """Its exact place is told 24 hours before the start: Friday, December 4, 11:00 am."""
    event.place_public, event.exact_hours_before = False, 24
    event.save()
    return event


def planned() -> list[tuple]:
    rows = Message.objects.filter(kind="events.place").order_by("pk")
    return list(rows.values_list("state", "due_at", "revision"))


def calendar(message) -> str:
    """What its file for calendars says."""
    return message.attachments[0].get_payload(decode=True).decode().replace("\r\n ", "")


def sent(at, frozen) -> list:
    """What goes out at that moment."""
    run_once()
    mail.outbox.clear()
    frozen.move_to(at)
    run_once()
    return [message for message in mail.outbox if "place" in message.subject.lower() or "lugar" in message.subject]


def test_place_goes_out_at_its_hour_with_its_version(hidden, reader, now, frozen):
    reader(discreet=False, name="Lucero")
    actions.change_event(pk=hidden.pk, now=now, neighborhood="Mount Pleasant")
    (message,) = sent(START - 24 * HOUR + MINUTE, frozen)
    assert message.subject == "The exact place: Rally with tenants, Saturday, December 5, 11:00 am"
    assert "Where:    100 Example Street NW, Washington, DC\n          exact place, version 2\n" in message.body
    assert STREET in message.alternatives[0].content
    assert STREET in calendar(message)


def test_place_goes_out_in_spanish(hidden, reader, frozen):
    reader(discreet=False, language="es")
    (message,) = sent(START - 24 * HOUR + MINUTE, frozen)
    assert message.subject == "El lugar exacto: Manifestación con inquilinos, sábado 5 de diciembre, 11:00 a. m."
    assert "Este es el lugar exacto. Por favor, no lo comparta." in " ".join(message.body.split())


@pytest.mark.parametrize("language", ["en", "es"])
def test_discreet_mail_says_only_that_the_page_has_it(hidden, reader, frozen, language):
    reader(language=language)
    (message,) = sent(START - 24 * HOUR + MINUTE, frozen)
    assert [cause for cause in CAUSES if cause.lower() in texts(message).lower()] == []


def test_before_its_hour_no_mail_has_the_place_and_each_says_when_it_comes(hidden, reader, now, frozen):
    reader(discreet=False)
    hidden.rules.create(hours_before=48)
    actions.sweep_reminders(now=START - 72 * HOUR)
    mail.outbox.clear()
    frozen.move_to(START - 48 * HOUR + MINUTE)
    run_once()
    (message,) = mail.outbox
    assert STREET not in texts(message) + calendar(message)
    lines = " ".join(message.body.split())
    assert f"{AROUND} exact place from Friday, December 4, 11:00 am ET on" in lines


def test_change_of_facts_sends_the_new_place_at_the_same_hour(hidden, reader, now):
    reader()
    actions.change_event(pk=hidden.pk, now=now, place="200 Example Street NW")
    at = START - 24 * HOUR
    assert planned() == [("superseded", at, 0), ("queued", at, 1)]


def test_after_its_hour_a_change_goes_out_as_a_change_only(hidden, reader, frozen):
    rsvp = reader(discreet=False)
    later = START - 24 * HOUR + MINUTE
    sent(later, frozen)
    actions.change_event(pk=hidden.pk, now=later, place="200 Example Street NW")
    assert [state for state, _due, _revision in planned()] == ["sent"]
    frozen.move_to(later + 10 * MINUTE)
    run_once()
    assert "200 Example Street NW\n          exact place, version 2" in mail.outbox[-1].body
    assert Rsvp.objects.get(pk=rsvp.pk).is_confirmed


def test_who_confirms_after_its_hour_gets_no_mail_of_its_own(hidden, person):
    person(at=START - 20 * HOUR)
    assert planned() == []


def test_people_without_a_place_are_not_told(hidden, reader, now, frozen):
    Event.objects.update(capacity=1)
    reader("a@tests.example"), reader("b@tests.example", discreet=False)
    assert len(planned()) == 1
    actions.change_event(pk=hidden.pk, now=now, place="200 Example Street NW")
    frozen.move_to(START - 23 * HOUR)
    run_once()
    (change,) = [message for message in mail.outbox if "b@tests.example" in message.to]
    assert (STREET in texts(change), "exact place" in texts(change), change.attachments) == (False, False, [])
    assert "You are on the waiting list. If you no longer want a place" in " ".join(change.body.split())


def test_who_holds_an_offer_reads_of_a_change_that_it_still_holds(hidden, reader, now, frozen):
    Event.objects.update(capacity=1)
    first, _second = reader("a@tests.example"), reader("b@tests.example", discreet=False)
    actions.withdraw(rsvp=first, now=now)
    actions.change_event(pk=hidden.pk, now=now, place="200 Example Street NW")
    frozen.move_to(now + HOUR)
    run_once()
    (change,) = [message for message in mail.outbox if "Change" in message.subject]
    body = " ".join(change.body.split())
    assert ("A place is still held for you." in body, "You are on the waiting list. If" in body) == (True, False)


def test_another_hour_takes_the_place_of_the_first(hidden, reader, now):
    reader()
    actions.change_event(pk=hidden.pk, now=now, exact_hours_before=6)
    assert planned() == [("superseded", START - 24 * HOUR, 0), ("queued", START - 6 * HOUR, 0)]
    actions.change_event(pk=hidden.pk, now=now, place_public=True)
    assert [state for state, _due, _revision in planned()] == ["superseded", "superseded"]


def test_place_of_a_far_hour_waits_for_the_morning(event, reader, now):
    Event.objects.update(place_public=False, exact_hours_before=37)  # Thursday, 10:00 pm
    event.refresh_from_db()
    reader()
    actions.sweep_reminders(now=START - 72 * HOUR)
    assert [due for state, due, _revision in planned() if state == "queued"] == [START - 27 * HOUR]


def test_exact_place_is_told_from_its_hour_on(hidden):
    at = START - 24 * HOUR
    assert [hidden.exact_is_told(at - MINUTE), hidden.exact_is_told(at)] == [False, True]
    assert Event(place_public=True).exact_is_told(at - MINUTE)
