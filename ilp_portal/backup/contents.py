"""What a dump holds and what it leaves out, and how many rows it has of everything."""

from dataclasses import dataclass, field

from events.models import EventKey
from outreach.models import Message

KEYS = EventKey._meta.db_table
# Codes on their way live ten minutes and are nobody's business afterwards: the column is empty in a dump
WIPED = {Message._meta.db_table: "sealed"}
# Rows that no dump holds: the keys; sessions, so that everybody signs in again; mailed links; the embedded cache
LEFT_OUT = frozenset({KEYS, "django_session", "account_emailconfirmation", "portal_cache"})


class BackupFault(Exception):
    """A backup or a restore that cannot be; the text says why and what to do, and holds nothing about people."""


@dataclass
class Snapshot:
    """What one dump saw, all of it at the same instant."""

    tables: dict[str, int] = field(default_factory=dict)  # rows in the dump, by table
    migrations: list[str] = field(default_factory=list)  # app.name of every migration that was applied
    keys: dict[int, str] = field(default_factory=dict)  # wrapped key in hex, by event
    version: str = ""  # of the database server
