"""Where a word that must be gone can still be found: every column of every table, sessions, cache, files and logs."""

from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from outreach import sealing

WORD = "canaria"
CONTACTS = ("canaria1@tests.example", "canaria2@tests.example", "canaria3@tests.example", "+12025550143")


def needles() -> list[bytes]:
    """The word, the number without its plus, and the keyed hash by which each contact is found."""
    return [WORD.encode(), b"2025550143", *(sealing.contact_index(contact) for contact in CONTACTS)]


def holds(cell) -> bool:
    """Whether a cell holds one of them, as text, as bytes, or as bytes in hexadecimal digits."""
    raw = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode("utf-8", "replace")
    plain = raw.lower()
    return any(needle in raw or needle in plain or needle.hex().encode() in plain for needle in needles())


def in_tables() -> dict[str, int]:
    """How many cells of which table, asked of the database itself."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            hits = sum(holds(cell) for row in cursor.fetchall() for cell in row)
            found |= {table: hits} if hits else {}
    return found


def in_sessions() -> int:
    return sum(holds(row.get_decoded()) for row in Session.objects.all())


def in_cache() -> int:
    """Of the cache in memory that tests have."""
    return sum(holds(key) or holds(value) for key, value in cache._cache.items())


def in_files() -> list[str]:
    """Below the folders into which the portal of this test writes."""
    folders = {settings.MAILBOX_DIR, settings.BACKUP_DIR, Path(settings.MEDIA_ROOT or settings.BACKUP_DIR)}
    files = (path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if holds(path.read_bytes())]


def everywhere(log: str) -> dict[str, object]:
    """All places, each with what is left there."""
    found = {"tables": in_tables(), "sessions": in_sessions(), "cache": in_cache(), "files": in_files()}
    return found | {"log": [line for line in log.splitlines() if holds(line)]}
