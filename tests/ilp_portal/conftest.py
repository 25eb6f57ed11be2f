"""The sourced record for tests: loaded once a module, and a copy that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import transaction

from tests.database_files import backups, migrated, portal  # noqa: F401, fixtures of backup and restore

CONTENT = settings.BASE_DIR / "content"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The real record, loaded once for a module and rolled back after it; each test works in a savepoint."""
    from ilp_portal.record.loading import load

    with django_db_blocker.unblock(), transaction.atomic():
        yield load(CONTENT)
        transaction.set_rollback(True)


@pytest.fixture
def record(loaded, db):
    """The report of the load, with the record in the tables."""
    return loaded


@pytest.fixture
def copy(tmp_path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def edit(copy) -> Callable:
    """Rewrite one file of the copy after `change` worked on its parsed content."""

    def rewrite(file: str, change: Callable) -> None:
        data = yaml.safe_load((copy / file).read_text(encoding="utf-8"))
        change(data)
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        (copy / file).write_text(text, encoding="utf-8")

    return rewrite
