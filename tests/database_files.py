"""A portal whose database is an SQLite file of the test's own, as backup and restore need it."""

import io
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from scripts import migrated as kept


@contextmanager
def database_in(file: Path):
    """The portal's database is this SQLite file until the block ends, whatever the other tests run on."""
    usual, options = connections["default"], {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    settings = connections.configure_settings({"default": options | {"OPTIONS": project_settings.SQLITE_OPTIONS}})
    connections["default"] = other = DatabaseWrapper(settings["default"])
    try:
        yield
    finally:
        other.close()
        connections["default"] = usual


@pytest.fixture(scope="session")
def migrated(tmp_path_factory) -> Path:
    """A database as the migrations leave it."""
    file = tmp_path_factory.mktemp("backup") / "migrated.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        kept.copy_into(copy)
    return file


@pytest.fixture
def portal(migrated, django_db_blocker, tmp_path):
    """A portal with its database in a file, as `make run` has it."""
    file = Path(shutil.copy(migrated, tmp_path / "portal.sqlite3"))
    with django_db_blocker.unblock(), database_in(file):
        yield file


@pytest.fixture
def backups(settings) -> Path:
    return settings.BACKUP_DIR


def manage(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def content(file: Path) -> dict[str, list]:
    """Every row of every table."""
    with closing(sqlite3.connect(file)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(map(repr, db.execute(f'SELECT * FROM "{name}"'))) for name in names}
