"""The phases of SMTP against a real server, and what each ending means for the message."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from outreach import delivery, engine, outbox
from outreach.engine import run_once
from outreach.kinds import Letter
from outreach.models import DeliveryAttempt, Engine, Message
from outreach.replies import Reply, Verdict, judge

pytestmark = pytest.mark.django_db
State = Message.State
READER = "reader@tests.example"


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        (Reply("dot", 250, "2.0.0"), Verdict.SENT),
        (Reply("dot", None), Verdict.UNKNOWN),
        (Reply("dot", 451, "4.3.0"), Verdict.RETRY),
        (Reply("dot", 421), Verdict.RETRY),
        (Reply("dot", 554, "5.6.0"), Verdict.DEAD),
        (Reply("dot", 550, "5.7.1"), Verdict.OURS),
        (Reply("mail", None), Verdict.RETRY),
        (Reply("mail", 451), Verdict.RETRY),
        (Reply("mail", 530, "5.7.0"), Verdict.OURS),
        (Reply("mail", 553), Verdict.OURS),
        (Reply("rcpt", None), Verdict.RETRY),
        (Reply("rcpt", 450, "4.2.1"), Verdict.RETRY),
        (Reply("rcpt", 452), Verdict.RETRY),
        (Reply("rcpt", 550, "5.1.1"), Verdict.DEAD),
        (Reply("rcpt", 550), Verdict.DEAD),
        (Reply("rcpt", 554, "5.7.1"), Verdict.OURS),
        (Reply("data", None), Verdict.RETRY),
        (Reply("data", 554), Verdict.DEAD),
        (Reply("login", 535, "5.7.8"), Verdict.OURS),
        (Reply("login", 454, "4.7.0"), Verdict.RETRY),
        (Reply("connect", None), Verdict.RETRY),
        (Reply("connect", 554), Verdict.RETRY),
    ],
)
def test_judge_reads_phase_and_code(reply, verdict):
    assert judge(reply) is verdict


@pytest.fixture
def planned(frozen, kind, message):
    outbox.plan([message()])
    return Message.objects.get


def test_message_reaches_a_real_server_with_its_stable_id(planned, smtp_sink):
    run_once()
    (received,) = smtp_sink.to(READER)
    assert received["Message-ID"].startswith(f"<d.{planned().pk}.")
    assert (received["Subject"], received["Content-Language"]) == ("[es] Rally & march", "es")
    assert received.get_body(("plain",)).get_content().split() == ["Rally", "&", "march", "http://127.0.0.1:8000/x"]
    assert "<p>Rally &amp; march</p>" in received.get_body(("html",)).get_content()
    assert planned().state == State.SENT


def test_many_messages_share_one_connection(frozen, kind, message, smtp_sink):
    outbox.plan([message(subject_id=n) for n in range(45)])
    assert run_once() == 45
    assert (len(smtp_sink.messages), smtp_sink.connections) == (45, 1)
    assert {len(received.recipients) for received in smtp_sink.messages} == {1}


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data"])
def test_connection_lost_before_the_text_costs_no_copy(planned, smtp_sink, frozen, phase):
    smtp_sink.drop(phase)
    run_once()
    assert (planned().state, planned().uncertain, smtp_sink.messages) == (State.QUEUED, 0, [])
    frozen.shift(40)
    run_once()
    assert (planned().state, planned().attempts, len(smtp_sink.messages)) == (State.SENT, 2, 1)


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data", "dot"])
def test_temporary_refusal_is_tried_again(planned, smtp_sink, frozen, phase):
    smtp_sink.fail(phase, "451 4.3.0 try later")
    run_once()
    assert (planned().state, planned().uncertain) == (State.QUEUED, 0)
    frozen.shift(40)
    run_once()
    assert (planned().state, len(smtp_sink.messages)) == (State.SENT, 1)


def test_refused_recipient_is_dead_and_the_next_one_is_served(frozen, kind, message, letter, smtp_sink):
    kind(facts=lambda row: type(letter)(f"reader{row.subject_id}@tests.example", "en", "tests_note", letter.context))
    smtp_sink.fail("rcpt", "550 5.1.1 no such user", to="reader1@tests.example")
    outbox.plan([message(subject_id=1), message(subject_id=2)])
    run_once()
    assert list(Message.objects.values_list("state", "reason")) == [("dead", "rcpt 550 5.1.1"), ("sent", "dot 250")]
    assert smtp_sink.recipients() == ["reader2@tests.example"]
    assert smtp_sink.connections == 1


def test_reply_lost_after_the_text_is_counted_and_bounded(planned, kind, smtp_sink, frozen):
    kind(max_uncertain=2)
    smtp_sink.drop("dot", accepted=True, times=9)
    for _ in range(5):
        run_once()
        frozen.shift(721)  # the longest pause with its jitter, and a second
    assert (planned().state, planned().reason) == (State.UNCONFIRMED, "dot no answer")
    assert len(smtp_sink.messages) == 3  # never more than 1 + U
    assert len({received["Message-ID"] for received in smtp_sink.to(READER)}) == 1


def test_no_further_try_where_the_kind_allows_no_unknown_outcome(planned, kind, smtp_sink):
    kind(max_uncertain=0)
    smtp_sink.drop("dot")
    run_once()
    assert (planned().state, planned().uncertain, smtp_sink.messages) == (State.UNCONFIRMED, 0, [])


@pytest.mark.parametrize(
    ("phase", "reply"),
    [("mail", "530 5.7.0 sign in first"), ("mail", "553 sender refused"), ("rcpt", "550 5.1.8 sender unknown")],
)
def test_our_own_fault_pauses_the_engine_and_harms_no_recipient(planned, message, smtp_sink, phase, reply):
    smtp_sink.fail(phase, reply)
    outbox.plan([message(subject_id=n) for n in (2, 3)])
    assert run_once() == 1
    assert Engine.objects.get(channel="email").reason == str(
        Reply(phase, int(reply[:3]), reply[4:9] if "." in reply else "")
    )
    assert set(Message.objects.values_list("state", flat=True)) == {State.QUEUED}
    assert run_once() == 0
    assert smtp_sink.messages == []


def test_wrong_password_pauses_before_any_message_is_touched(planned, smtp_sink, settings):
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "wrong"
    smtp_sink.refuse_login = True
    assert run_once() == 0
    assert Engine.objects.get(channel="email").reason == "login 535 5.7.8"
    assert (planned().state, planned().attempts) == (State.QUEUED, 0)


@pytest.mark.parametrize(("phase", "end"), [("rcpt", State.DEAD), ("dot", State.FAILED)])
def test_refusal_of_one_message_stops_nobody_else(planned, message, smtp_sink, frozen, phase, end):
    smtp_sink.fail(phase, "550 5.7.1 members only")
    run_once()
    assert (planned().state, Engine.is_paused()) == (State.QUEUED, False)
    outbox.plan([message(subject_id=2)])
    run_once()
    smtp_sink.fail(phase, "550 5.7.1 members only")
    frozen.shift(40)
    run_once()
    assert list(Message.objects.values_list("state", flat=True)) == [end, State.SENT]
    assert not Engine.is_paused()


def test_refusal_of_everything_ends_the_run_and_is_tried_again(planned, message, smtp_sink, frozen):
    smtp_sink.fail("rcpt", "554 5.7.1 relay access denied", times=3)
    outbox.plan([message(subject_id=n) for n in range(2, 6)])
    assert run_once() == delivery.MANY
    assert (Engine.is_paused(), delivery.refused_in_a_row("email")) == (False, delivery.MANY)
    assert smtp_sink.messages == []
    frozen.shift(40)
    engine.breakers["email"].reset()
    run_once()
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
    assert delivery.refused_in_a_row("email") == 0


def test_dead_mail_server_costs_no_message_a_try(planned, smtp_sink):
    smtp_sink.stop()
    for _ in range(engine.CONNECT_FAILURES):
        assert run_once() == 0
    assert engine.breakers["email"].is_open()
    assert (planned().state, planned().attempts) == (State.QUEUED, 0)
    smtp_sink.start()
    assert run_once() == 0  # this process waits a minute before it asks again
    engine.breakers["email"].reset()
    assert run_once() == 1


def _goodbye_after(sink, messages, then=lambda: None):
    original = sink.meet

    async def meet(phase, server, recipient):
        if phase == "mail" and len(sink.messages) == messages and sink.connections == 1:
            sink.fail("mail", "421 4.4.2 good-bye")
            then()
        return await original(phase, server, recipient)

    sink.meet = meet


def test_server_that_ends_long_connections_costs_nothing(planned, message, smtp_sink):
    outbox.plan([message(subject_id=n) for n in (2, 3)])
    _goodbye_after(smtp_sink, 2)
    run_once()
    assert list(Message.objects.values_list("state", "attempts")) == [(State.SENT, 1)] * 3
    assert smtp_sink.connections == 2


def test_server_that_ends_the_connection_and_refuses_the_next(planned, message, smtp_sink, settings):
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "right until then"
    outbox.plan([message(subject_id=2)])
    _goodbye_after(smtp_sink, 1, then=lambda: setattr(smtp_sink, "refuse_login", True))
    run_once()
    assert list(Message.objects.values_list("state", "reason")) == [("sent", "dot 250"), ("queued", "login 535 5.7.8")]
    assert Engine.is_paused()


def test_slow_server_is_left_before_the_lease_ends(planned, smtp_sink, settings):
    settings.OUTBOX = {**settings.OUTBOX, "LEASE_SECONDS": 2}
    smtp_sink.stall("rcpt", seconds=6)
    run_once()
    assert (planned().state, planned().reason, smtp_sink.messages) == (State.QUEUED, "rcpt no answer", [])


def test_line_of_a_single_dot_does_not_end_the_mail(frozen, kind, message, smtp_sink):
    text = ".\n.. and more\nMAIL FROM:<x@tests.example>\n."
    kind(facts=lambda row: Letter(READER, "en", "tests_note", {"what": text}))
    outbox.plan([message()])
    run_once()
    body = smtp_sink.to(READER)[0].get_body(("plain",)).get_content()
    assert body.splitlines()[:4] == [".", ".. and more", "MAIL FROM:<x@tests.example>", "."]


def test_every_try_leaves_a_record_without_address(planned, smtp_sink, frozen):
    smtp_sink.fail("rcpt", "450 4.2.1 mailbox busy")
    run_once()
    frozen.shift(40)
    run_once()
    tries = DeliveryAttempt.objects.values_list("message_id", "number", "phase", "code", "outcome")
    pk = planned().pk
    assert list(tries) == [(pk, 1, "rcpt", 450, "not handed over"), (pk, 2, "dot", 250, "sent")]


def test_backend_serves_as_an_ordinary_django_backend(smtp_sink):
    plain = EmailMultiAlternatives("Hello", ".\nfirst a dot", "portal@tests.example", [READER])
    assert mail.get_connection().send_messages([plain]) == 1
    assert smtp_sink.to(READER)[0].get_content().splitlines() == [".", "first a dot"]
