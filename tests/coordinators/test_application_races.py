"""Two at the same instant: one address confirms one application, and one application is decided once."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection, connections

from coordinators import applications
from coordinators.models import Application, Coordinator, User
from outreach.models import Message
from tests.coordinators.calling import ADDRESS, NOW, apply, open_call, waiting
from tests.factories import UserFactory

AT_ONCE = 6  # connections


@pytest.fixture
def at_once(transactional_db, django_db_serialized_rollback, frozen, tmp_path, monkeypatch):
    """at_once(work) lets AT_ONCE threads do work(number) in the same moment; gives what each returned."""

    def race(work) -> list:
        if connection.vendor == "sqlite":  # its rows are in memory: threads find them in a file only
            file = str(tmp_path / "race.sqlite3")
            connection.cursor().execute("VACUUM INTO %s", [file])
            with closing(sqlite3.connect(file)) as first:  # several who turn the log on at once lock each other out
                first.execute("PRAGMA journal_mode=WAL")
            place = {**settings.DATABASES["default"], "NAME": file, "OPTIONS": settings.SQLITE_OPTIONS}
            monkeypatch.setitem(connections.settings, "default", place)
        start = threading.Barrier(AT_ONCE)

        def share(number: int):
            try:
                connection.ensure_connection()
                start.wait(timeout=60)
                return work(number)
            finally:
                connection.close()

        with ThreadPoolExecutor(AT_ONCE) as threads:
            return list(threads.map(share, range(AT_ONCE)))

    return race


def in_new_connection(count):
    """What the threads left, read where they wrote it."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_closing(count)).result()


def _closing(count):
    def work():
        try:
            return count()
        finally:
            connection.close()

    return work


def test_one_address_confirms_one_application(at_once):
    call = open_call()

    def apply_and_confirm(number: int) -> bool:
        application = apply(call, word=f"Words of {number}")
        return application is not None and applications.confirm(application=application, now=NOW)

    assert at_once(apply_and_confirm).count(True) == in_new_connection(Application.objects.waiting().count) == 1


def test_of_all_who_decide_one_does(at_once):
    call = open_call()
    application, staff = waiting(call), UserFactory(role="staff")
    verbs = (applications.accept, applications.refuse)
    done = at_once(lambda number: verbs[number % 2](application=application, by=staff, now=NOW))
    told = Message.objects.filter(kind__in=("coordinators.application_accepted", "coordinators.application_refused"))
    assert (done.count(True), in_new_connection(told.count)) == (1, 1)
    users, people = User.objects.filter(email=ADDRESS), Coordinator.objects.all()
    assert in_new_connection(users.count) == in_new_connection(people.count) == int(done.index(True) % 2 == 0)
