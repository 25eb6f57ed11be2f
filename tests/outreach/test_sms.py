"""Text messages by Twilio's own client against a server on loopback, through the engine; and the two for trying."""

import logging

import pytest

from outreach import outbox
from outreach.engine import run_once
from outreach.kinds import Letter
from outreach.models import DeliveryAttempt, Engine, Message, Suppression
from outreach.sealing import contact_index

from .http_provider import Answer, provider  # noqa: F401, a fixture

pytestmark = pytest.mark.django_db
State, SMS = Message.State, Message.Channel.SMS
NUMBER, SENDER, SID = "+12025550123", "+12025550100", "AC" + "0" * 32
MESSAGES = f"/2010-04-01/Accounts/{SID}/Messages.json"


@pytest.fixture
def twilio(settings, provider):  # noqa: F811
    """Text messages go through Twilio's client to the loopback server."""
    settings.SMS = {"ADAPTER": "twilio", "SID": SID, "TOKEN": "a-token", "FROM": SENDER, "API_URL": provider.url}
    provider.usual = Answer(201, {"sid": "SM1", "status": "queued", "error_code": None})
    return provider


@pytest.fixture
def text(kind, frozen, message):
    """text(2) plans so many text messages, each with its number in it."""

    def plan(count: int = 1, **letter) -> None:
        values = {"to": NUMBER, "language": "en", "template": "tests_note", "channel": SMS} | letter
        kind(facts=lambda row: Letter(context={"what": f"No. {row.subject_id}"}, **values), max_uncertain=1)
        outbox.plan([message(n, channel=SMS) for n in range(1, count + 1)])

    return plan


def _rows(*names) -> list[tuple]:
    return list(Message.objects.values_list(*names))


def _refuse(code: int, status: int = 400) -> tuple[int, dict]:
    return status, {"code": code, "message": f"The number {NUMBER} ...", "status": status}


def test_text_reaches_twilio_from_our_number(text, twilio):
    text()
    assert run_once() == 1
    (asked,) = twilio.asked
    body = "ILP: No. 1 http://127.0.0.1:8000/x"
    assert (asked.path, asked.form) == (MESSAGES, {"To": NUMBER, "From": SENDER, "Body": body})
    assert asked.headers["Authorization"].startswith("Basic ")
    assert _rows("state", "reason", "attempts") == [(State.SENT, "dot 201", 1)]


def test_text_may_go_by_a_messaging_service(text, twilio, settings):
    settings.SMS = settings.SMS | {"FROM": "MG" + "1" * 32}
    text()
    run_once()
    assert "From" not in twilio.asked[0].form
    assert twilio.asked[0].form["MessagingServiceSid"] == "MG" + "1" * 32


def test_reader_who_told_twilio_to_stop_is_stopped_with_us(text, twilio, now):
    text()
    twilio.answer(*_refuse(21610))
    run_once()
    assert _rows("state", "reason") == [(State.SUPPRESSED, "rcpt 21610")]
    (stop,) = Suppression.objects.all()
    assert (bytes(stop.contact_bi), stop.topic, stop.reason) == (contact_index(NUMBER), "", "asked")


@pytest.mark.parametrize("code", [21211, 21614])
def test_number_that_is_none_is_dead_and_the_next_one_is_served(text, twilio, code):
    text(2)
    twilio.answer(*_refuse(code))
    run_once()
    assert _rows("state", "reason") == [(State.DEAD, f"rcpt {code}"), (State.SENT, "dot 201")]
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (_refuse(20003, 401), "login 20003"),
        ((401, {}), "login 401"),
        (_refuse(21606), "login 21606"),
        ((403, {"code": None}), "login 403"),
    ],
)
def test_our_own_fault_pauses_texts_and_leaves_mail_running(text, twilio, answer, reason):
    text(2)
    twilio.answer(*answer)
    assert run_once() == 1
    assert list(Engine.objects.filter(paused=True).values_list("channel", "reason")) == [(SMS, reason)]
    assert set(_rows("state")) == {(State.QUEUED,)}


@pytest.mark.parametrize("answer", [_refuse(20429, 429), (429, {})])
def test_too_many_wait_and_ask_no_more_in_this_run(text, twilio, frozen, answer):
    text(2)
    twilio.answer(*answer)
    assert (run_once(), len(twilio.asked)) == (1, 1)
    frozen.shift(40)
    run_once()
    assert _rows("state", "uncertain") == [(State.SENT, 0)] * 2


