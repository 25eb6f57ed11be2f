"""Fixtures are roles: coordinator, other_coordinator, staff, administrator. Time is chosen, never waited for."""

import datetime as dt
import gc
import os
import shutil
import sqlite3
from contextlib import closing

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.utils import translation

from scripts import migrated
from tests.factories import AppointmentFactory, CampaignFactory, PlacementFactory, TermFactory, UserFactory
from tests.outreach.smtp_sink import smtp_sink  # noqa: F401, a fixture of every test

NOW = dt.datetime(2026, 11, 18, 17, 0, tzinfo=dt.UTC)  # Wednesday noon in New York, inside the term 2026-27


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Every process begins with tables that are there; the migrations then see that nothing is left to do.

    With TEST_DATABASE=file they are in a file: a browser asks for several things at once, and threads that share one
    connection, as those of a database in memory do, undo each other's transactions.
    """
    if connection.vendor == "sqlite":
        if os.environ.get("TEST_DATABASE") == "file":
            connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        name = connection.creation._get_test_db_name()
        with closing(sqlite3.connect(name, uri=True)) as held:  # one in memory lasts while somebody holds it
            migrated.copy_into(held)
            yield
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("TEST_TEMPLATE")
        yield


@pytest.fixture(scope="session", autouse=True)
def _plain_settings(tmp_path_factory):
    """Fast hashes, mail in memory, nothing written outside the folder of the tests: set once for all of them."""
    own = tmp_path_factory.mktemp("tests")
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        CELERY_BROKER_URL="memory://",
        WHITENOISE_AUTOREFRESH=True,  # or every client of a test reads the whole folder of static files
        MAILBOX_DIR=own / "mail",
        BACKUP_DIR=own / "backups",
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(own)}},
    ):
        yield


@pytest.fixture(autouse=True)
def _nothing_left(_plain_settings):
    """What a test wrote is gone when it ends."""
    with translation.override(settings.LANGUAGE_CODE):  # a page read in Spanish leaves its language behind
        yield
    cache.clear()
    for folder in (settings.MAILBOX_DIR, settings.BACKUP_DIR):
        if folder.exists():
            shutil.rmtree(folder)


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def frozen(now, monkeypatch):
    """The clock stands at `now`; move it with frozen.shift(timedelta) or frozen.move_to(instant)."""
    monkeypatch.setattr("outreach.clock.has_own", lambda: False)  # PostgreSQL's clock cannot be chosen
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def monday() -> dt.date:
    return dt.date(2026, 11, 16)


@pytest.fixture
def term(db):
    return TermFactory()


@pytest.fixture
def campaign(db):
    return CampaignFactory()


def _coordinator(term, campaign, **user):
    appointment = AppointmentFactory(term=term, coordinator__user=UserFactory(role="coordinator", **user))
    PlacementFactory(appointment=appointment, campaign=campaign)
    return appointment.coordinator


@pytest.fixture
def coordinator(term, campaign):
    """A coordinator with an account, serving this term, placed on `campaign`."""
    return _coordinator(term, campaign)


@pytest.fixture
def other_coordinator(term, campaign):
    return _coordinator(term, campaign)


@pytest.fixture
def staff(db):
    return UserFactory(role="staff", is_staff=True)


@pytest.fixture
def administrator(db):
    return UserFactory(role="administrator", is_staff=True)


@pytest.fixture(params=[code for code, _ in settings.LANGUAGES])
def language(request) -> str:
    """Runs the test once a language."""
    return request.param


gc.disable()  # while the tests are collected: of what is imported nothing goes


def pytest_collection_finish():
    """What was imported stays until the end: the collector of garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()
