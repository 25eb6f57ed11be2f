"""The migrations make exactly the tables of the models, from nothing, and all of them can be taken back.

On PostgreSQL only, which is what keeps a portal; that they run forwards on SQLite every test shows that has a database.
"""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.test_migrations import OURS


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