def test_country_that_is_switched_off_fails_that_text_only(text, twilio):
    text(2)
    twilio.answer(*_refuse(21408))
    run_once()
    assert _rows("state", "reason") == [(State.FAILED, "data 21408"), (State.SENT, "dot 201")]


@pytest.mark.parametrize("fault", ["drop", "stall", "500", "nonsense"])
def test_answer_lost_after_the_request_is_unknown_and_bounded(text, twilio, frozen, settings, fault):
    settings.OUTBOX = {**settings.OUTBOX, "LEASE_SECONDS": 1}
    text()
    faults = {
        "drop": twilio.drop,
        "stall": lambda: twilio.stall(5),
        "500": lambda: twilio.answer(500, {"code": 20500}),
        "nonsense": lambda: twilio.answer(201, "queued"),
    }
    for _ in range(2):
        faults[fault]()
        run_once()
        frozen.shift(40)
    assert _rows("state", "uncertain") == [(State.UNCONFIRMED, 1)]
    assert len(twilio.asked) == 2


def test_refused_connection_is_no_copy(text, twilio, frozen):
    text()
    twilio.stop()
    run_once()
    assert _rows("state", "uncertain", "reason") == [(State.QUEUED, 0, "connect no answer")]
    twilio.start()
    frozen.shift(40)
    run_once()
    assert _rows("state", "attempts") == [(State.SENT, 2)]


@pytest.mark.parametrize(
    "number", ["", "2025550123", "+0123456789", "+1202555012312345", "reader@tests.example", "+1٢025550123"]
)
def test_what_is_no_number_is_dead_before_anybody_is_asked(text, twilio, number):
    text(to=number)
    run_once()
    assert (_rows("state", "reason"), twilio.asked) == ([(State.DEAD, "no phone number")], [])


def test_text_that_no_provider_takes_fails_alone(text, twilio, kind):
    text(2)
    long = Letter(NUMBER, "en", "tests_note", {"what": "x" * 1600}, channel=SMS)
    short = Letter(NUMBER, "en", "tests_note", {"what": "x"}, channel=SMS)
    kind(facts=lambda row: long if row.subject_id == 1 else short)
    run_once()
    assert _rows("state", "reason") == [(State.FAILED, "our fault: TooLong"), (State.SENT, "dot 201")]


def test_nothing_is_logged_or_kept_of_number_text_and_token(text, twilio, caplog):
    text(2)
    twilio.answer(*_refuse(21211))
    with caplog.at_level(logging.DEBUG):
        run_once()
    kept = caplog.text + str([list(table.objects.values()) for table in (Message, DeliveryAttempt, Suppression)])
    assert [word for word in (NUMBER, NUMBER[1:], "No. 1", "a-token", "SM1") if word in kept] == []


def test_text_at_night_waits_even_where_its_kind_may_go(text, twilio, frozen, kind):
    frozen.shift(9 * 3600)  # two in the morning in New York
    text()
    kind(facts=lambda row: Letter(NUMBER, "en", "tests_note", {"what": "x"}, channel=SMS), quiet=False)
    Message.objects.update(not_after="2026-11-20T00:00Z")
    run_once()
    assert (_rows("state", "reason"), twilio.asked) == ([(State.QUEUED, "quiet hours")], [])


def test_urgent_text_goes_at_night(text, twilio, frozen):
    frozen.shift(9 * 3600)
    text(urgent=True)
    Message.objects.update(not_after="2026-11-20T00:00Z")
    run_once()
    assert _rows("state") == [(State.SENT,)]


def test_console_prints_each_text_with_its_parts(text, settings, capsys):
    settings.SMS = {"ADAPTER": "console"}
    text()
    run_once()
    assert capsys.readouterr().out == f"To: {NUMBER}\nParts: 1 (GSM-7, 34)\n\nILP: No. 1 http://127.0.0.1:8000/x\n"
    assert _rows("state") == [(State.SENT,)]


def test_folder_that_cannot_be_written_costs_nothing(text, settings):
    settings.SMS = {"ADAPTER": "file", "FOLDER": "/proc/nowhere"}
    text()
    run_once()
    assert _rows("state", "uncertain", "reason") == [(State.QUEUED, 0, "connect no answer")]
