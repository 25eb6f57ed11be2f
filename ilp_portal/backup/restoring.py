"""Bringing a backup back: nothing erased returns, and nothing is sent a second time."""

import datetime as dt
import logging
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Q

import events.actions
from campaigns import digest, nudges
from events.models import Event, EventKey
from ilp_portal import privacy
from outreach import sealing
from outreach.models import Engine, Message

from . import folder, making, manifest
from .contents import BackupFault
from .manifest import Manifest

log = logging.getLogger(__name__)

REASON = "restored"  # why the engine is paused, and why messages are held


@dataclass(frozen=True)
class Plan:
    """A backup that was proved to be whole and to fit, and what of it will be used."""

    dump: Path
    manifest: Manifest
    keys_file: Path | None
    keys: dict[int, bytes]
    same_secret: bool
    replaces: list[str]


@dataclass(frozen=True)
class Report:
    """What was brought back. `held` messages wait for staff; `waiting` ones are due later and go out by themselves."""

    keys: int
    held: int
    waiting: int
    erased: int


def find(path: Path) -> Path:
    """The dump that is meant: its folder, a file in it, or the newest in a folder of dumps. Raises BackupFault."""
    path = path.absolute()
    if path.is_file():
        path = path.parent
    if (path / manifest.FILE).exists() or not path.is_dir():
        return path
    found = folder.dumps(path)
    if not found:
        raise BackupFault(f"{path} holds no backup.")
    return found[-1]


def prepare(path: Path, keys_file: Path | None = None) -> Plan:
    """Prove the backup without touching anything. Without `keys_file` the one beside the dump is used, if it lives."""
    dump = find(path)
    proved = manifest.read(dump)
    making.database().check_tools(proved.tool)
    beside = folder.keys_of(dump)
    keys_file = keys_file or (beside if beside.exists() else None)
    keys = manifest.read_keys(keys_file) if keys_file else {}
    same = proved.secret == manifest.secret()
    return Plan(dump, proved, keys_file, keys, same, making.database().tables())


def restore(plan: Plan, *, now: dt.datetime) -> Report:
    """Load the dump, then make it safe. The engine is paused from the first moment and stays so. Raises BackupFault."""
    making.database().load(plan.dump, plan.manifest.tables)
    try:
        return _make_safe(plan, now)
    except Exception as error:
        said = f"The dump is loaded, but making it safe failed ({type(error).__name__}: {error})."
        raise BackupFault(f"{said} The engine is paused. Restore once more before you use it.") from error


def _make_safe(plan: Plan, now: dt.datetime) -> Report:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)  # does nothing where Redis is the cache
    Engine.objects.update(paused=True, reason=REASON)
    keys = _bring_back(plan.keys, now)
    erased = sum(privacy.purge(now=now).values())
    held = hold(now=now)
    _forget_cache()
    return Report(keys, held, Message.objects.pending().count(), erased)


def hold(*, now: dt.datetime) -> int:
    """End what may have been sent since the dump, so that only staff send it again. Returns how many messages.

    What the clock would plan next is planned first: of that, too, the due part may have been sent.
    """
    events.actions.sweep_reminders(now=now)
    nudges.plan(now=now)
    digest.plan(now=now)
    begun = Q(state__in=(Message.State.CLAIMED, Message.State.SENDING))
    due = Q(state=Message.State.QUEUED) & (Q(due_at__lte=now) | Q(next_at__lte=now))
    return Message.objects.filter(begun | due).finish(Message.State.UNCONFIRMED, REASON, now)


@transaction.atomic
def _bring_back(keys: dict[int, bytes], now: dt.datetime) -> int:
    """Keys of events whose sign-ups may still be read, where they can be unwrapped. Returns how many."""
    kept = set(Event.objects.filter(pk__in=keys).values_list("pk", flat=True))
    kept -= set(Event.objects.past_erasure(now).values_list("pk", flat=True))
    rows = [EventKey(event_id=pk, wrapped=wrapped) for pk, wrapped in keys.items() if pk in kept and _opens(wrapped)]
    return len(EventKey.objects.bulk_create(rows))


def _opens(wrapped: bytes) -> bool:
    try:
        return bool(sealing.unwrap(wrapped))
    except (InvalidTag, ValueError):
        return False


def _forget_cache() -> None:
    """Nothing remembered of the time after the dump. A cache that is away remembers nothing anyway."""
    try:
        cache.clear()
    except Exception as error:
        log.warning("cache not cleared: %s", type(error).__name__)


def rows() -> dict[str, int]:
    """How many rows every table has now."""
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(making.database().tables()):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts
