"""The gate reads the truth again; a fault of ours with one message never stops the others."""

import datetime as dt
import logging
import uuid

import pytest
from django.core import mail
from django.db import connection

from outreach import claims, outbox
from outreach.engine import run_once
from outreach.gate import gate
from outreach.kinds import Letter, Skip
from outreach.models import Message

pytestmark = pytest.mark.django_db
State = Message.State
READER = "reader@tests.example"


def _claimed(now) -> tuple[Message, uuid.UUID]:
    token = uuid.uuid4()
    return claims.claim(1, token, now)[0], token


@pytest.mark.parametrize("state", [State.SUPPRESSED, State.SUPERSEDED, State.EXPIRED])
def test_skip_ends_the_message_with_its_reason(frozen, now, kind, message, state):
    def withdrawn(row):
        raise Skip(state, "withdrew")

    kind(facts=withdrawn)
    outbox.send_sealed("tests.note", {"code": "1"}, now=now, lifetime=dt.timedelta(hours=1))
    run_once()
    ended = Message.objects.get()
    assert (ended.state, ended.reason, ended.finished_at, ended.sealed) == (state, "withdrew", now, None)
    assert mail.outbox == []


def test_facts_are_those_of_the_gate_not_of_the_planning(frozen, kind, message):
    place = {"what": "old place"}
    kind(facts=lambda row: Letter(READER, "en", "tests_note", place))
    outbox.plan([message()])
    place["what"] = "new place"
    run_once()
    assert mail.outbox[0].subject == "[en] new place"


def _broken_query(row):
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda row: 1 / 0, "our fault: ZeroDivisionError"),
        (lambda row: Letter(READER, "en", "tests_no_such_folder"), "our fault: TemplateDoesNotExist"),
        (lambda row: Letter(READER, "en", "tests_note", headers={"X-List": "a\nBcc: b"}), "our fault: BadHeaderError"),
    ],
)
@pytest.mark.usefixtures("frozen")
def test_fault_of_ours_fails_that_message_only(kind, message, letter, broken, reason):
    kind(facts=lambda row: broken(row) if row.subject_id == 1 else letter)
    outbox.plan([message(subject_id=1), message(subject_id=2)])
    run_once()
    assert list(Message.objects.values_list("state", "reason")) == [("failed", reason), ("sent", "dot 250")]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "reader",
        "two@tests.example, other@tests.example",
        "a@tests.example\nBcc: b@tests.example",
        "lectór@tests.example",
        f"reader@{'ü' * 64}.example",
        "reader@tests.example\x00",
        '"reader"@tests.example',  # two more writings of reader@, of whom a stop would not be found
        "=?utf-8?q?reader?=@tests.example",
    ],
)
def test_what_is_no_address_is_dead(frozen, kind, message, address):
    kind(facts=lambda row: Letter(address, "en", "tests_note"))
    outbox.plan([message()])
    run_once()
    assert Message.objects.values_list("state", "reason").get() == ("dead", "no mail address")


def test_fault_in_the_database_waits_and_lets_the_others_pass(frozen, kind, message, letter):
    kind(facts=lambda row: _broken_query(row) if row.subject_id == 1 else letter)
    outbox.plan([message(subject_id=1), message(subject_id=2)])
    run_once()
    states = Message.objects.values_list("state", "reason", "attempts")
    error = {"sqlite": "OperationalError", "postgresql": "ProgrammingError"}[connection.vendor]
    assert list(states) == [("queued", f"facts: {error}", 0), ("sent", "dot 250", 1)]


def test_fault_is_logged_without_personal_data(frozen, kind, message, caplog):
    def quote(row):
        raise ValueError("reader@tests.example is no number")

    kind(facts=quote)
    outbox.plan([message()])
    with caplog.at_level(logging.DEBUG):
        run_once()
    assert "ValueError" in caplog.text
    assert "reader@tests.example" not in caplog.text


def test_kind_that_is_gone_fails_visibly(frozen, kind, message, monkeypatch):
    outbox.plan([message()])
    Message.objects.update(kind="tests.removed")
    run_once()
    assert Message.objects.values_list("state", "reason").get() == ("failed", "our fault: KeyError")


def test_gate_is_closed_to_a_worker_whose_lease_ran_out(frozen, now, kind, message):
    outbox.plan([message()])
    claimed, token = _claimed(now)
    frozen.shift(claims.lease() + dt.timedelta(seconds=1))
    assert gate(claimed, token) is None
    assert Message.objects.get().state == State.CLAIMED  # the next claim takes it, nobody sent it


def test_gate_is_closed_to_a_worker_whose_message_another_took(frozen, now, kind, message):
    outbox.plan([message()])
    claimed, old_token = _claimed(now)
    frozen.shift(claims.lease() + dt.timedelta(seconds=1))
    _, new_token = _claimed(now + claims.lease() + dt.timedelta(seconds=1))
    assert gate(claimed, old_token) is None
    assert Message.objects.get().token == new_token


def test_gate_is_closed_after_the_messages_time(frozen, now, kind, message):
    outbox.plan([message(not_after=now + dt.timedelta(seconds=5))])
    claimed, token = _claimed(now)
    frozen.shift(6)
    assert gate(claimed, token) is None
    assert Message.objects.get().state == State.EXPIRED


def test_gate_counts_the_try_and_renews_the_lease(frozen, now, kind, message):
    outbox.plan([message()])
    claimed, token = _claimed(now)
    frozen.shift(30)
    assert gate(claimed, token).to == ["reader@tests.example"]
    passed = Message.objects.get()
    until = now + dt.timedelta(seconds=30) + claims.lease()
    assert (passed.state, passed.attempts, passed.lease_until) == (State.SENDING, 1, until)
