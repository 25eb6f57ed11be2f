"""A database as the migrations leave it, made once for each state of the sources and copied by whoever needs one.

Migrating from nothing costs seven seconds of a processor, and every process of a test run wants a database.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache"
SOURCES = ("requirements.txt", "*/migrations/*.py")


def copy_into(target: sqlite3.Connection) -> None:
    """Fill an empty SQLite database, in memory or in a file."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second waits, and finds it made
        file = KEPT / f"migrated-{key()}.sqlite3"
        if not file.exists():
            for old in KEPT.glob("migrated-*.sqlite3"):
                old.unlink()
            _make(file)
        with closing(sqlite3.connect(file)) as made:
            made.backup(target)


def key() -> str:
    """Changes with the migrations; what models, roles and triggers want besides is done after every migration."""
    files = sorted({path for pattern in SOURCES for path in ROOT.glob(pattern) if ".venv" not in path.parts})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def _make(file: Path) -> None:
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        half = Path(folder) / "half.sqlite3"
        migrate(os.environ | {"DEBUG": "1", "VAR_DIR": folder}, f"sqlite:///{half}")
        with closing(sqlite3.connect(half)) as made:
            made.execute("PRAGMA journal_mode = DELETE")  # one file, that can be copied as it is
        half.rename(file)


def migrate(environment: dict[str, str], database: str) -> None:
    """Run all migrations on the database with this address."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, cwd=ROOT, env=environment | {"DATABASE_URL": database})
