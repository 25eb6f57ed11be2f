"""The entries follow the content: before an answer they are compared with its version, and brought up to date.

So a name that was taken down a moment ago cannot be found: its entry goes before anybody is answered. An entry keeps
its `changed_at` for as long as it says the same, which is what the feeds call "updated".
"""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction

from ilp_portal import content
from ilp_portal.models import IndexState, PublicEntry

from . import entries

COPIED = [field.name for field in PublicEntry._meta.concrete_fields if field.name not in ("id", "vector", "changed_at")]
CHANGED = [*COPIED, "vector", "changed_at"]


def refresh(now: dt.datetime) -> int:
    """Bring the entries up to date with the content. Returns how many are gone: taken down, hidden or deleted."""
    if IndexState.objects.filter(version=content.version()).exists():
        return 0
    with transaction.atomic():
        state, _new = IndexState.objects.select_for_update().get_or_create(pk=1)
        version = content.version()  # before the rows are read: what is changed meanwhile is looked at the next time
        if state.version == version:
            return 0
        gone = _write(list(entries.all_entries()), now)
        state.version = version
        state.save(update_fields=["version"])
    return gone


def forget_version(sender=None, **kwargs) -> None:
    """Receiver of post_migrate: a new release may have other addresses and words."""
    if IndexState._meta.db_table in connection.introspection.table_names():
        IndexState.objects.update(version="")


def _write(wanted: Iterable[PublicEntry], now: dt.datetime) -> int:
    known = {(row.kind, row.key): row for row in PublicEntry.objects.defer("vector")}
    new, changed = [], []
    for entry in wanted:
        old = known.pop((entry.kind, entry.key), None)
        if old is not None and _said(old) == _said(entry):
            continue
        entry.changed_at = now
        entry.pk = old.pk if old else None
        (changed if old else new).append(entry)
    gone = PublicEntry.objects.filter(pk__in=[row.pk for row in known.values()]).delete()[0]
    PublicEntry.objects.bulk_create(new)
    PublicEntry.objects.bulk_update(changed, CHANGED, batch_size=50)
    if connection.vendor == "postgresql":
        from .full_text import write_vectors

        write_vectors()
    return gone


def _said(entry: PublicEntry) -> list:
    return [getattr(entry, name) for name in COPIED]
