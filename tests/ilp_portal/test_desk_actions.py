"""What staff do about messages: pause a channel, go on, send again. Only a form of our own does any of it."""

import datetime as dt
import logging

import pytest
from django.test import Client

from coordinators import mail
from outreach import engine, outbox
from outreach.models import DeliveryAttempt, Engine, Message
from tests.factories import EventFactory
from tests.ilp_portal.test_desk_messages import address

pytestmark = pytest.mark.django_db
State = Message.State


# --- pause ----------------------------------------------------------------------------------------------------------
def test_staff_pause_and_go_on_with_one_click(desk, language):
    desk.post(address("engine_pause", language, "email"))
    assert (Engine.is_paused("email"), Engine.is_paused("sms")) == (True, False)
    page = desk.get(address("message_list", language))
    assert [lane.engine.reason for lane in page.context["lanes"]] == ["paused by staff", ""]
    desk.post(address("engine_resume", language, "email"))
    assert not Engine.is_paused("email")


def test_pause_by_staff_is_no_alarm(desk, caplog):
    caplog.set_level(logging.INFO, "outreach")
    engine.pause("login 535 5.7.8", "sms")
    desk.post(address("engine_pause", "en", "email"))
    desk.post(address("engine_pause", "en", "sms"))  # it is paused already, and its reason stays
    assert [(line.levelname, line.getMessage()) for line in caplog.records] == [
        ("ERROR", "outbox paused (sms): login 535 5.7.8"),
        ("INFO", "outbox paused (email) by staff"),
    ]
    assert list(Engine.objects.values_list("reason", flat=True)) == ["paused by staff", "login 535 5.7.8"]


def test_cause_of_a_pause_is_said_in_words(desk):
    engine.pause("login 535 5.7.8", "email")
    text = desk.get(address("message_list")).text
    assert "The server refused our name or password (535 5.7.8)." in text
    assert "Go on with email" in text


def test_silent_engine_is_not_called_running(desk, frozen, now):
    Engine.objects.update(last_tick_at=now)
    assert "nobody at work" not in desk.get(address("message_list")).text
    frozen.shift(dt.timedelta(minutes=4))
    assert "nobody at work" in desk.get(address("message_list")).text


@pytest.mark.parametrize("name", ["engine_pause", "engine_resume"])
def test_looking_pauses_and_resumes_nothing(desk, name):
    before = list(Engine.objects.values_list("channel", "paused"))
    assert desk.get(address(name, "en", "email")).status_code == 405
    assert desk.post(address(name, "en", "pigeon")).status_code == 404
    assert list(Engine.objects.values_list("channel", "paused")) == before


@pytest.mark.parametrize("name", ["engine_pause", "message_again"])
def test_form_of_another_site_does_nothing(staff, sign_up, ended, name):
    row = ended(sign_up()[0], State.UNCONFIRMED)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(staff)
    path = address(name, "en", *(["email"] if name == "engine_pause" else []))
    assert browser.post(path, {"message": row.pk}).status_code == 403
    assert (Engine.is_paused(), Message.objects.get(pk=row.pk).state) == (False, "unconfirmed")


# --- again ----------------------------------------------------------------------------------------------------------
def test_message_is_sent_again_after_the_question(desk, sign_up, ended, now):
    row = ended(sign_up(confirmed=False)[0], State.UNCONFIRMED, "outcome unknown", uncertain=2, attempts=3)
    DeliveryAttempt.objects.create(message=row, number=3, at=now, phase="dot", outcome="outcome unknown")
    page = desk.get(address("message_again"), {"message": row.pk})
    assert (page.context["n"], page.context["copies"]) == (1, 6)  # up to 3 before, and up to 3 more
    assert Message.objects.get(pk=row.pk).state == "unconfirmed"  # looking changes nothing
    answer = desk.post(address("message_again"), {"message": row.pk}, follow=True)
    again = Message.objects.get(pk=row.pk)
    assert (again.state, again.uncertain, again.finished_at, again.next_at) == ("queued", 0, None, now)
    assert (again.tries.count(), "1 message is queued once more." in answer.text) == (1, True)
    engine.run_once()
    assert Message.objects.get(pk=row.pk).state == "sent"


def test_all_of_an_event_go_again_at_once(desk, sign_up, ended, event):
    unknown, failed, refused, sent = sign_up(4, confirmed=False)
    for rsvp, state in ((unknown, "unconfirmed"), (failed, "failed"), (refused, "dead"), (sent, "sent")):
        ended(rsvp, state)
    elsewhere = ended(sign_up(of=EventFactory(), confirmed=False)[0], "failed")
    assert desk.get(address("message_again"), {"event": event.pk}).context["n"] == 2
    desk.post(address("message_again"), {"event": event.pk})
    queued = Message.objects.filter(state="queued").values_list("subject_id", flat=True)
    assert (set(queued), Message.objects.get(pk=elsewhere.pk).state) == ({unknown.pk, failed.pk}, "failed")


@pytest.mark.parametrize(
    ("state", "fields", "sentence"),
    [
        ("sent", {}, "Only messages of unknown outcome"),
        ("dead", {}, "Only messages of unknown outcome"),
        ("failed", {"not_after": dt.datetime(2026, 11, 18, 17, 0, tzinfo=dt.UTC)}, "Its time has passed"),
    ],
)
def test_what_must_not_go_again_is_refused_with_the_reason(desk, sign_up, ended, state, fields, sentence):
    row = ended(sign_up(confirmed=False)[0], state, **fields)
    assert sentence in desk.get(address("message_again"), {"message": row.pk}).text
    assert sentence in desk.post(address("message_again"), {"message": row.pk}, follow=True).text
    assert Message.objects.get(pk=row.pk).state == state


def test_message_that_a_newer_one_replaced_does_not_go_again(desk, sign_up, ended, now):
    row = ended(sign_up(confirmed=False)[0], "failed")
    newer = {"kind": row.kind, "subject_type": row.subject_type, "subject_id": row.subject_id, "rule": row.rule}
    outbox.plan([Message(revision=row.revision + 1, due_at=now, not_after=now + dt.timedelta(hours=1), **newer)])
    answer = desk.post(address("message_again"), {"message": row.pk}, follow=True)
    assert "A newer message about the same thing took its place." in answer.text
    assert Message.objects.get(pk=row.pk).state == "failed"


def test_wiped_code_is_not_there_to_be_sent_again(desk, now):
    row = mail.plan_account_mail(
        name="login_code", to="x@tests.example", values={"code": "1"}, user_id=None, language="en", now=now
    )
    Message.objects.filter(pk=row.pk).update(state="failed", sealed=None, finished_at=now)
    assert desk.get(address("message_again"), {"message": row.pk}).status_code == 404
    assert desk.post(address("message_again"), {"message": row.pk}).status_code == 404
