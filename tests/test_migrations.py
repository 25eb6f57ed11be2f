"""The migrations make exactly the tables of the models, from nothing, and every one of them can be taken back."""

import io
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

OURS = ["outreach", "partners", "coordinators", "campaigns", "events"]
NAME = re.compile(r"00\d\d_[a-z][a-z0-9_]+")
MADE_UP = re.compile(r"00\d\d_(auto_|alter_|.*_and_more$)")


def migrations():
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [migration for (app, _), migration in sorted(disk.items()) if app in OURS]


@pytest.mark.django_db
def test_models_have_their_migrations():
    out = io.StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=out)
    assert out.getvalue().strip() == "No changes detected"


def test_every_app_with_models_has_one_line_of_migrations():
    with_models = {config.label for config in apps.get_app_configs() if config.label in OURS and config.models}
    loader = MigrationLoader(None)
    assert {app: len(loader.graph.leaf_nodes(app)) for app in sorted(with_models)} == dict.fromkeys(sorted(OURS), 1)


@pytest.mark.parametrize("migration", migrations(), ids=str)
def test_migration_is_named_after_what_it_makes_true(migration):
    assert (bool(NAME.fullmatch(migration.name)), bool(MADE_UP.match(migration.name))) == (True, False)


@pytest.mark.parametrize("migration", migrations(), ids=str)
def test_migration_can_be_taken_back(migration):
    code = [operation for operation in migration.operations if isinstance(operation, RunPython | RunSQL)]
    assert [str(operation) for operation in code if not operation.reversible] == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_migrations_run_back_to_nothing_and_forth_again():
    """With every app's first tables gone and made again, the tables are what they were."""
    before = columns()
    try:
        MigrationExecutor(connection).migrate([(app, None) for app in reversed(OURS)])
        left = {table for table in columns() if table.split("_")[0] in OURS}
    finally:
        call_command("migrate", verbosity=0)
    assert (left, columns()) == (set(), before)


def columns() -> dict[str, set[str]]:
    """The names of all columns, by table."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        describe = connection.introspection.get_table_description
        return {table: {column.name for column in describe(cursor, table)} for table in tables}
