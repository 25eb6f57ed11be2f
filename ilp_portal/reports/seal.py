"""A frozen report does not change: the database itself refuses, whoever asks. A whole report may be deleted."""

from django.db import connection

from campaigns.models import Report

NAME = "campaigns_report_frozen"
WORDS = "a frozen report does not change"
FREE = {"id", "made_by_id"}  # the account of whoever made it may go


def protect(sender=None, **kwargs) -> None:
    """Receiver of post_migrate: (re)make the trigger, since SQLite loses it with a table that a migration remade."""
    table = Report._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return  # migrating back to before it
        there = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        kept = [name for name in there if name not in FREE]
        old, new = (", ".join(f'{row}."{name}"' for name in kept) for row in ("OLD", "NEW"))
        cursor.execute(f'DROP TRIGGER IF EXISTS "{NAME}"' + (f' ON "{table}"' if _is_postgresql() else ""))
        for statement in (_postgresql if _is_postgresql() else _sqlite)(table, f"({old})", f"({new})"):
            cursor.execute(statement)


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _postgresql(table: str, old: str, new: str) -> list[str]:
    return [
        f"""CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'check_violation'; END $$""",
        f'CREATE TRIGGER "{NAME}" BEFORE UPDATE ON "{table}" FOR EACH ROW '
        f"WHEN (OLD.frozen_at IS NOT NULL AND {old} IS DISTINCT FROM {new}) EXECUTE FUNCTION {NAME}()",
    ]


def _sqlite(table: str, old: str, new: str) -> list[str]:
    return [
        f'CREATE TRIGGER "{NAME}" BEFORE UPDATE ON "{table}" FOR EACH ROW '
        f"WHEN OLD.frozen_at IS NOT NULL AND {old} IS NOT {new} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    ]
