"""Two channels, one engine: neither holds up the other, and the gate alone decides which one it is."""

import logging

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from outreach import engine, outbox, tasks
from outreach.engine import run_once
from outreach.kinds import Letter
from outreach.models import DeliveryAttempt, Engine, Message, Pulse, Suppression
from outreach.replies import Reply
from outreach.sealing import contact_index

pytestmark = pytest.mark.django_db
State, EMAIL, SMS = Message.State, Message.Channel.EMAIL, Message.Channel.SMS
READER, NUMBER = "reader@tests.example", "+12025550123"


@pytest.fixture
def texts(settings, tmp_path):
    """Text messages are on; what was sent, by the numbers it went to."""
    settings.SMS = {"ADAPTER": "file", "FOLDER": str(tmp_path / "texts")}

    def sent() -> list[str]:
        return [path.read_text() for path in sorted((tmp_path / "texts").glob("*.txt"))]

    return sent


@pytest.fixture
def chosen(kind, frozen, message):
    """chosen("email", "sms", ...): a message planned for mail for each, whose facts say that channel."""

    def plan(*names, planned=EMAIL, **options) -> None:
        def facts(row):
            name = names[row.subject_id - 1]
            return Letter(NUMBER if name == SMS else READER, "en", "tests_note", {"what": "Hi"}, channel=name)

        kind(facts=facts, **options)
        outbox.plan([message(n, channel=planned) for n in range(1, len(names) + 1)])

    return plan


def _rows(*names) -> list[tuple]:
    return list(Message.objects.values_list(*names))


def test_gate_moves_a_message_to_the_channel_of_its_reader_at_once(chosen, texts):
    chosen(EMAIL, SMS)
    assert run_once() == 3  # the second was taken up twice
    assert _rows("channel", "state", "attempts") == [(EMAIL, State.SENT, 1), (SMS, State.SENT, 1)]
    assert texts() == [f"To: {NUMBER}\nParts: 1 (GSM-7, 31)\n\nILP: Hi http://127.0.0.1:8000/x\n"]
    assert len(mail.outbox) == 1


def test_gate_moves_a_message_back_to_mail(chosen, texts):
    chosen(EMAIL, planned=SMS)
    run_once()
    assert _rows("channel", "state", "attempts") == [(EMAIL, State.SENT, 1)]
    assert (len(mail.outbox), texts()) == (1, [])


def test_what_was_told_is_written_at_the_gate(kind, frozen, message, smtp_sink):
    kind(facts=lambda row: Letter(READER, "en", "tests_note", {"what": "Hi"}, told=7))
    smtp_sink.fail("rcpt", "450 4.2.1 busy")
    outbox.plan([message()])
    run_once()
    assert _rows("state", "told") == [(State.QUEUED, 7)]  # refused this time, yet from the gate on they may know it


@pytest.mark.parametrize(("paused", "other"), [(EMAIL, SMS), (SMS, EMAIL)])
def test_paused_channel_does_not_hold_up_the_other(chosen, texts, paused, other):
    chosen(other, other)
    Message.objects.update(channel=other)
    engine.pause("staff", paused)
    assert run_once() == 2
    assert set(_rows("state")) == {(State.SENT,)}
    engine.pause("staff", other)
    assert set(Engine.objects.values_list("paused", "reason")) == {(True, "staff")}


def test_dead_mail_server_does_not_hold_up_texts(chosen, texts, smtp_sink):
    chosen(EMAIL, SMS, EMAIL, SMS)
    Message.objects.filter(subject_id__in=(2, 4)).update(channel=SMS)
    smtp_sink.stop()
    for _ in range(engine.CONNECT_FAILURES):
        run_once()
    assert _rows("state", "attempts") == [(State.QUEUED, 0), (State.SENT, 1)] * 2
    assert [engine.breakers[name].is_open() for name in (EMAIL, SMS)] == [True, False]


@pytest.mark.parametrize(("slow", "quick"), [(EMAIL, SMS), (SMS, EMAIL)])
def test_channel_that_was_slow_goes_last_in_the_next_run(chosen, texts, monkeypatch, slow, quick):
    order, claim = [], engine.claims.claim
    monkeypatch.setattr(engine.claims, "claim", lambda *given: order.append(given[3]) or claim(*given))
    chosen(EMAIL, SMS)
    Message.objects.filter(subject_id=2).update(channel=SMS)
    engine.breakers[slow].seconds, engine.breakers[quick].seconds = 3600.0, 0.0
    run_once()
    assert order[:2] == [quick, slow]
    assert 0 < engine.breakers[slow].seconds < 3600  # as long as it took this time


