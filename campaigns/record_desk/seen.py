"""What somebody had before their eyes when they opened a form, as one short sign for each field.

It comes back with what they typed. A field whose sign is another one by then was changed by somebody else meanwhile.
"""

import hashlib
import json

from django.db import models

from partners import versions

SIGN = 8  # hexadecimal digits: a change that leaves the sign alike happens once in four thousand million


def of(record: models.Model, *beside: str) -> dict[str, str]:
    """The signs of a stored record by field, and of the rows `beside` it; none for one that is not stored yet."""
    if record.pk is None:
        return {}
    values = {column.name: getattr(record, column.attname) for column in versions.columns(type(record))}
    values |= {name: sorted(keys) for name, keys in _ties(record).items()}
    values |= {name: [list(row) for row in getattr(record, name).order_by("pk").values_list()] for name in beside}
    return {name: _sign(value) for name, value in values.items()}


def _ties(record) -> dict[str, set[int]]:
    return versions.ties(record) if hasattr(record, "history") else {}


def _sign(value) -> str:
    said = json.dumps("" if value is None else value, default=str, sort_keys=True)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:SIGN]


def written(signs: dict[str, str]) -> str:
    return " ".join(f"{name}={sign}" for name, sign in signs.items())


def changed_since(text: str, record: models.Model, *beside: str) -> list[str]:
    """The fields that somebody changed since `text` was written; nothing for a text that says nothing of them."""
    before = dict(part.split("=", 1) for part in text.split() if "=" in part)
    return [name for name, sign in of(record, *beside).items() if before.get(name, sign) != sign]
