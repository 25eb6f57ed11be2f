"""The versions of a record in words: which fields somebody changed, and what a field said before and after."""

import difflib
import re
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners import field_names, versions
from partners.bilingual import CODES

from . import kinds

LATELY = 30  # versions on the page of all changes
MOST_DELETED = 50
WORDS = re.compile(r"\s+|[^\s]+")
MOST_WORDS = 2_000  # a longer text is shown whole, before and after


@dataclass(frozen=True)
class Change:
    """One field that differs between two versions, each side as HTML: what went is in <del>, what came in <ins>."""

    label: str
    before: SafeString
    after: SafeString


class Step(NamedTuple):
    """One version with the one before it and the names of the fields that changed."""

    version: models.Model
    before: models.Model | None
    fields: list[str]


def title(version) -> str:
    """What the record was called then."""
    codes = sorted(CODES, key=lambda code: code != get_language())
    columns = (*(f"{name}_{code}" for name in ("title", "text") for code in codes), "name", "slug")
    found = next(filter(None, (getattr(version, name, "") for name in columns)), "")
    return kinds.cut(found)


def version(kind: kinds.Kind, pk: int, number: str):
    """The version of that number of this record; None when there is none."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return kind.model.history.filter(id=pk, history_id=int(number)).first()


def steps(shown) -> list[Step]:
    """For each version, newest first, what differs from the one before it. Two statements, however many there are."""
    rows = list(shown)
    if not rows:
        return []
    older = type(rows[-1]).objects.filter(id=rows[-1].id, history_id__lt=rows[-1].history_id).first()
    known = versions.with_ties([*rows, *([older] if older else [])])
    pairs = zip(known, [*known[1:], None][: len(known)], strict=True)
    return [Step(row, before, _labels(before, row)) for row, before in list(pairs)[: len(rows)]]


def _labels(before, after) -> list[str]:
    if before is None or after.history_type == "-":
        return []
    return [label(after.instance_type, name) for name in versions.changed(before, after)]


def label(model, name: str) -> str:
    """What a column is called; with its language where it has one."""
    return capfirst(field_names.said(model._meta.get_field(name)))


def compare(before, after) -> list[Change]:
    """What differs, before and after."""
    model = before.instance_type
    return [
        Change(label(model, name), *marked(told(model, before, name), told(model, after, name)))
        for name in versions.changed(before, after)
    ]


def against(version, record) -> list[Change]:
    """What would change if the version stood again; all that it says when the record is gone."""
    model = version.instance_type
    if record is not None:
        names = versions.changed(version, record)
        return [Change(label(model, n), *marked(told(model, record, n), told(model, version, n))) for n in names]
    said = [(label(model, column.name), told(model, version, column.name)) for column in versions.columns(model)]
    said.append((_("Sources"), "; ".join(str(source) for source in versions.sources_of(version))))
    return [Change(words, SafeString(""), format_html("{}", text)) for words, text in said if text]


def told(model, record, name: str) -> str:
    """What a field of a record or of a version of it says, in words."""
    column = model._meta.get_field(name)
    if column.many_to_many:
        rows = column.related_model._base_manager.filter(pk__in=versions.ties(record)[name])
        return ", ".join(sorted(str(row) for row in rows))
    value = getattr(record, column.attname)
    if value in (None, "", []):
        return ""
    if column.is_relation:
        row = column.related_model._base_manager.filter(pk=value).first()
        return str(row) if row else f"#{value}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(dict(column.flatchoices).get(value, value))


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML, with the words that differ marked."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _mark("del", before), _mark("ins", after)
    left, right = [], []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, is_now = "".join(old[a:b]), "".join(new[c:d])
        left.append(format_html("{}", was) if tag == "equal" else _mark("del", was))
        right.append(format_html("{}", is_now) if tag == "equal" else _mark("ins", is_now))
    return format_html_join("", "{}", ((part,) for part in left)), format_html_join("", "{}", ((p,) for p in right))


def _mark(tag: str, text: str) -> SafeString:
    """The words with their mark, which a screen reader hears as a word, too."""
    if not text:
        return SafeString("")
    word = _("taken out:") if tag == "del" else _("put in:")
    return format_html('<{tag}><span class="vh">{word} </span>{text}</{tag}>', tag=tag, word=word, text=text)


def lately() -> list[tuple[kinds.Kind, models.Model, str]]:
    """(kind, version, what the record was called) of the newest changes of all kinds, newest first."""
    rows = chain.from_iterable(
        ((kind, row) for row in kind.model.history.select_related("history_user")[:LATELY]) for kind in _kinds()
    )
    newest = sorted(rows, key=lambda pair: (pair[1].history_date, pair[1].history_id), reverse=True)[:LATELY]
    return [(kind, row, title(row)) for kind, row in newest]


def deleted() -> list[tuple[kinds.Kind, models.Model, str]]:
    """(kind, the deletion, what the record was called) of records that are gone."""
    found = []
    for kind in _kinds():
        there = kind.model._base_manager.filter(pk=OuterRef("id"))
        rows = kind.model.history.filter(~Exists(there), history_type="-").select_related("history_user")
        newest = {}
        for row in rows[:MOST_DELETED]:
            newest.setdefault(row.id, row)
        found += [(kind, row, title(row)) for row in newest.values()]
    return sorted(found, key=lambda one: one[1].history_date, reverse=True)


def _kinds() -> list[kinds.Kind]:
    return [kind for kind in kinds.TABLE.values() if kind.has_versions]
