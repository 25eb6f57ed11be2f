"""What the page of a waiting spreadsheet shows."""

from itertools import islice

from ilp_portal.models import TableImport
from partners import field_names

from . import applying, planning
from .planning import Line

SHOWN = 50  # rows of each kind
LONGEST = 200  # characters of a cell


def context(row: TableImport, failed: list[Line]) -> dict:
    """`failed` are rows that did not go in although they looked well."""
    table = applying.table_of(row)
    _sheet, plan = applying.plan_of(row)
    of_model = {field.name: field_names.said(field) for field in table.model._meta.concrete_fields}
    labels = of_model | {column.name: column.label for column in table.columns}  # a fault may name "summary" as such
    counts = {state: plan.count(state) for state in (planning.NEW, planning.CHANGED, planning.SAME, planning.FAILED)}
    good = counts[planning.NEW] + counts[planning.CHANGED]
    kinds = [
        (state, [_shown(line, labels) for line in islice((one for one in plan.lines if one.state == state), SHOWN)])
        for state in (planning.FAILED, planning.CHANGED, planning.NEW)
    ]
    return {
        "row": row,
        "table": table,
        "counts": counts,
        "good": min(good, table.at_once),
        "later": max(good - table.at_once, 0),
        "unknown": plan.unknown,
        "seen": plan.seen,
        "kinds": [(state, lines, counts[state] - len(lines)) for state, lines in kinds if lines],
        "failed": [_shown(line, labels) for line in failed],
    }


def _shown(line: Line, labels: dict[str, str]) -> dict:
    return {
        "number": line.number,
        "state": line.state,
        "name": _cut(line.name),
        "changes": [(name, labels.get(name, name), _cut(before), _cut(after)) for name, before, after in line.changes],
        "faults": [(name, labels.get(name, name), text) for name, text in line.faults],
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
