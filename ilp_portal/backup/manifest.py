"""What a backup says about itself, and the proof that it is still what it says."""

import datetime as dt
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from outreach import sealing

from . import folder
from .contents import BackupFault, Snapshot

FORMAT = 1
FILE = "manifest.json"
CHUNK = 1 << 20  # bytes read at once


@dataclass(frozen=True)
class Manifest:
    """manifest.json. `files` holds the SHA-256 of each file; `secret` tells one SECRET_KEY from another."""

    format: int
    made_at: str
    database: str
    version: str
    migrations: list[str]
    tables: dict[str, int]
    left_out: list[str]
    files: dict[str, str]
    secret: str
    tool: int = 0  # major version of pg_dump

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    def check_types(self) -> None:
        """Raises TypeError for values of another kind than `write` writes: names of tables stand in SQL later."""
        texts = (self.made_at, self.database, self.version, self.secret, *self.migrations, *self.left_out)
        names = isinstance(self.tables, dict) and isinstance(self.files, dict)
        if not (names and all(isinstance(text, str) for text in (*texts, *self.files.values()))):
            raise TypeError("no manifest")
        counts = (self.format, self.tool, *self.tables.values())
        if not (all(type(n) is int for n in counts) and all(re.fullmatch(r"\w+", name) for name in self.tables)):
            raise TypeError("no manifest")


def write(part: Path, seen: Snapshot, left_out: frozenset[str], now: dt.datetime, tool: int = 0) -> None:
    """Describe the files that lie in the unfinished folder."""
    manifest = Manifest(
        format=FORMAT,
        made_at=now.isoformat(timespec="seconds"),
        database=connection.vendor,
        version=seen.version,
        migrations=seen.migrations,
        tables=seen.tables,
        left_out=sorted(left_out & seen.tables.keys()),
        files={file.name: sha256(file) for file in sorted(part.iterdir())},
        secret=secret(),
        tool=tool,
    )
    folder.write(part / FILE, json.dumps(asdict(manifest), indent=1) + "\n")


def read(dump: Path) -> Manifest:
    """The manifest of a dump that was proved to be whole and to fit here. Raises BackupFault."""
    try:
        manifest = Manifest(**json.loads((dump / FILE).read_text(encoding="utf-8")))
        manifest.check_types()
    except FileNotFoundError as error:
        raise BackupFault(f"{dump} is no backup: it has no {FILE}.") from error
    except (OSError, ValueError, TypeError) as error:
        raise BackupFault(f"{dump / FILE} cannot be read. Take another backup; nothing was changed.") from error
    if manifest.format != FORMAT:
        raise BackupFault(f"{dump.name} has format {manifest.format}, this portal reads {FORMAT}. Upgrade it first.")
    _check_files(dump, manifest)
    _check_fit(dump, manifest)
    return manifest


def _check_files(dump: Path, manifest: Manifest) -> None:
    for name, expected in manifest.files.items():
        file = dump / name
        if Path(name).name != name or not file.is_file() or sha256(file) != expected:
            raise BackupFault(f"{file} is missing or was changed since it was written. Take another backup.")
    if not manifest.files:
        raise BackupFault(f"{dump} holds no dump. Take another backup.")
    if strange := {file.name for file in dump.iterdir()} - manifest.files.keys() - {FILE}:
        raise BackupFault(f"{dump / min(strange)} is no part of this backup, nobody proved it. Take it away.")


def _check_fit(dump: Path, manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        here = f"the database here is {connection.vendor}"
        raise BackupFault(f"{dump.name} was made of {manifest.database}, {here}. Set DATABASE_URL to fit.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupFault(f"{dump.name} was made by another version of the portal ({unknown[0]}). Start that version.")


def sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def secret() -> str:
    """Eight bytes derived from SECRET_KEY and good for nothing else: whether keys can be unwrapped here."""
    return sealing.purpose_key("backup check")[:8].hex()


# --- the keys file ----------------------------------------------------------------------------------------------------
def write_keys(file: Path, keys: dict[int, str]) -> None:
    """Under an unfinished name first, so that no half of it is ever found."""
    part = file.with_name(f"{file.name}{folder.PART}")
    entries = {str(pk): wrapped for pk, wrapped in sorted(keys.items())}
    digest = hashlib.sha256(json.dumps(entries).encode()).hexdigest()
    folder.write(part, json.dumps({"format": FORMAT, "sha256": digest, "keys": entries}) + "\n")
    part.rename(file)
    folder.sync(file.parent)


def read_keys(file: Path) -> dict[int, bytes]:
    """Wrapped keys by event. Raises BackupFault when the file is not whole."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        entries = content["keys"]
        whole = content["sha256"] == hashlib.sha256(json.dumps(entries).encode()).hexdigest()
        keys = {int(pk): bytes.fromhex(wrapped) for pk, wrapped in entries.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupFault(f"{file} is no readable keys file. Name another one; nothing was changed.") from error
    if not whole:
        raise BackupFault(f"{file} was changed since it was written. Name another one; nothing was changed.")
    return keys
