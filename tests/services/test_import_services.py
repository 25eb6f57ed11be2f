"""A long import by the worker of docker-compose.yml over PostgreSQL and Redis, killed in the middle."""

import datetime as dt

from django.utils import timezone
from kombu import Connection

from campaigns import tasks
from campaigns.imports import beginning, work
from campaigns.imports.table import Table
from campaigns.models import HourEntry, HourImport
from tests.factories import PlacementFactory, TermFactory, UserFactory
from tests.processes import soon
from tests.services.conftest import alone

ROWS, DAYS = 4_000, 300


def _sheet(email: str) -> bytes:
    first = dt.date(2025, 8, 1)
    rows = (f"{email},{first + dt.timedelta(days=n % DAYS)},0.25,research,Row {n}" for n in range(ROWS))
    return "\n".join(["email,day,hours,activity,note", *rows]).encode()


def _sent(staff) -> HourImport:
    """A sheet that was looked through."""
    term = TermFactory(slug="2025-2026", label="2025-26", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2026, 7, 31))
    content = _sheet(PlacementFactory(appointment__term=term).appointment.coordinator.user.email)
    sheet = {"content": content, "table": Table.open(content), "name": "years.csv"}
    sent = beginning.take_in(by=staff, now=timezone.now(), **sheet)
    work.begin(sent, "checking", now=timezone.now(), was=["uploaded"])
    work.do(sent.pk, now=timezone.now())
    sent.refresh_from_db()
    return sent


def test_import_whose_worker_is_killed_goes_on_with_nothing_lost_and_nothing_twice(programs, broker):
    sent = _sent(UserFactory(role="staff"))
    assert (sent.state, sent.added) == ("ready", ROWS)
    work.begin(sent, "running", now=timezone.now(), was=["ready"], added=0)
    now = HourImport.objects.filter(pk=sent.pk)
    with Connection(broker) as connection:
        programs.start("worker")
        tasks.work_on_import.apply_async((sent.pk,), connection=connection)
        assert soon(lambda: now.get().rows_done, 60), programs.log("worker").read_text()
        programs.kill("worker")
        assert soon(alone)
        midway = now.get()
        assert 0 < midway.rows_done < ROWS
        assert midway.rows_done == midway.added == HourEntry.objects.count()

        programs.start("worker")
        now.update(beat_at=timezone.now() - dt.timedelta(minutes=2))  # what the clock of the portal waits for
        tasks.wake_imports.apply_async(connection=connection)
        assert soon(lambda: now.get().state == "done", 90), programs.log("worker").read_text()
    assert (now.get().rows_done, now.get().added, HourEntry.objects.count()) == (ROWS, ROWS, ROWS)
