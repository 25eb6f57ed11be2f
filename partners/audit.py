"""The audit log: who did what to which record and which of its fields, never what they say.

`note` writes one line; what a request of staff saves or deletes is noted by itself (`watch`).
"""

import contextvars
import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import models
from django.utils import timezone

from .models import AuditEntry

_acting: contextvars.ContextVar = contextvars.ContextVar("who acts in this request", default=None)


def acting():
    """The member of staff whose request this is; None in a task, a program and a request of anybody else."""
    return _acting.get()


@contextmanager
def by(user) -> Iterator[None]:
    """Everything within is this person's doing."""
    before = _acting.set(user)
    try:
        yield
    finally:
        _acting.reset(before)


def note(
    action: str,
    *,
    actor=None,
    record: models.Model | None = None,
    fields: Iterable[str] = (),
    count: int | None = None,
    now: dt.datetime | None = None,
) -> AuditEntry:
    """Write one line, in the transaction of the deed. `action` is a key of ACTIONS; `actor` who acts now if not told.

    `record` is the row it was done to, or nothing for a deed about many rows, of which `count` says how many.
    """
    return AuditEntry.objects.create(
        at=now or timezone.now(),
        actor=actor or acting(),
        action=action,
        record=record._meta.label_lower if record is not None else "",
        record_id=str(record.pk) if record is not None else "",
        fields=sorted(fields),
        count=count,
    )
