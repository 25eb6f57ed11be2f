"""The outbox with everything real: PostgreSQL, Redis, Celery's worker, an SMTP server, and kill -9."""

import datetime as dt
import subprocess
import sys
import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from celery import Celery
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from coordinators.mail import plan_invitation
from outreach import claims
from outreach.clock import db_now
from outreach.engine import run_once
from outreach.models import Message
from tests import project
from tests.factories import UserFactory
from tests.processes import soon
from tests.services.conftest import PATIENCE

State = Message.State


def _manage(programs, *words: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command,
        check=False,
        cwd=project.ROOT,
        env=programs.environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def _invited(count: int) -> list[str]:
    """The addresses of so many people to whom an invitation is due."""
    people = [UserFactory(language="es" if n % 2 else "en") for n in range(count)]
    for person in people:
        plan_invitation(user=person, now=timezone.now())
    return [person.email for person in people]


def _states() -> Counter:
    return Counter(Message.objects.values_list("state", flat=True))


def test_nudge_brings_a_message_through_redis_and_a_worker_to_the_mail_server(programs, smtp_sink):
    programs.start("worker")  # no clock, no loop: only the nudge can wake it
    invited = _manage(programs, "invite", "reader@tests.example", "--role", "coordinator", "--language", "es")
    assert invited.returncode == 0, invited.stderr
    assert soon(lambda: smtp_sink.to("reader@tests.example"), 30), programs.log("worker").read_text()
    (received,) = smtp_sink.to("reader@tests.example")
    assert received["Content-Language"] == "es"
    assert "https://ilp.example.edu/es/" in received.get_body(("plain",)).get_content()
    assert soon(lambda: _states() == {State.SENT: 1})
    assert "reader@tests.example" not in programs.log("worker").read_text()


def test_dead_broker_costs_no_message(programs, smtp_sink):
    programs.environment["REDIS_URL"] = "redis://127.0.0.1:1/0"
    invited = _manage(programs, "invite", "reader@tests.example", "--role", "coordinator")
    assert invited.returncode == 0, invited.stderr
    sent = _manage(programs, "run_outbox", "--once")
    assert (sent.stdout, len(smtp_sink.messages)) == ("1 messages taken up.\n", 1)


def test_worker_killed_half_way_loses_nothing_and_repeats_little(programs, smtp_sink, broker):
    addresses = _invited(60)
    smtp_sink.stall("rcpt", seconds=0.1, times=len(addresses))
    programs.start("worker")
    with Celery(broker=broker) as outside:
        outside.send_task("outreach.tasks.run_outbox")
    assert soon(lambda: len(smtp_sink.messages) >= 15, 30), programs.log("worker").read_text()
    family = programs.kill("worker")
    smtp_sink.faults.clear()
    assert _states()[State.SENT] < len(addresses)

    programs.environment["OUTBOX_LOOP_GRACE_SECONDS"] = "1"
    programs.start("loop")  # nothing else is left that could send
    assert soon(lambda: _states() == {State.SENT: len(addresses)}, 40), (
        f"{_states()} {programs.log('loop').read_text()}"
    )
    copies = Counter(smtp_sink.recipients())
    assert copies.keys() == set(addresses)
    assert sum(copies.values()) - len(addresses) <= len(family)
    assert len({received.mail["Message-ID"] for received in smtp_sink.messages}) == len(addresses)
    call_command("check_outbox")  # raises when the conservation law does not hold


def _in_eight_threads(work) -> None:
    """All at once; an error in one of them is an error here."""
    barrier = threading.Barrier(8)

    def run():
        barrier.wait()
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(run) for _ in range(8)]:
            done.result()


@pytest.mark.usefixtures("committed")
def test_eight_planners_of_the_same_plan_it_once():
    person, now = UserFactory(), timezone.now()
    _in_eight_threads(lambda: [plan_invitation(user=person, now=now + dt.timedelta(minutes=n)) for n in range(20)])
    assert Message.objects.count() == 20


@pytest.mark.usefixtures("committed")
def test_eight_claimers_take_no_row_twice():
    now, taken = db_now(), []
    columns = {"kind": "account.invitation", "subject_type": "tests", "due_at": now, "next_at": now, "not_after": now}
    Message.objects.bulk_create(Message(subject_id=n, **columns) for n in range(1000))

    def work():
        while batch := claims.claim(20, uuid.uuid4(), now):
            assert len(batch) <= 20
            taken.extend(row.subject_id for row in batch)

    _in_eight_threads(work)
    assert sorted(taken) == list(range(1000))


@pytest.mark.usefixtures("committed")
def test_eight_engines_send_each_message_once(smtp_sink):
    addresses = _invited(80)
    _in_eight_threads(run_once)
    assert Counter(smtp_sink.recipients()) == Counter(addresses)
    assert _states() == {State.SENT: 80}
