"""Merges the record into the tables in one transaction, and keeps what staff edited since the last load.

For each record the tables remember what content/ said when it was last loaded (ImportedRecord). A field that still
says that takes the new value; a field that says something else was edited here, and stays.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models, transaction
from django.utils import translation

from partners.models import ImportedRecord

from . import rows
from .faults import BadRecord, Fault
from .gathering import Records, gather
from .kinds import KINDS, Kind

NEVER = object()  # a field that no load has written; equal to nothing


@dataclass
class Report:
    """What a load did. Edits, deletions and vanished records are named as kind/record or kind/record.field."""

    counts: dict[str, Counter] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)

    def total(self, word: str) -> int:
        return sum(counter[word] for counter in self.counts.values())


def load(directory: Path) -> Report:
    """Load every record of the folder. Raises BadRecord, and changes nothing, when anything is wrong."""
    with translation.override("en"), transaction.atomic():
        records = gather(directory)
        report, index = Report(), rows.Index()
        for kind in KINDS:
            report.counts[kind.name] = Counter()
            _Merge(kind, report, index).run(records[kind.name])
        _report_vanished(records, report)
    return report


def _report_vanished(records: Records, report: Report) -> None:
    for row in ImportedRecord.objects.order_by("kind", "slug"):
        if row.slug not in records.get(row.kind, {}):
            report.vanished.append(f"{row.kind}/{row.slug}")


class _Merge:
    """The load of one kind."""

    def __init__(self, kind: Kind, report: Report, index: rows.Index):
        self.kind, self.report, self.index = kind, report, index
        self.counts = report.counts[kind.name]
        self.memory = {row.slug: row for row in ImportedRecord.objects.filter(kind=kind.name)}
        self.late: list[tuple[models.Model, dict]] = []

    def run(self, records: dict[str, dict]) -> None:
        columns = set().union(*records.values())
        existing = self.index.read(self.kind.model, columns)
        for key, values in records.items():
            row, memory = existing.get(key), self.memory.get(key)
            if row is not None:
                self._meet(key, row, values, memory)
            elif memory is not None:
                self.counts["deleted"] += 1
                self.report.deleted.append(f"{self.kind.name}/{key}")
            else:
                self._create(key, values)
        for row, values in self.late:
            rows.write_late(row, values, self.index)

    def _create(self, key: str, values: dict) -> None:
        model = self.kind.model
        row = model(**self.kind.initial(values))
        own_key = {"sources": {"ref": key}, "sections": {}, "appointments": {}}.get(self.kind.name, {"slug": key})
        self._require(key, values)
        rows.write_columns(row, own_key | self._split(row, values), self.index)
        self.index.add(row)
        self.counts["created"] += 1
        self._remember(key, values)

    def _meet(self, key: str, row: models.Model, values: dict, memory: ImportedRecord | None) -> None:
        """The record meets the row that is there: new values go in where nobody edited."""
        last = memory.values if memory else {}
        now = rows.current(row, values, self.index)
        changed = {name: new for name, new in values.items() if new != now[name] and now[name] == last.get(name, NEVER)}
        kept = [name for name, new in values.items() if new != now[name] and name not in changed]
        if early := self._split(row, changed):
            rows.write_columns(row, early, self.index)
        self.counts["updated" if changed else "kept" if kept else "unchanged"] += 1
        self.report.kept += [f"{self.kind.name}/{key}.{name}" for name in kept]
        said = {name: new for name, new in values.items() if name not in kept}
        self._remember(key, {**{name: last[name] for name in kept if name in last}, **said})

    def _split(self, row: models.Model, values: dict) -> dict:
        """Put off what is late; give back what can be written now."""
        late = {name: value for name, value in values.items() if rows.is_late(type(row), name)}
        if late:
            self.late.append((row, late))
        return {name: value for name, value in values.items() if name not in late}

    def _require(self, key: str, values: dict) -> None:
        """A new record cannot stand on one that staff deleted."""
        for name, value in values.items():
            column = self.kind.model._meta.get_field(name)
            needed = column.is_relation and column.concrete and not column.many_to_many and not column.null
            if needed and self.index.find(column.related_model, value) is None:
                what = f"needs {value!r}, which was deleted here"
                raise BadRecord([Fault(self.kind.file, key, name, what)])

    def _remember(self, key: str, values: dict) -> None:
        memory = self.memory.get(key)
        if memory is None:
            ImportedRecord.objects.create(kind=self.kind.name, slug=key, values=values)
        elif memory.values != values:
            memory.values = values
            memory.save(update_fields=["values"])
