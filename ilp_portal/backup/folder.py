"""The folder of the backups: names, modes, who writes, and how long what is in it may live."""

import datetime as dt
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .contents import BackupFault

KEEP_KEYS = dt.timedelta(days=7)  # promised: the last readable copy of a sign-up dies so long after its erasure
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"(?P<what>portal|keys)-(?P<at>\d{8}T\d{6}Z)(-\d+)?(\.json)?")
PART = ".part"


def when(path: Path) -> dt.datetime | None:
    """The time in the name of a dump or of a keys file; None for everything else, which is not ours to delete."""
    if not (named := NAME.fullmatch(path.name)):
        return None
    return dt.datetime.strptime(named["at"], STAMP).replace(tzinfo=dt.UTC)


def dumps(folder: Path) -> list[Path]:
    """The finished dumps of the folder, oldest first."""
    found = [path for path in folder.glob("portal-*") if when(path) and path.is_dir()]
    return sorted(found, key=lambda path: (when(path), len(path.name), path.name))


def keys_of(dump: Path) -> Path:
    """The keys file that was written with this dump, whether it still exists or not."""
    return dump.parent / "keys" / f"{dump.name.replace('portal-', 'keys-', 1)}.json"


class Busy(BackupFault):
    """Another backup is being written to the folder."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Be the only one who writes to the folder; a new one is for its owner alone. Raises BackupFault."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "keys").mkdir(mode=0o700, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise Busy(f"Another backup is being written to {folder}. Wait until it has ended.") from error
    try:
        yield
    finally:
        os.close(lock)


def unwritable(folder: Path, error: Exception) -> BackupFault:
    reason = getattr(error, "strerror", None) or str(error)
    remedy = "Make room or name another folder: BACKUP_DIR, or backup --to FOLDER."
    return BackupFault(f"{folder} cannot be written to ({reason}). No backup was made. {remedy}")


def begin(folder: Path, now: dt.datetime) -> Path:
    """An empty folder under a name that says it is not finished. What another run left unfinished is deleted."""
    for left in (*folder.glob(f"portal-*{PART}"), *(folder / "keys").glob(f"*{PART}")):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    stamp = f"portal-{now.astimezone(dt.UTC).strftime(STAMP)}"
    names = (stamp if n == 1 else f"{stamp}-{n}" for n in range(1, 1000))
    name = next(name for name in names if not (folder / name).exists())
    part = folder / f"{name}{PART}"
    part.mkdir(mode=0o700)
    return part


def write(file: Path, text: str) -> None:
    """A file for its owner alone, on the disk when this returns."""
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as sink:
        sink.write(text)
        sink.flush()
        os.fsync(sink.fileno())


def finish(part: Path) -> Path:
    """Give it its name, once everything in it is on the disk."""
    for file in part.iterdir():
        file.chmod(0o600)
        sync(file)
    sync(part)
    done = part.with_name(part.name.removesuffix(PART))
    part.rename(done)
    sync(done.parent)
    return done


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def expire(folder: Path, now: dt.datetime, keep: dt.timedelta) -> int:
    """Delete keys after a week and dumps after `keep`; the newest dump stays in any case. Returns how many went."""
    keys = [path for path in (folder / "keys").glob("keys-*") if (at := when(path)) and at <= now - KEEP_KEYS]
    old = [path for path in dumps(folder)[:-1] if when(path) <= now - keep]
    for path in keys:
        path.unlink(missing_ok=True)
    for path in old:
        shutil.rmtree(path)
    return len(keys) + len(old)