def test_adapter_that_breaks_stops_neither_the_other_channel_nor_the_run(chosen, texts, monkeypatch, caplog):
    chosen(SMS, EMAIL)
    Message.objects.filter(subject_id=1).update(channel=SMS)
    monkeypatch.setattr("outreach.sms.Files.hand_over", lambda *given: 1 / 0)
    run_once()
    assert _rows("state") == [(State.SENDING,), (State.SENT,)]  # the first waits for its lease
    assert "sms failed: ZeroDivisionError" in caplog.text


def test_text_without_sms_url_pauses_texts_and_says_why(chosen, settings):
    settings.SMS = None
    chosen(SMS, EMAIL)
    run_once()
    assert list(Engine.objects.filter(paused=True).values_list("channel", "reason")) == [(SMS, "SMS_URL is not set")]
    assert _rows("state", "attempts") == [(State.QUEUED, 0), (State.SENT, 1)]
    with pytest.raises(CommandError, match=r"^sms is paused: SMS_URL is not set\. Mend it"):
        call_command("run_outbox", "--once")


def test_check_outbox_names_each_paused_channel(db, capsys):
    engine.pause("login 20003", SMS)
    call_command("check_outbox")
    assert "sms is paused: login 20003\n" in capsys.readouterr().out


def test_clock_that_cannot_be_believed_pauses_every_channel(frozen, monkeypatch):
    monkeypatch.setattr(engine.watch, "complaint", lambda now: "clock: jumped ahead")
    run_once()
    assert set(Engine.objects.values_list("paused", "reason")) == {(True, "clock: jumped ahead")}


def test_only_the_clock_counts_as_its_sign_of_life(frozen, now, kind, message):
    outbox.plan([message()])
    tasks.run_outbox()
    assert (Message.objects.get().state, Pulse.objects.count()) == (State.SENT, 0)
    tasks.tick()
    assert Pulse.objects.values_list("duty", "at").get() == (Pulse.Duty.TICK, now)


@pytest.mark.parametrize("code", ["5.1.1", "5.1.2", "5.1.6", "5.1.10"])
def test_address_that_does_not_exist_is_not_written_to_again(chosen, smtp_sink, now, code):
    chosen(EMAIL)
    smtp_sink.fail("rcpt", f"550 {code} no such user")
    run_once()
    assert _rows("state", "reason") == [(State.DEAD, f"rcpt 550 {code}")]
    (stop,) = Suppression.objects.all()
    assert (bytes(stop.contact_bi), stop.topic, stop.reason, stop.at) == (contact_index(READER), "", "bounced", now)


@pytest.mark.parametrize("answer", ["550 5.4.4 no route", "550 5.2.1 switched off", "450 4.1.1 later", "550 refused"])
def test_other_refusals_stop_nobody(chosen, smtp_sink, answer):
    chosen(EMAIL)
    smtp_sink.fail("rcpt", answer)
    run_once()
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("code", ["5.1.7", "5.1.8"])
def test_refusal_of_our_own_address_pauses_mail_and_stops_nobody(chosen, smtp_sink, code):
    chosen(EMAIL)
    smtp_sink.fail("rcpt", f"553 {code} bad sender")
    run_once()
    assert (Engine.is_paused(), Suppression.objects.exists()) == (True, False)


def test_who_said_stop_gets_no_text_whatever_its_kind(chosen, texts, now):
    chosen(SMS)
    Suppression.objects.create(contact_bi=contact_index(NUMBER), topic="", reason="asked", at=now)
    run_once()
    assert (_rows("state", "reason"), texts()) == ([(State.SUPPRESSED, "asked us to stop")], [])


def test_logs_name_no_number(chosen, texts, monkeypatch, caplog):
    chosen(SMS)
    monkeypatch.setattr("outreach.sms.Files.hand_over", lambda *given: Reply("connect"))
    with caplog.at_level(logging.DEBUG):
        run_once()
    assert "sms not reached: connect no answer" in caplog.text
    assert NUMBER not in caplog.text + str(list(DeliveryAttempt.objects.values()))
