"""The way of one message: planned, claimed, through the gate, handed over, marked."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from outreach import actions, claims, delivery, engine, outbox, smtp
from outreach.engine import run_once
from outreach.letters import message_id
from outreach.models import DeliveryAttempt, Engine, Message

pytestmark = pytest.mark.django_db
State = Message.State


class Mute(BaseEmailBackend):
    """A backend that takes mail and says nothing sensible."""

    def send_messages(self, messages):
        raise RuntimeError("reader@tests.example")


def test_message_is_sent_in_the_readers_language(frozen, now, kind, message):
    outbox.plan([message()])
    assert run_once() == 1
    assert Message.objects.values_list("state", "finished_at", "token").get() == (State.SENT, now, None)
    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (
        ["reader@tests.example"],
        "[es] Rally & march",
        "Rally & march\n\nhttp://127.0.0.1:8000/x\n",
    )
    headers = {name: sent.message()[name] for name in ("Content-Language", "Auto-Submitted")}
    assert headers == {"Content-Language": "es", "Auto-Submitted": "auto-generated"}


def test_nothing_is_sent_before_its_time_and_nothing_twice(frozen, now, kind, message):
    outbox.plan([message(due_at=now + dt.timedelta(minutes=5))])
    assert run_once() == 0
    frozen.shift(300)
    assert (run_once(), run_once()) == (1, 0)
    assert len(mail.outbox) == 1


def test_backend_without_phases_leaves_the_outcome_unknown(frozen, kind, message, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Mute"
    kind(max_uncertain=1)
    outbox.plan([message()])
    run_once()
    assert Message.objects.values_list("state", "uncertain").get() == (State.QUEUED, 1)
    frozen.shift(40)
    run_once()
    assert Message.objects.values_list("state", "uncertain").get() == (State.UNCONFIRMED, 1)
    assert list(DeliveryAttempt.objects.values_list("outcome", flat=True)) == [
        "outcome unknown",
        "outcome unknown, no further try",
    ]
    assert "reader@tests.example" not in caplog.text


def _begun(now) -> tuple[Message, uuid.UUID]:
    """A message that a worker holds and has begun to hand over."""
    token = uuid.uuid4()
    (claimed,) = claims.claim(20, token, now)
    assert claims.extend(claimed, token, now)
    return claimed, token


def test_message_given_up_by_its_worker_is_sent_by_another(frozen, now, kind, message):
    outbox.plan([message()])
    _begun(now)  # ... and its worker is killed here
    assert run_once() == 0
    frozen.shift(claims.lease() + dt.timedelta(seconds=1))
    assert run_once() == 1
    assert Message.objects.values_list("state", "uncertain", "attempts").get() == (State.SENT, 1, 2)


def test_late_word_of_a_worker_taken_for_dead_changes_nothing(frozen, now, kind, message):
    outbox.plan([message()])
    claimed, token = _begun(now)
    frozen.shift(claims.lease() + dt.timedelta(seconds=1))
    run_once()
    delivery.write_down(claimed, token, smtp.Reply("rcpt", 550), delivery.Verdict.DEAD)
    assert Message.objects.get().state == State.SENT
    assert DeliveryAttempt.objects.count() == 1


def test_waiting_ends_when_the_time_of_the_message_passes(frozen, now, kind, message, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Mute"
    kind(max_uncertain=5)
    outbox.plan([message(not_after=now + dt.timedelta(minutes=3))])
    run_once()
    frozen.shift(40)
    run_once()
    frozen.shift(200)
    run_once()
    assert Message.objects.values_list("state", "attempts").get() == (State.EXPIRED, 2)


def test_paused_engine_sends_nothing_until_resumed(frozen, kind, message):
    outbox.plan([message()])
    engine.pause("login 535")
    engine.pause("a second reason does not hide the first")
    assert run_once() == 0
    state = Engine.objects.get(channel="email")
    assert (str(state), state.reason) == ("paused", "login 535")
    assert (actions.resume(), actions.resume()) == (True, False)
    assert run_once() == 1


def test_budget_and_stop_end_a_run_between_two_messages(frozen, kind, message):
    outbox.plan([message(n) for n in range(3)])
    assert run_once(budget=0) == 0
    assert run_once(stop=lambda: len(mail.outbox) >= 2) == 2
    assert list(Message.objects.values_list("state", flat=True)) == [State.SENT, State.SENT, State.QUEUED]


def test_pause_by_another_process_ends_a_run_before_its_next_batch(frozen, kind, message, settings):
    settings.OUTBOX = {**settings.OUTBOX, "BATCH": 1}
    outbox.plan([message(n) for n in range(3)])
    assert run_once(stop=lambda: engine.pause("login 535") if mail.outbox else False) == 1
    assert len(mail.outbox) == 1


def test_tick_is_noted_but_not_more_often_than_it_is_read(frozen, now, db):
    run_once()
    frozen.shift(3)
    run_once()
    assert Engine.objects.get(channel="email").last_tick_at == now
    frozen.shift(3)
    run_once()
    assert Engine.objects.get(channel="email").last_tick_at == now + dt.timedelta(seconds=6)


def test_oldest_due_age_counts_what_waits_and_what_was_left_behind(frozen, now, kind, message):
    minute = dt.timedelta(minutes=1)
    assert engine.oldest_due_age(now) == 0 * minute
    outbox.plan([message(1), message(2, due_at=now + minute)])
    assert engine.oldest_due_age(now + 5 * minute) == 5 * minute
    Message.objects.update(state=State.CLAIMED, token=uuid.uuid4(), lease_until=now + 3 * minute)
    assert engine.oldest_due_age(now + 5 * minute) == 2 * minute


def test_message_id_is_stable_and_not_to_be_guessed(settings):
    assert message_id(7) == message_id(7)
    assert message_id(7) != message_id(8)
    before = message_id(7)
    settings.SECRET_KEY = "another installation" * 5
    assert message_id(7) != before
    assert message_id(7).startswith("<d.7.")
    assert message_id(7).endswith("@demo.example>")


def test_queries_per_message_do_not_grow(frozen, kind, message, django_assert_max_num_queries):
    outbox.plan([message(n) for n in range(20)])
    with django_assert_max_num_queries(20 * 8 + 20):
        assert run_once() == 20


@pytest.mark.parametrize("ago", [91, 89])
def test_purge_deletes_what_ended_ninety_days_ago(frozen, now, kind, message, ago):
    outbox.plan([message(1), message(2, due_at=now + dt.timedelta(minutes=1))])
    run_once()
    gone = 1 if ago > 90 else 0
    assert actions.purge(now=now + dt.timedelta(days=ago)) == gone
    assert (Message.objects.count(), DeliveryAttempt.objects.count()) == (2 - gone, 1 - gone)
