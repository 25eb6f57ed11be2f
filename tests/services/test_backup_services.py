"""Backup and restore of PostgreSQL with its own programs, and what happens while others use the database."""

import io
import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from events import actions
from events.models import EventKey, Rsvp
from ilp_portal.backup import folder, making, postgres
from ilp_portal.backup.contents import BackupFault
from outreach import outbox, sealing
from outreach.actions import resume
from outreach.engine import run_once
from outreach.models import Engine, Message
from tests.factories import EventFactory

pytestmark = pytest.mark.usefixtures("committed")
CANARY = "canaria@tests.example"
CHANGED = {"outreach_engine", "outreach_message", "outreach_pulse", "django_session"}  # by what makes a restore safe
CHANGED |= {"ilp_portal_publicentry", "ilp_portal_indexstate"}  # what the search finds, made anew from the rows


@pytest.fixture
def backups(settings) -> Path:
    return settings.BACKUP_DIR


def manage(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def checksums() -> dict[str, tuple]:
    """Rows and a sum over all of their text, for every table."""
    with connection.cursor() as cursor:
        found = {}
        for table in postgres.tables():
            cursor.execute(f'SELECT count(*), sum(hashtextextended(t::text, 0)::numeric) FROM "{table}" t')
            found[table] = cursor.fetchone()
        return found


def sequences() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        return {name: last for name, last in cursor.fetchall() if not name.startswith("ilp_portal_publicentry")}


@pytest.fixture
def signed_up(smtp_sink) -> Rsvp:
    """A canary who signed up for an event of next week, and got the confirmation."""
    now = timezone.now()
    start = now + timezone.timedelta(days=7)
    event = EventFactory(starts_at=start, ends_at=start + timezone.timedelta(hours=1), held_on=start.date())
    form = {"contact": CANARY, "name": "Canaria", "language": "es", "discreet": True}
    actions.sign_up(event=event, now=now, **form)
    rsvp = event.rsvps.get()
    actions.confirm(rsvp=rsvp, now=now)
    run_once()
    assert smtp_sink.recipients() == [CANARY]
    return rsvp


def test_drill_brings_back_every_row_and_sends_nothing_again(signed_up, backups, smtp_sink):
    form = {"contact": "second@tests.example", "name": "", "language": "en", "discreet": True}
    actions.sign_up(event=signed_up.event, now=timezone.now(), **form)
    before, next_numbers = checksums(), sequences()
    making.make(backups, now=timezone.now())
    run_once()  # the second confirmation, sent after the dump
    sent = len(smtp_sink.messages)
    EventFactory()

    said = manage("restore", str(backups), "--yes", "--replace")
    assert "Messages held as unconfirmed: 1." in said
    after = checksums()
    assert {name for name in before if before[name] != after.get(name)} <= CHANGED
    assert (before.keys(), sequences()) == (after.keys(), next_numbers)
    assert Rsvp.objects.get(pk=signed_up.pk).contact == CANARY
    assert list(Engine.objects.values_list("paused", "reason")) == [(True, "restored")] * 2
    run_once()
    resume()
    run_once()
    assert (sent, len(smtp_sink.messages)) == (2, 2)


def test_dump_holds_no_key_no_code_and_no_address(signed_up, backups):
    secret = outbox.send_sealed("account.mail", {"x": 1}, now=timezone.now(), lifetime=timezone.timedelta(minutes=10))
    done = making.make(backups, now=timezone.now())
    told = ["pg_restore", "--file=-", str(done / postgres.FILE)]
    text = subprocess.run(told, check=True, capture_output=True).stdout
    text += subprocess.run(["zcat", done / "outreach_message.copy.gz"], check=True, capture_output=True).stdout
    wrapped, contact = bytes(EventKey.objects.get().wrapped).hex(), bytes(signed_up.contact_ct).hex()
    found = [what.encode() in text for what in (wrapped, bytes(secret.sealed).hex(), CANARY, contact)]
    assert found == [False, False, False, True]
    assert wrapped in folder.keys_of(done).read_text()


def test_dump_without_its_keys_opens_nothing_and_messages_end_with_a_reason(signed_up, backups, smtp_sink):
    folder.keys_of(making.make(backups, now=timezone.now())).unlink()
    manage("restore", str(backups), "--yes", "--replace")
    assert not Rsvp.objects.get().is_readable
    resume()
    Message.objects.filter(state="queued").update(due_at=timezone.now(), next_at=timezone.now())
    run_once()
    assert set(Message.objects.exclude(state="sent").values_list("state", "reason")) == {("suppressed", "erased")}
    assert len(smtp_sink.messages) == 1


@pytest.mark.parametrize("name", [postgres.FILE, "outreach_message.copy.gz"])
def test_spoiled_dump_is_refused_before_anything_is_touched(signed_up, backups, name):
    done = making.make(backups, now=timezone.now())
    before = checksums()
    (done / name).write_bytes((done / name).read_bytes()[:-20])
    with pytest.raises(CommandError, match="was changed since it was written"):
        manage("restore", str(backups), "--yes", "--replace")
    assert checksums() == before


def test_load_that_fails_half_way_changes_nothing(signed_up, backups):
    done = making.make(backups, now=timezone.now())
    before = checksums()
    with pytest.raises(BackupFault, match="partners_partner has other rows than the manifest says"):
        postgres.load(done, {"partners_partner": 7})
    assert checksums() == before
    (done / postgres.FILE).write_bytes(b"no dump")
    with pytest.raises(BackupFault, match="pg_restore failed"):
        postgres.load(done, {})
    assert checksums() == before


@contextmanager
def another_program():
    """A connection of somebody else, in a transaction that reads the partners."""
    server = connection.settings_dict
    login = {"user": server["USER"], "password": server["PASSWORD"], "host": server["HOST"], "port": server["PORT"]}
    other = psycopg2.connect(dbname=server["NAME"], **login)
    try:
        other.cursor().execute("LOCK TABLE partners_partner IN ACCESS SHARE MODE")
        yield
    finally:
        other.close()


def test_program_that_still_runs_stops_a_restore_and_no_backup(signed_up, backups, monkeypatch):
    monkeypatch.setattr(postgres, "WAIT_FOR_LOCKS", "300ms")
    with another_program():
        making.make(backups, now=timezone.now())
        with pytest.raises(CommandError, match="Stop web, worker, clock and loop first"):
            manage("restore", str(backups), "--yes", "--replace")
    assert Rsvp.objects.get().contact == CANARY


def test_missing_and_old_programs_are_told_with_the_remedy(backups, monkeypatch, tmp_path):
    usual = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match=r"pg_dump and pg_restore and psql cannot be found\. Install"):
        manage("backup")
    monkeypatch.setenv("PATH", f"{tmp_path}:{usual}")
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 12.3'\n")
    (tmp_path / "pg_dump").chmod(0o700)
    with pytest.raises(CommandError, match=r"pg_dump is of version 12, \d+ or newer is needed\. Install"):
        manage("backup")
    assert folder.dumps(backups) == []


def test_password_is_on_no_command_line():
    command, environment = postgres._command("pg_dump", ["--format=custom"])
    password = connection.settings_dict["PASSWORD"]
    assert (password != "", password in " ".join(command), environment.get("PGPASSWORD")) == (True, False, password)


def test_contact_is_found_only_by_its_keyed_hash(signed_up):
    assert bytes(signed_up.contact_bi) == sealing.contact_index(CANARY)
