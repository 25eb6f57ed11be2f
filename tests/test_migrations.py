"""The migrations are those of the models, and each says how it is taken back; tests/services takes all of them back."""

import io
import re

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

OURS = ["outreach", "partners", "coordinators", "campaigns", "events", "ilp_portal"]
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
