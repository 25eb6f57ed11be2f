"""Dump and load of SQLite: table by table in one transaction, while the portal runs.

Not VACUUM INTO or the backup API: those copy whole pages, and keys would lie in the copy until they are deleted there.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from . import contents
from .contents import BackupFault, Snapshot

FILE = "portal.sqlite3"
TIMEOUT = 20.0  # seconds for the one writer of SQLite to end
ENGINE = "UPDATE outreach_engine SET paused = 1, reason = 'restored'"


def database() -> Path:
    """The file of the database. Raises BackupFault where it is in memory."""
    name = str(connection.settings_dict["NAME"])
    if name == ":memory:" or name.startswith("file:"):
        raise BackupFault("The database lives in memory; there is nothing to back up or to restore.")
    return Path(name)


def check_tools(least: int = 0) -> int:
    """SQLite needs none."""
    return 0


def dump(part: Path) -> Snapshot:
    """Copy all but what is left out. Raises BackupFault when there is no database, sqlite3.Error when it cannot."""
    if not database().is_file():
        raise BackupFault(f"{database()} does not exist. Run manage.py migrate first.")
    file = part / FILE
    file.touch(mode=0o600)
    with _open(file, attached=database()) as db:
        db.execute("BEGIN")
        seen = _look(db)
        _copy(db, skip=contents.LEFT_OUT, wiped=contents.WIPED)
        seen.tables = _counts(db, "main")
        db.execute("COMMIT")
    return seen


def load(dumped: Path, expected: dict[str, int]) -> None:
    """Replace everything, pause the engine with it, or change nothing. Raises BackupFault."""
    connection.close()
    database().parent.mkdir(parents=True, exist_ok=True)
    try:
        with _open(database(), attached=dumped / FILE) as db:
            if db.execute("PRAGMA source.quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("the dump is damaged")
            db.execute("BEGIN IMMEDIATE")
            for table in _tables(db, "main"):
                db.execute(f"DROP TABLE {_quoted(table)}")
            _copy(db, skip=frozenset(), wiped={})
            if (found := _counts(db, "main")) != expected:
                different = sorted(
                    name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
                )
                raise BackupFault(f"Other numbers of rows than the manifest says in {', '.join(different)}.")
            db.execute(ENGINE)
            db.execute("COMMIT")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        remedy = "Stop web, worker, clock and loop, and look whether the disk has room."
        raise BackupFault(f"The dump could not be loaded ({error}). Nothing was changed. {remedy}") from error


def tables() -> list[str]:
    """The tables that a restore would replace; none where there is no file."""
    if not database().is_file():
        return []
    with closing(sqlite3.connect(database(), timeout=TIMEOUT)) as db:
        return _tables(db, "main")


@contextmanager
def _open(main: Path, *, attached: Path) -> Iterator[sqlite3.Connection]:
    """`main` to write to, with the other file attached as `source`. What was not committed is rolled back."""
    with closing(sqlite3.connect(main.absolute().as_uri(), uri=True, isolation_level=None, timeout=TIMEOUT)) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute("PRAGMA secure_delete=ON")
        db.execute("ATTACH ? AS source", [f"{attached.absolute().as_uri()}?mode=rw"])
        yield db


def _look(db: sqlite3.Connection) -> Snapshot:
    migrations = [f"{app}.{name}" for app, name in db.execute("SELECT app, name FROM source.django_migrations")]
    rows = db.execute(f"SELECT event_id, wrapped FROM source.{contents.KEYS}")  # noqa: S608
    keys = {event: bytes(wrapped).hex() for event, wrapped in rows}
    return Snapshot(migrations=sorted(migrations), keys=keys, version=sqlite3.sqlite_version)


def _copy(db: sqlite3.Connection, *, skip: frozenset[str], wiped: dict[str, str]) -> None:
    """Tables, rows, then indexes and what else there is, from the attached file."""
    made = db.execute("SELECT type, name, sql FROM source.sqlite_master WHERE sql IS NOT NULL").fetchall()
    made = [entry for entry in made if not entry[1].startswith("sqlite_")]
    for _, name, sql in (entry for entry in made if entry[0] == "table"):
        db.execute(sql)
        if name not in skip:
            columns = [column for _, column, *_ in db.execute(f"PRAGMA source.table_info({_quoted(name)})")]
            read = ["NULL" if wiped.get(name) == column else _quoted(column) for column in columns]
            into = f"{_quoted(name)} ({', '.join(map(_quoted, columns))})"
            db.execute(f"INSERT INTO main.{into} SELECT {', '.join(read)} FROM source.{_quoted(name)}")  # noqa: S608
    for _, _, sql in (entry for entry in made if entry[0] != "table"):
        db.execute(sql)
    db.execute("DELETE FROM main.sqlite_sequence")  # the next number of every table, so that none is given twice
    db.execute("INSERT INTO main.sqlite_sequence SELECT * FROM source.sqlite_sequence")


def _tables(db: sqlite3.Connection, where: str) -> list[str]:
    found = db.execute(f"SELECT name FROM {_quoted(where)}.sqlite_master WHERE type = 'table' ORDER BY name")  # noqa: S608
    return [name for (name,) in found if not name.startswith("sqlite_")]


def _counts(db: sqlite3.Connection, where: str) -> dict[str, int]:
    return {
        name: db.execute(f"SELECT count(*) FROM {_quoted(where)}.{_quoted(name)}").fetchone()[0]  # noqa: S608
        for name in _tables(db, where)
    }


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
