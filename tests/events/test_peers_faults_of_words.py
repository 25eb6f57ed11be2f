"""Eighteen faults read in the source of other projects, each a test that this portal does not have it.

RELIABILITY 4 lists them; the docstring of a test is the fault as it was found there. 1 to 9: test_peers_faults.py.
"""

import datetime as dt
import email
import email.policy

import icalendar
import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from events import actions, links
from events.letters import REMINDER
from events.models import Event, Rsvp
from outreach import sms_answers, unsubscribe
from outreach.engine import run_once
from outreach.models import Message, Suppression
from outreach.sealing import contact_index
from tests.events.conftest import START
from tests.events.mail_over_time import drain
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "fresh_breakers")]
State = Message.State
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
DAY_BEFORE = START - 17 * HOUR  # Friday 18:00 in New York
READER = "reader@tests.example"
NUMBER = "+12025550123"


def test_peer_10_text_messages_without_having_asked_for_them(event, person):
    """Consent to text messages is yes unless somebody says no."""
    rsvp = person()
    assert (rsvp.channel, rsvp.consent_at, rsvp.consent_wording) == ("email", None, "")
    for wording, at in (("", timezone.now()), ("sms-1", None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rsvp.objects.filter(pk=rsvp.pk).update(channel="sms", consent_wording=wording, consent_at=at)
    kept = Rsvp.objects.filter(pk=rsvp.pk)
    assert kept.update(channel="sms", consent_wording="sms-1", consent_at=timezone.now()) == 1


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("ALTO", "es"),
        ("PARAR", "es"),
        ("BAJA", "es"),
        ("CANCELAR", "es"),
        ("alto por favor", "es"),
        ("Stop. Thank you", "en"),
    ],
)
def test_peer_11_stop_is_understood_in_english_only(now, words, language):
    """Words that end text messages are English, and so is the answer."""
    sms_answers.take(number=NUMBER, text="¿Dónde?", now=now)
    assert Suppression.objects.count() == 0
    answered = sms_answers.take(number=NUMBER, text=words, now=now)
    stopped = Suppression.objects.values_list("topic", "reason").filter(contact_bi=contact_index(NUMBER))
    assert list(stopped) == [("", "asked")]
    with translation.override(language):
        assert answered == sms_answers.answer(sms_answers.Verb.STOP)


def test_peer_12_everybody_sees_who_comes(client, frozen, event, person, coordinator):
    """The names of participants are visible to everyone unless somebody hides them."""
    person(name="Reader of the tests", discreet=False)
    pages = [reverse("events:event_list"), event.get_absolute_url(), reverse("home")]
    for visitor in (None, coordinator.user):
        if visitor:
            client.force_login(visitor)
        shown = "".join(client.get(page).content.decode() for page in pages)
        assert (event.title_en in shown, "Reader of the tests" in shown, READER in shown) == (True, False, False)
    run_once()
    drain(frozen, DAY_BEFORE, DAY)
    assert "Reader of the tests" in mail.outbox[-1].body  # it is kept, and shown to them alone


def test_peer_13_one_time_zone_for_the_whole_server(frozen, person):
    """A panel in Los Angeles is announced in the time zone of the server."""
    start = dt.datetime(2026, 12, 5, 18, 0, tzinfo=dt.UTC)
    panel = EventFactory(mode="online", time_zone="America/Los_Angeles", starts_at=start, ends_at=start + HOUR)
    person(of=panel)
    drain(frozen, start, HOUR)
    bodies = [letter.body for letter in mail.outbox]
    assert len(bodies) == 3
    for body in bodies:
        assert "10:00 am to 11:00 am, Pacific Time (PT)" in body
        assert "1:00 pm to 2:00 pm, Eastern Time (ET)" in body


