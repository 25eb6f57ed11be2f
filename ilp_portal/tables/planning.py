"""What would come of a spreadsheet, row by row. Nothing is written."""

import hashlib
import json
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from import_export.results import RowResult

from campaigns.imports.table import text_of

from .register import Table
from .rows import TableResource
from .sheets import Sheet

NEW, CHANGED, SAME, FAILED = "new", "changed", "same", "failed"
STATES = {
    RowResult.IMPORT_TYPE_NEW: NEW,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: SAME,
}


@dataclass(frozen=True)
class Line:
    """One row: `number` in the file; `changes` are (column, before, after); `faults` (column or nothing, sentence)."""

    number: int
    state: str
    name: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    lines: list[Line]
    unknown: list[str]

    def count(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)

    @property
    def seen(self) -> str:
        """The same as long as the same would come of it, so that nobody agrees to what they did not see."""
        told = [(line.number, line.state, line.changes) for line in self.lines]
        return hashlib.sha256(json.dumps(told).encode("utf-8", "replace")).hexdigest()


def plan(sheet: Sheet, table: Table) -> Plan:
    """Every row checked by the rules of its model. Rows of the file do not see each other, but for their keys."""
    resource = table.resource()
    result = resource.import_data_inner(
        sheet.data, dry_run=True, raise_errors=False, using_transactions=False, collect_failed_rows=False
    )
    rows = zip(sheet.numbers, sheet.data.dict, result.rows, strict=True)
    return Plan([line_of(resource, table, *row) for row in rows], sheet.unknown)


def line_of(resource: TableResource, table: Table, number: int, row: dict, result: RowResult) -> Line:
    if line := failed(table, number, row, result):
        return line
    state = STATES[result.import_type]
    before = result.original or type(result.instance)()
    changes = [] if state == SAME else resource.changes(before, result.instance, row)
    return Line(number, state, _name(table, row), changes)


def failed(table: Table, number: int, row: dict, result: RowResult) -> Line | None:
    faults = _faults(result)
    return Line(number, FAILED, _name(table, row), faults=faults) if faults else None


def _name(table: Table, row: dict) -> str:
    return " · ".join(text_of(row.get(key)) for key in table.keys)


def _faults(result: RowResult) -> list[tuple[str, str]]:
    errors = [error.error for error in result.errors]
    if result.validation_error:
        errors.append(result.validation_error)
    return [one for error in errors for one in _sentences(error)]


def _sentences(error: Exception) -> list[tuple[str, str]]:
    if isinstance(error, DatabaseError):
        return [("", _("Somebody changed this meanwhile, or another row stands against it. Look at it once more."))]
    if not isinstance(error, ValidationError):
        return [("", str(error))]
    if not hasattr(error, "error_dict"):
        return [("", text) for text in error.messages]
    told = error.message_dict.items()
    return [("" if name == NON_FIELD_ERRORS else name, text) for name, texts in told for text in texts]
