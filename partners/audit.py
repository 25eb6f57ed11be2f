"""The audit log: who did what to which record and which of its fields, never what they say.

`note` writes one line; what a request of staff saves or deletes is noted by itself (`watch`).
"""

import contextvars
import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import models
from django.db.models import signals
from django.utils import timezone

from .deeds import ACTIONS
from .models import AuditEntry

__all__ = ["ACTIONS", "acting", "by", "note", "watch"]

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
    table: str = "",
    fields: Iterable[str] = (),
    count: int | None = None,
    now: dt.datetime | None = None,
) -> AuditEntry:
    """Write one line, in the transaction of the deed. `action` is a key of ACTIONS; `actor` who acts now if not told.

    `record` is the row it was done to, or nothing for a deed about many rows, of which `count` says how many; `table`
    is then the label of their model, if they are of one.
    """
    return AuditEntry.objects.create(
        at=now or timezone.now(),
        actor=actor or acting(),
        action=action,
        record=record._meta.label_lower if record is not None else table,
        record_id=str(record.pk) if record is not None else "",
        fields=sorted(fields),
        count=count,
    )


# --- what is saved and deleted while somebody of the staff acts -------------------------------------------------------
def watch(*watched: type[models.Model]) -> None:
    """From now on each save and each deletion of these models is noted while staff act. Called once, in ready().

    What goes past the signals (update, bulk_create) is not seen: who does that calls `note`.
    """
    for model in watched:
        signals.pre_save.connect(_compare, sender=model, dispatch_uid="audit")
        signals.post_save.connect(_saved, sender=model, dispatch_uid="audit")
        signals.post_delete.connect(_deleted, sender=model, dispatch_uid="audit")
        for field in model._meta.local_many_to_many:
            _watch_ties(field)


def _compare(sender, instance, raw=False, using=None, update_fields=None, **kwargs) -> None:
    """Which columns differ from the row in the database, before it is overwritten. One query."""
    instance._audit_changed = []
    if raw or acting() is None or instance._state.adding:
        return
    fields = [field for field in _columns(sender) if field.attname not in instance.get_deferred_fields()]
    if update_fields is not None:
        fields = [field for field in fields if {field.name, field.attname} & set(update_fields)]
    rows = sender._base_manager.using(using).filter(pk=instance.pk)
    before = rows.values(*(field.attname for field in fields)).first() or {}
    instance._audit_changed = [
        field.name
        for field in fields
        if field.attname in before and _differ(field, before[field.attname], getattr(instance, field.attname))
    ]


def _columns(model: type[models.Model]) -> list[models.Field]:
    """Without the key, and without a translated text's first column: those of the languages say which one changed."""
    fields = model._meta.concrete_fields
    doubled = {field.translated_field.name for field in fields if hasattr(field, "translated_field")}
    return [field for field in fields if not field.primary_key and field.name not in doubled]


def _differ(field: models.Field, before, after) -> bool:
    if hasattr(after, "resolve_expression"):
        return True
    if isinstance(field, models.BinaryField):
        return bytes(before or b"") != bytes(after or b"")
    return field.to_python(before) != field.to_python(after)


def _saved(sender, instance, created, raw=False, **kwargs) -> None:
    if raw or acting() is None:
        return
    changed = instance.__dict__.pop("_audit_changed", [])
    if created:
        note("add", record=instance)
    elif changed:
        note("change", record=instance, fields=changed)


def _deleted(sender, instance, **kwargs) -> None:
    if acting() is not None:
        note("delete", record=instance)


def _watch_ties(field: models.ManyToManyField) -> None:
    """A table that ties records together belongs to the record that names it, like a campaign its terms."""

    def tied(sender, instance, action, reverse, pk_set, **kwargs) -> None:
        if acting() is None or action not in ("post_add", "post_remove", "pre_clear"):
            return
        if pk_set if action != "pre_clear" else getattr(instance, _end(field, reverse)).exists():
            note("change", record=instance, fields=[_end(field, reverse)])

    uid = f"audit {field.model._meta.label}.{field.name}"
    signals.m2m_changed.connect(tied, sender=field.remote_field.through, weak=False, dispatch_uid=uid)


def _end(field: models.ManyToManyField, reverse: bool) -> str:
    """What the tie is called on the side that was changed."""
    return field.remote_field.get_accessor_name() if reverse else field.name
