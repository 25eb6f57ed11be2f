"""Dump and load of PostgreSQL with its own programs: pg_dump, pg_restore, psql. Passwords go by the environment only.

One snapshot serves the row counts, the keys, the messages and pg_dump. A load is one transaction: whole, or nothing.
"""

import gzip
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db import connection, transaction

from .. import content
from ..reports import seal
from . import contents
from .contents import BackupFault, Snapshot

FILE = "portal.pgdump"
OLDEST = 13  # major version whose programs are known to do what is asked of them here
WAIT_FOR_LOCKS = "20s"  # for programs that still work with the tables that are to be replaced
ENGINE = "UPDATE public.outreach_engine SET paused = true, reason = 'restored';\n"
# What programs of version 17 say and older servers do not know, and what only the owner of the schema may say
NOT_SAID = (b"SET transaction_timeout = 0;", b"CREATE SCHEMA public;", b"COMMENT ON SCHEMA public ")
FUNCTIONS = (content.FUNCTION, seal.NAME)  # of our triggers; a table that goes takes its triggers along, not these
LEADING = 60  # lines in which these stand, long before the first row


def check_tools(least: int = 0) -> int:
    """The major version of pg_dump and its like, which must not be older than the server. Raises BackupFault."""
    missing = [name for name in ("pg_dump", "pg_restore", "psql") if shutil.which(name) is None]
    if missing:
        remedy = "Install PostgreSQL's client programs (Debian: apt install postgresql-client) or add them to PATH."
        raise BackupFault(f"{' and '.join(missing)} cannot be found. {remedy}")
    said = subprocess.run(["pg_dump", "--version"], check=True, capture_output=True, text=True).stdout  # noqa: S607
    version = int(re.search(r"(\d+)", said)[1])
    connection.ensure_connection()
    needed = max(connection.pg_version // 10_000, least, OLDEST)
    if version < needed:
        remedy = f"Install postgresql-client-{needed} and put its programs first in PATH."
        raise BackupFault(f"pg_dump is of version {version}, {needed} or newer is needed. {remedy}")
    return version


def dump(part: Path) -> Snapshot:
    """Dump all but what is left out. Raises BackupFault when pg_dump does not do it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seen = _look(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        apart = [f"--exclude-table-data=public.{name}" for name in sorted(contents.LEFT_OUT | contents.WIPED.keys())]
        options = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public", *apart]
        with (part / FILE).open("xb") as sink:
            _run("pg_dump", [*options, f"--snapshot={cursor.fetchone()[0]}"], stdout=sink)
        for table, column in contents.WIPED.items():
            with gzip.open(_copy_file(part, table), "xb") as sink:
                cursor.copy_expert(f"COPY (SELECT {_columns(cursor, table, column)} FROM {table}) TO STDOUT", sink)  # noqa: S608
    return seen


def load(dumped: Path, expected: dict[str, int]) -> None:
    """Replace everything, pause the engine with it, or change nothing. Raises BackupFault."""
    old = tables()
    connection.close()
    with _psql() as sink:
        sink.write(f"SET lock_timeout = '{WAIT_FOR_LOCKS}';\n".encode())
        sink.writelines(f'DROP TABLE public."{name}" CASCADE;\n'.encode() for name in old)
        sink.writelines(f"DROP FUNCTION IF EXISTS public.{name}();\n".encode() for name in FUNCTIONS)
        _section(dumped, "pre-data", sink)
        _section(dumped, "data", sink)
        for table in contents.WIPED:
            _copy_in(dumped, table, sink)
        _section(dumped, "post-data", sink)
        sink.writelines(_check(name, count).encode() for name, count in expected.items())
        sink.write(ENGINE.encode())


def tables() -> list[str]:
    """The tables that a restore would replace."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [name for (name,) in cursor.fetchall()]


def _look(cursor) -> Snapshot:
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    seen = Snapshot(migrations=[name for (name,) in cursor.fetchall()])
    cursor.execute(f"SELECT event_id, encode(wrapped, 'hex') FROM {contents.KEYS}")  # noqa: S608
    seen.keys = dict(cursor.fetchall())
    cursor.execute("SHOW server_version")
    seen.version = cursor.fetchone()[0].split()[0]
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM public."{name}"')  # noqa: S608
        seen.tables[name] = 0 if name in contents.LEFT_OUT else cursor.fetchone()[0]
    return seen


def _columns(cursor, table: str, wiped: str) -> str:
    names = (column.name for column in connection.introspection.get_table_description(cursor, table))
    return ", ".join(f'NULL AS "{name}"' if name == wiped else f'"{name}"' for name in names)


def _copy_file(folder: Path, table: str) -> Path:
    return folder / f"{table}.copy.gz"


def _copy_in(dumped: Path, table: str, sink: BinaryIO) -> None:
    """All columns in the order of the table, as they were written."""
    sink.write(f"COPY public.{table} FROM stdin;\n".encode())
    with gzip.open(_copy_file(dumped, table), "rb") as rows:
        shutil.copyfileobj(rows, sink)
    sink.write(b"\\.\n")


def _check(table: str, count: int) -> str:
    complaint = f"{table} has other rows than the manifest says"
    test = f'(SELECT count(*) FROM public."{table}") <> {count}'  # noqa: S608
    return f"DO $$ BEGIN IF {test} THEN RAISE EXCEPTION '{complaint}'; END IF; END $$;\n"


def _section(dumped: Path, name: str, sink: BinaryIO) -> None:
    """What pg_restore would say to a server, said to psql, so that all sections are one transaction."""
    command = ["pg_restore", "--no-owner", "--no-privileges", f"--section={name}", "--file=-", str(dumped / FILE)]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as restoring:  # noqa: S603
            for number, line in enumerate(restoring.stdout):
                if number > LEADING or not line.startswith(NOT_SAID):
                    sink.write(line)
        if restoring.returncode:
            raise _fault("pg_restore", errors)


@contextmanager
def _psql() -> Iterator[BinaryIO]:
    """What is written goes to the server as one transaction; an error of either side rolls all of it back."""
    options = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file=-"]
    with tempfile.TemporaryFile() as errors:
        command, environment = _command("psql", options)
        running = subprocess.Popen(  # noqa: S603
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors
        )
        try:
            yield running.stdin
            running.stdin.close()
        except BrokenPipeError:
            running.wait()
        except BaseException:
            running.kill()  # before it reads the end of its input, which would commit
            raise
        finally:
            running.wait()
        if running.returncode:
            raise _fault("psql", errors)


def _run(program: str, options: Iterable[str], *, stdout: BinaryIO) -> None:
    command, environment = _command(program, options)
    with tempfile.TemporaryFile() as errors:
        done = subprocess.run(command, check=False, env=environment, stdout=stdout, stderr=errors)  # noqa: S603
        if done.returncode:
            raise _fault(program, errors)


def _command(program: str, options: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """As Django's own dbshell would start psql: the password only in the environment."""
    arguments, secret = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    environment = os.environ | (secret or {}) | {"PGCONNECT_TIMEOUT": "5", "LC_MESSAGES": "C"}
    return [program, "--no-password", *options, *arguments[1:-1], f"--dbname={arguments[-1]}"], environment


def _fault(program: str, errors: BinaryIO) -> BackupFault:
    """The program's first complaint. Its details may quote a row, so they are left out."""
    errors.seek(0)
    lines = errors.read().decode(errors="replace").splitlines()
    said = next((line for line in lines if "ERROR" in line or "error:" in line), lines[0] if lines else "no reason")
    locked = " Stop web, worker, clock and loop first." if "lock timeout" in said else ""
    return BackupFault(f"{program} failed: {said}. Nothing was changed.{locked}")
