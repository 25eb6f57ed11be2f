"""One bad message: it ends in a named state with a reason that staff can read, and never stops the others."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.template import TemplateSyntaxError
from django.utils import translation

from events import erasure
from events.letters import CONFIRMATION
from events.models import Rsvp
from outreach import actions, claims, clock, conservation, engine, outbox, reasons
from outreach.engine import run_once
from outreach.gate import gate
from outreach.kinds import Letter
from outreach.models import DeliveryAttempt, Engine, Message
from tests.events.conftest import event, person  # noqa: F401, roles of the events' tests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
State = Message.State
GOOD, BAD = "good@tests.example", "bad@tests.example"


def ends() -> list[tuple[str, str]]:
    """(state, reason) of the messages in the order planned; the law of conservation holds."""
    assert conservation.take(clock.db_now()).holds
    return list(Message.objects.order_by("pk").values_list("state", "reason"))


def can_be_read(reason: str) -> bool:
    """Whether staff of both languages read words, and not the code."""
    words = set()
    for language in ("en", "es"):
        with translation.override(language):
            words.add(str(reasons.in_words(reason)))
    return reason not in words and all(len(text.split()) > 2 for text in words)


@pytest.fixture
def three(kind, message, now):
    """Three messages due now, of which the second is the bad one: three(facts of the bad one)."""

    def plan(facts=None) -> None:
        def letter(row):
            if row.subject_id == 2 and facts:
                return facts(row)
            return Letter(BAD if row.subject_id == 2 else GOOD, "es", "tests_note", {"what": "Rally & march"})

        kind(facts=letter)
        outbox.plan([message(number) for number in (1, 2, 3)])

    return plan


@pytest.mark.parametrize(
    ("template", "error"),
    [
        ("{% if %}", TemplateSyntaxError.__name__),
        ("{% load nothing_of_that_name %}", TemplateSyntaxError.__name__),
        ("{% include 'email/no_such.txt' %}", "TemplateDoesNotExist"),
    ],
)
def test_template_error_fails_its_message_and_no_other(three, tmp_path, settings, template, error):
    folder = tmp_path / "email" / "broken"
    folder.mkdir(parents=True)
    for name in ("subject.txt", "body.txt", "body.html"):
        (folder / name).write_text(template)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    three(lambda row: Letter(BAD, "es", "broken", {"what": "x"}))
    run_once()
    bad = (State.FAILED, f"our fault: {error}")
    assert ends() == [(State.SENT, "dot 250"), bad, (State.SENT, "dot 250")]
    assert can_be_read(ends()[1][1])


def test_staff_send_what_failed_again_after_the_template_was_mended(three, kind, frozen):
    three(lambda row: Letter(BAD, "en", "tests_no_such_folder"))
    run_once()
    kind(facts=lambda row: Letter(BAD, "en", "tests_note", {"what": "Rally"}))
    assert actions.send_again(pks=Message.objects.values_list("pk", flat=True), now=clock.db_now()) == 1
    run_once()
    assert [state for state, _reason in ends()] == [State.SENT] * 3
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(
    "reply", ["550 5.1.1 no such user", "553 5.1.3 bad address", "552 5.2.2 mailbox full", "554 no"]
)
def test_recipient_whom_the_server_refuses_is_dead_and_no_other(three, smtp_sink, reply):
    smtp_sink.fail("rcpt", reply, to=BAD)
    three()
    run_once()
    code = " ".join(["rcpt", *(word for word in reply.split() if word[0] == "5")])
    assert ends() == [(State.SENT, "dot 250"), (State.DEAD, code), (State.SENT, "dot 250")]
    assert smtp_sink.recipients() == [GOOD, GOOD]
    assert can_be_read(code)
    assert list(DeliveryAttempt.objects.filter(message__state=State.DEAD).values_list("phase", "code")) == [
        ("rcpt", int(reply[:3]))
    ]


def test_text_that_the_server_refuses_fails_and_no_other(three, smtp_sink):
    smtp_sink.fail("dot", "554 5.6.0 this text is not wanted", to=BAD)
    three()
    run_once()
    assert [state for state, _reason in ends()] in (
        [State.SENT, State.FAILED, State.SENT],
        [State.SENT, State.DEAD, State.SENT],
    )
    assert can_be_read(ends()[1][1])


@pytest.mark.parametrize("whose", ["event", "sign-up"])
def test_what_is_erased_while_queued_is_not_told(event, person, whose):  # noqa: F811
    person(GOOD, state="pending")
    bad = person(BAD, state="pending")
    if whose == "event":
        event.delete()
    else:
        Rsvp.objects.filter(pk=bad.pk).delete()
    run_once()
    rest = (State.SUPPRESSED, "erased") if whose == "event" else (State.SENT, "dot 250")
    assert ends() == [rest, (State.SUPPRESSED, "erased")]
    assert can_be_read("erased")
    assert [letter.to for letter in mail.outbox] == ([] if whose == "event" else [[GOOD]])


def test_who_is_erased_while_a_worker_holds_the_message_is_not_told(now, person):  # noqa: F811
    rsvp, token = person(state="pending"), uuid.uuid4()
    (claimed,) = claims.claim(20, token, now)
    assert claimed.kind == CONFIRMATION
    Rsvp.objects.filter(pk=rsvp.pk).delete()
    assert gate(claimed, token) is None
    assert ends() == [(State.SUPPRESSED, "erased")]
    assert mail.outbox == []


def test_who_is_purged_while_a_worker_holds_the_message_is_not_told(frozen, now, event, person):  # noqa: F811
    person(state="pending")
    token = uuid.uuid4()
    (claimed,) = claims.claim(20, token, now)
    erasure.purge_signups(now=now + dt.timedelta(hours=49))
    assert gate(claimed, token) is None
    assert ends() == [(State.SUPPRESSED, "erased")]


@pytest.mark.parametrize("complaint", ["clock: jumped ahead", "clock: database and host differ"])
def test_clock_that_jumps_pauses_everything_and_ends_nothing(three, monkeypatch, complaint):
    three()
    with monkeypatch.context() as wrong:
        wrong.setattr(engine.watch, "complaint", lambda now: complaint)
        run_once()
    assert ends() == [(State.QUEUED, "")] * 3
    assert set(Engine.objects.values_list("paused", "reason")) == {(True, complaint)}
    assert can_be_read(complaint)
    actions.resume()
    run_once()
    assert ends() == [(State.SENT, "dot 250")] * 3


def test_wrong_password_pauses_mail_and_costs_no_message_a_try(three, smtp_sink, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
    smtp_sink.refuse_login = True
    three()
    run_once()
    run_once()
    assert ends() == [(State.QUEUED, "")] * 3
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}
    paused = Engine.objects.get(paused=True)
    assert (paused.channel, paused.reason) == ("email", "login 535 5.7.8")
    assert can_be_read(paused.reason)
    smtp_sink.refuse_login = False
    actions.resume()
    run_once()
    assert ends() == [(State.SENT, "dot 250")] * 3


def test_what_happens_to_a_message_is_logged_without_the_address(three, caplog, smtp_sink):
    smtp_sink.fail("rcpt", f"550 5.1.1 <{BAD}> unknown", to=BAD)
    three()
    run_once()
    ours = [record.getMessage() for record in caplog.records if record.name != "mail.log"]  # that one is the sink's
    assert [line for line in ours if BAD in line] == []
