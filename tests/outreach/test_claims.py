"""Who may send: one worker a message, with a token and a lease."""

import datetime as dt
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, connections

from outreach import claims, outbox
from outreach.models import Message

pytestmark = pytest.mark.django_db
State = Message.State
LATE = dt.timedelta(seconds=91)  # just after the lease of 90 seconds


def test_claim_takes_the_most_urgent_first(kind, message, now):
    kind(name="tests.urgent", priority=0)
    minute = dt.timedelta(minutes=1)
    rows = [message(1, due_at=now - minute), message(2, due_at=now - 2 * minute), message(3, kind="tests.urgent")]
    outbox.plan([*rows, message(4, due_at=now + minute)])
    assert [row.subject_id for row in claims.claim(2, uuid.uuid4(), now)] == [3, 2]
    assert [row.subject_id for row in claims.claim(20, uuid.uuid4(), now)] == [1]


def test_claim_writes_token_and_lease(kind, message, now):
    outbox.plan([message()])
    token = uuid.uuid4()
    (claimed,) = claims.claim(20, token, now)
    stored = Message.objects.get()
    assert (stored.state, stored.token, stored.lease_until) == (State.CLAIMED, token, now + claims.lease())
    assert (claimed.token, claimed.lease_until, claimed.due_at) == (token, stored.lease_until, now)


def test_claim_respects_a_lease_and_takes_over_when_it_ran_out(kind, message, now):
    outbox.plan([message()])
    claims.claim(20, uuid.uuid4(), now)
    assert claims.claim(20, uuid.uuid4(), now + claims.lease()) == []
    second = uuid.uuid4()
    assert [row.token for row in claims.claim(20, second, now + LATE)] == [second]
    assert Message.objects.get().uncertain == 0  # it was claimed, never handed over


def test_taking_over_what_was_being_sent_counts_an_unknown_outcome(kind, message, now):
    outbox.plan([message()])
    (claimed,) = claims.claim(20, claims_token := uuid.uuid4(), now)
    assert claims.extend(claimed, claims_token, now)
    assert [row.uncertain for row in claims.claim(20, uuid.uuid4(), now + LATE)] == [1]


@pytest.mark.parametrize(("uncertain", "state"), [(1, State.SENDING), (2, State.UNCONFIRMED), (3, State.UNCONFIRMED)])
def test_tidy_ends_what_was_handed_over_too_often(kind, message, now, uncertain, state):
    kind(max_uncertain=2)
    outbox.plan([message()])
    past = {"token": uuid.uuid4(), "lease_until": now - LATE}
    Message.objects.update(state=State.SENDING, uncertain=uncertain, **past)
    claims.tidy(now)
    assert Message.objects.get().state == state


def test_tidy_expires_what_is_past_its_time(kind, message, now):
    outbox.plan([message(1, not_after=now), message(2, not_after=now + LATE)])
    claims.tidy(now + dt.timedelta(seconds=1))
    assert list(Message.objects.values_list("state", "reason")) == [("expired", "time passed"), ("queued", "")]


def test_release_gives_back_what_was_not_begun(kind, message, now):
    outbox.plan([message(1), message(2)])
    begun, _ = claims.claim(20, token := uuid.uuid4(), now)
    claims.extend(begun, token, now)
    assert claims.release(token) == 1
    assert list(Message.objects.values_list("state", flat=True)) == [State.SENDING, State.QUEUED]


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 30), (1, 30), (2, 120), (3, 300), (4, 600), (5, 600), (400, 600)]
)
def test_put_back_waits_longer_each_time_and_not_in_step(kind, message, now, attempts, seconds):
    outbox.plan([message(n) for n in range(8)])
    Message.objects.update(attempts=attempts)
    token = uuid.uuid4()
    for row in claims.claim(20, token, now):
        assert claims.put_back(row, token, "connect no answer", now) == 1
    waits = [(at - now).total_seconds() for at in Message.objects.values_list("next_at", flat=True)]
    assert 0.8 * seconds <= min(waits) < max(waits) <= 1.2 * seconds


def test_put_back_needs_the_token(kind, message, now):
    outbox.plan([message()])
    (claimed,) = claims.claim(20, uuid.uuid4(), now)
    assert claims.put_back(claimed, uuid.uuid4(), "connect no answer", now) == 0
    assert Message.objects.get().state == State.CLAIMED


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "lost"},
        {"state": "claimed"},
        {"token": uuid.uuid4()},
        {"state": "sent"},
        {"finished_at": dt.datetime(2026, 11, 18, tzinfo=dt.UTC)},
        {"uncertain": 7},
        {"due_at": dt.datetime(2027, 11, 18, tzinfo=dt.UTC)},
        {"state": "sent", "finished_at": dt.datetime(2026, 11, 18, tzinfo=dt.UTC), "sealed": b"code"},
    ],
)
def test_database_refuses_a_row_that_cannot_be(kind, message, broken):
    outbox.plan([message()])
    with pytest.raises(IntegrityError):
        Message.objects.update(**broken)


@pytest.fixture
def in_a_file(message, tmp_path, monkeypatch):
    """200 due messages in a SQLite file of its own, whatever database the tests run on; new threads connect to it."""
    file = {
        **settings.DATABASES["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "race.sqlite3"),
    }
    monkeypatch.setitem(connections.settings, "default", {**file, "OPTIONS": settings.SQLITE_OPTIONS})

    def make():
        with connection.schema_editor() as editor:
            editor.create_model(Message)
        rows = [message(n) for n in range(200)]
        for row in rows:
            row.next_at = row.due_at
        Message.objects.bulk_create(rows)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(make).result()


def test_eight_threads_take_no_message_twice(in_a_file, now):
    taken, barrier = [], threading.Barrier(8)

    def work():
        barrier.wait()
        while batch := claims.claim(7, uuid.uuid4(), now):
            taken.extend(row.subject_id for row in batch)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work) for _ in range(8)]:
            done.result()
    assert sorted(taken) == list(range(200))
