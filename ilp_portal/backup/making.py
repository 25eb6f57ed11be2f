"""Making a backup."""

import datetime as dt
import logging
import sqlite3
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connection
from django.utils import timezone

from outreach.models import Pulse

from . import contents, folder, manifest, postgres, sqlite
from .contents import BackupFault

log = logging.getLogger(__name__)

EVERY = dt.timedelta(hours=24)  # between two backups of the clock


def database() -> ModuleType:
    """The module that knows this kind of database."""
    return sqlite if connection.vendor == "sqlite" else postgres


def keep() -> dt.timedelta:
    return dt.timedelta(days=settings.BACKUP_KEEP_DAYS)


def make(to: Path, *, now: dt.datetime) -> Path:
    """Write dump, manifest and keys, then delete what is past its time. Returns the dump's folder.

    Raises BackupFault; nothing half done is left under a finished name.
    """
    tool = database().check_tools()
    with folder.held(to):
        try:
            part = folder.begin(to, now)
            seen = database().dump(part)
            manifest.write(part, seen, contents.LEFT_OUT, now, tool)
            done = folder.finish(part)
            manifest.write_keys(folder.keys_of(done), seen.keys)
            folder.expire(to, now, keep())
        except (OSError, sqlite3.Error) as error:
            raise folder.unwritable(to, error) from error
    Pulse.beat(Pulse.Duty.BACKUP, timezone.now())
    return done


def make_when_due(*, now: dt.datetime) -> Path | None:
    """What the clock asks for every ten minutes: a backup when the last one is a day old, where any are expected."""
    if not settings.BACKUP_EXPECTED or Pulse.objects.filter(duty=Pulse.Duty.BACKUP, at__gt=now - EVERY).exists():
        return None
    try:
        return make(settings.BACKUP_DIR, now=now)
    except BackupFault as fault:
        log.error("no backup: %s", fault)
        return None


def expire(*, now: dt.datetime) -> int:
    """Delete keys and dumps that are past their time. Returns how many; none while a backup is being written."""
    if not settings.BACKUP_DIR.is_dir():
        return 0
    try:
        with folder.held(settings.BACKUP_DIR):
            return folder.expire(settings.BACKUP_DIR, now, keep())
    except folder.Busy:
        return 0  # which will do the same when it has ended
