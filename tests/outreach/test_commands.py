"""run_outbox, resume_outbox and check_outbox, and the loop."""

import datetime as dt
import signal
import subprocess
import sys
import threading
import uuid

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from outreach import engine, loop, outbox
from outreach.models import Engine, Message

pytestmark = pytest.mark.django_db
State = Message.State


def _planned(message, count=1, **fields):
    outbox.plan([message(n, **fields) for n in range(1, count + 1)])
    return list(Message.objects.values_list("pk", flat=True))


def test_run_outbox_once_drains_and_exits(frozen, kind, message, capsys):
    _planned(message, 25)
    call_command("run_outbox", "--once")
    assert capsys.readouterr().out == "25 messages taken up.\n"
    assert len(mail.outbox) == 25


def test_run_outbox_once_says_that_it_is_paused(frozen, kind, message):
    _planned(message)
    engine.pause("login 535")
    with pytest.raises(CommandError, match=r"paused: login 535.*resume_outbox"):
        call_command("run_outbox", "--once")


def test_run_outbox_once_says_that_the_server_was_not_reached(frozen, kind, message, smtp_sink):
    _planned(message)
    smtp_sink.stop()
    with pytest.raises(CommandError, match="1 messages still wait"):
        call_command("run_outbox", "--once")


def test_resume_outbox_sends_again(db, capsys):
    engine.pause("login 535")
    call_command("resume_outbox")
    call_command("resume_outbox")
    assert capsys.readouterr().out == "The outbox sends again.\nThe outbox was not paused.\n"
    assert not Engine.is_paused()


def test_check_outbox_holds_over_every_state(frozen, now, kind, message, capsys):
    _planned(message, 2)
    engine.run_once()
    _planned(message, 5, due_at=now + dt.timedelta(hours=1), rule="later")
    Message.objects.filter(subject_id=3).finish(State.SUPERSEDED, "edited", now)
    call_command("check_outbox")
    printed = capsys.readouterr().out.split("\n")
    assert "planned 7 = final 3 + pending 4" in printed
    assert "sent                2" in printed
    assert printed[-2] == "The law holds: nothing lost, nothing late."


def test_check_outbox_names_what_is_overdue(frozen, kind, message):
    (pk,) = _planned(message)
    frozen.shift(181)
    with pytest.raises(CommandError, match=f"^overdue: 1, ids {pk}$"):
        call_command("check_outbox")


def test_check_outbox_names_what_a_dead_worker_left(frozen, now, kind, message):
    (pk,) = _planned(message)
    Message.objects.update(state=State.SENDING, token=uuid.uuid4(), lease_until=now)
    frozen.shift(181)
    with pytest.raises(CommandError, match=f"^stuck with a worker that is gone: 1, ids {pk}$"):
        call_command("check_outbox")


def test_check_outbox_names_what_claims_to_be_sent(frozen, now, kind, message):
    (pk,) = _planned(message)
    Message.objects.all().finish(State.SENT, "", now)
    with pytest.raises(CommandError, match=f"^sent without a record of it: 1, ids {pk}$"):
        call_command("check_outbox")


def _without_constraints(statement: str) -> None:
    """Run it as if somebody had taken the constraints away; the test's own transaction brings them back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute(statement)
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            for name in ("message_state_known", "message_finished_when_final"):
                cursor.execute(f"ALTER TABLE outreach_message DROP CONSTRAINT {name}")
            cursor.execute(statement)


def test_check_outbox_sees_a_broken_law(frozen, kind, message):
    _planned(message)
    _without_constraints("UPDATE outreach_message SET state = 'lost'")
    with pytest.raises(CommandError, match="the law is broken"):
        call_command("check_outbox")
    Message.objects.all().delete()


def test_loop_leaves_to_celery_what_is_fresh_and_sends_what_is_not(frozen, kind, message, settings):
    settings.OUTBOX = {**settings.OUTBOX, "LOOP_GRACE_SECONDS": 60}
    _planned(message)
    frozen.shift(60)
    assert loop.look(threading.Event()) == 0
    frozen.shift(1)
    assert loop.look(threading.Event()) == 1


def test_loop_survives_a_database_that_restarts(monkeypatch):
    stop, looks = threading.Event(), []

    def look(stop):
        looks.append(1)
        if len(looks) == 3:
            stop.set()
        raise DatabaseError("server closed the connection")  # plain, and not only OperationalError: as psycopg2 does

    monkeypatch.setattr(loop, "look", look)
    loop.watch(stop, poll=0.001)
    assert looks == [1, 1, 1]


def test_run_outbox_outlives_a_missing_database_and_ends_cleanly_on_sigterm(tmp_path):
    environment = {"DEBUG": "1", "VAR_DIR": str(tmp_path), "PATH": ""}
    command = [sys.executable, "manage.py", "run_outbox"]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        complaints = (line for line in running.stderr if "database did not answer (OperationalError)" in line)
        assert len([next(complaints) for _look in range(2)]) == 2  # it looked again
        running.send_signal(signal.SIGTERM)
        assert running.wait(timeout=20) == 0
    finally:
        running.kill()
        running.stderr.close()