def _calendars() -> list[tuple]:
    """(UID, SEQUENCE, METHOD) of every file that came with a mail."""
    files = [part.get_content() for letter in mail.outbox for part in _parts(letter) if part.get_filename()]
    calendars = [icalendar.Calendar.from_ical(file) for file in files]
    entries = [(calendar, *calendar.walk("VEVENT")) for calendar in calendars]
    return [(str(entry["uid"]), int(entry["sequence"]), str(calendar["method"])) for calendar, entry in entries]


def _parts(letter) -> list:
    read = email.message_from_bytes(letter.message().as_bytes(), policy=email.policy.default)
    return list(read.iter_attachments())


def test_peer_14_a_calendar_file_that_does_not_count(frozen, event, person):
    """An .ics without SEQUENCE: a calendar keeps the old hour."""
    person()
    run_once()
    moved = {"starts_at": START + HOUR, "ends_at": START + 2 * HOUR}
    for facts in ({"place": "200 Example Street NW"}, moved, {"status": "cancelled"}):
        actions.change_event(pk=event.pk, now=timezone.now(), **facts)
        drain(frozen, timezone.now() + HOUR)
    assert [rest for _uid, *rest in _calendars()] == [[1, "PUBLISH"], [2, "PUBLISH"], [3, "CANCEL"]]
    assert len({uid for uid, *_rest in _calendars()}) == 1


@pytest.mark.parametrize(("pressed", "reads"), [("en", "es"), ("es", "en")])
def test_peer_15_the_language_of_whoever_pressed_the_button(frozen, event, person, pressed, reads):
    """Mail in the language of whoever pressed the button; the subject in one language and the body in another."""
    person(language=reads, discreet=False)
    run_once()
    with translation.override(pressed):
        actions.change_event(pk=event.pk, now=timezone.now(), place="200 Example Street NW")
        drain(frozen, timezone.now() + HOUR)
    changed, other = mail.outbox[-1], mail.outbox[-1].alternatives[0][0]
    title, foreign = (event.title_es, event.title_en) if reads == "es" else (event.title_en, event.title_es)
    for text in (changed.subject, changed.body.replace(title.upper(), title), other):
        assert (title in text, foreign in text) == (True, False)
    assert f'lang="{reads}"' in other


def test_peer_16_shown_as_reminded_who_was_not(client, administrator, frozen, person):
    """People who canceled are shown as reminded: the page shows the intention."""
    person("comes@tests.example")
    gone = person("gone@tests.example")
    run_once()
    actions.withdraw(rsvp=gone, now=timezone.now())
    drain(frozen, DAY_BEFORE, DAY)
    client.force_login(administrator)
    lines = client.get(reverse("message_rows"), {"kind": REMINDER}).context["lines"]
    shown = {(line.message.subject_id == gone.pk, line.message.state) for line in lines}
    assert shown == {(False, "sent"), (False, "queued"), (True, "suppressed")}


def test_peer_17_everybody_in_one_to_line(frozen, person, smtp_sink):
    """One mail with all participants in To."""
    readers = [f"reader{n}@tests.example" for n in range(6)]
    for reader in readers:
        person(reader)
    run_once()
    assert [received.recipients for received in smtp_sink.messages] == [[reader] for reader in readers]
    for received in smtp_sink.messages:
        named = {name: received.mail[name] for name in ("To", "Cc", "Bcc")}
        assert named == {"To": received.recipients[0], "Cc": None, "Bcc": None}


def test_peer_18_links_that_act_when_a_scanner_opens_them(client, event, person):
    """Mail scanners open links, and what a link does by GET is done."""
    pending, confirmed = person("new@tests.example", state="pending"), person()
    reminder = Message.objects.filter(kind=REMINDER, subject_id=confirmed.pk).first()
    before = list(Rsvp.objects.values()), list(Message.objects.values()), list(Suppression.objects.values())
    paths = [links.path(pending, "en"), links.path(confirmed, "es"), unsubscribe.path(reminder, "en")]
    for path in paths:
        for verb in (client.get, client.head):
            assert verb(path).status_code == 200
    assert (list(Rsvp.objects.values()), list(Message.objects.values()), list(Suppression.objects.values())) == before
    assert Event.objects.count() == 1
