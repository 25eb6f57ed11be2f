"""Take a spreadsheet in, in one transaction, and take all of it back. Imports of one table wait for each other."""

import datetime as dt
import json
import zlib

import tablib
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from ilp_portal.models import TableImport
from outreach import sealing
from partners import audit
from partners.models import Citation

from . import planning, sheets
from .planning import Line, Plan
from .register import BY_MODEL, Table
from .rows import TableResource

PURPOSE = "imports of tables"


class Differs(Exception):
    """Something else would come of it than what was seen. Nothing was taken in; `lines` say what failed, if any."""

    def __init__(self, lines: list[Line] = ()):
        super().__init__()
        self.lines = list(lines)


def keep(*, table: Table, content: bytes, by, now: dt.datetime) -> TableImport:
    """The file waits, sealed, until somebody takes it in or sets it aside."""
    row = TableImport.objects.create(table=table.model._meta.label_lower, by=by, at=now, before_ct=b"")
    row.file_ct = _seal(row, "file", zlib.compress(content))
    row.save(update_fields=["file_ct"])
    return row


def table_of(row: TableImport) -> Table:
    return BY_MODEL[row.table]


def plan_of(row: TableImport) -> tuple[sheets.Sheet, Plan]:
    """What would come of it now."""
    content = zlib.decompress(_open(row, "file", row.file_ct))
    sheet = sheets.read(content, table_of(row))
    return sheet, planning.plan(sheet, table_of(row))


@transaction.atomic
def take_in(*, row: TableImport, seen: str, only_good: bool, by, now: dt.datetime) -> bool:
    """Write the rows that were seen, as many as go in at once; the same file sent again brings the next. False when
    that was done already. Raises Differs; then nothing was written."""
    row = _locked(row)
    if row is None or not row.waits:
        return False
    sheet, plan = plan_of(row)
    good = [place for place, line in enumerate(plan.lines) if line.state in (planning.NEW, planning.CHANGED)]
    if plan.seen != seen or not good or (plan.count(planning.FAILED) and not only_good):
        raise Differs
    good = good[: table_of(row).at_once]
    before = _write(table_of(row), sheet, good)
    row.made = sum(plan.lines[place].state == planning.NEW for place in good)
    row.changed = len(good) - row.made
    row.by, row.at, row.file_ct = by, now, None
    row.before_ct = _seal(row, "before", zlib.compress(json.dumps(before).encode()))
    row.save()
    audit.note("ilp_portal.import_table", actor=by, record=row, count=len(good), now=now)
    return True


def _write(table: Table, sheet: sheets.Sheet, places: list[int]) -> list[dict]:
    """What it takes to undo it: a key, the values from before or None, and a mark of those from after."""
    resource = table.resource()
    data = tablib.Dataset(*(sheet.data[place] for place in places), headers=sheet.data.headers)
    try:
        before = _before(resource, table, data)
        result = resource.import_data(data, dry_run=False, raise_errors=False, use_transactions=False)
    except IntegrityError as error:  # somebody else's row came in between
        raise Differs from error
    rows = zip(places, data.dict, result.rows, strict=True)
    lines = [planning.failed(table, sheet.numbers[place], row, one) for place, row, one in rows]
    if any(lines):
        raise Differs(filter(None, lines))
    after = table.rows().in_bulk([one.instance.pk for one in result.rows])
    return [_entry(resource, row, before.get(pk)) for pk, row in after.items()]


def _entry(resource: TableResource, row: models.Model, before: dict | None) -> dict:
    return {"pk": row.pk, "before": before, "after": resource.mark_of(row, is_new=before is None)}


def _before(resource: TableResource, table: Table, data: tablib.Dataset) -> dict[int, dict]:
    """The values of the rows that are there, which are locked from now on: nobody publishes a draft meanwhile."""
    loader = resource._meta.instance_loader_class(resource)
    known = [found for row in data.dict if (found := loader.get_instance(_keyed(resource, row)))]
    rows = _locked_rows(table, [row.pk for row in known])
    resource.seen.clear()
    return {pk: resource.values(row) for pk, row in rows.items()}


def _keyed(resource: TableResource, row: dict) -> dict:
    resource.before_import_row(row)
    return row


@transaction.atomic
def undo(*, row: TableImport, by, now: dt.datetime) -> bool:
    """Put back what was there and delete what was added, but for what somebody changed or used since. False when it
    is undone already. What was left is told by `left`."""
    row = _locked(row)
    if row is None or not row.is_undoable:
        return False
    table = table_of(row)
    resource, entries = table.resource(), _entries(row)
    keys = [entry["pk"] for entry in entries]
    rows = _locked_rows(table, keys)
    added = [entry["pk"] for entry in entries if entry["before"] is None]
    used = _used(table.model, added) | resource.needed(added)
    there = set(table.model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
    fit = [entry for entry in entries if entry["pk"] in rows and _is_as_left(resource, rows, entry, used)]
    done = (set(keys) - there) | _delete(table.model, [entry["pk"] for entry in fit if entry["before"] is None])
    for entry in fit:
        if entry["before"] is not None and _put_back(resource, rows[entry["pk"]], entry["before"]):
            done.add(entry["pk"])
    left = [str(rows.get(pk) or _("a record that is none of this table any more")) for pk in keys if pk not in done]
    row.undone_at, row.before_ct = now, _seal(row, "before", zlib.compress(json.dumps(left).encode()))
    row.save(update_fields=["undone_at", "before_ct"])
    audit.note("ilp_portal.undo_import", actor=by, record=row, count=len(entries) - len(left), now=now)
    return True


def left(row: TableImport) -> list[str]:
    """The records that an undoing left alone."""
    return _entries(row) if row.undone_at else []


def _is_as_left(resource: TableResource, rows: dict, entry: dict, used: set[int]) -> bool:
    is_new = entry["before"] is None
    untouched = resource.mark_of(rows[entry["pk"]], is_new=is_new) == entry["after"]
    return untouched and not (is_new and entry["pk"] in used)


def _delete(model: type[models.Model], keys: list[int]) -> set[int]:
    """All of them in a few queries; none where something that no relation tells of still needs one."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=keys).delete()
    except (ProtectedError, RestrictedError, IntegrityError):
        return set()
    return set(keys)


def _put_back(resource: TableResource, record: models.Model, values: dict) -> bool:
    try:
        with transaction.atomic():
            resource.put_back(record, values)
    except (ValidationError, IntegrityError):
        return False
    return True


def _used(model: type[models.Model], keys: list[int]) -> set[int]:
    """Which of the records something else leads to or belongs to by now. One query for each way to do so."""
    found = set()
    for tie in model._meta.get_fields(include_hidden=True):
        if not (tie.one_to_many or tie.one_to_one) or not tie.auto_created or tie.concrete:
            continue
        other = tie.related_model
        if issubclass(other, HistoricalChanges) or other._meta.auto_created is model:
            continue
        name = tie.field.attname
        rows = other._base_manager.filter(**{f"{name}__in": keys})
        rows = rows.exclude(pk__in=keys) if other is model else rows
        found |= set(rows.values_list(name, flat=True))
    kind = ContentType.objects.get_for_model(model)
    return found | set(
        Citation.objects.filter(content_type=kind, object_id__in=keys).values_list("object_id", flat=True)
    )


def _locked_rows(table: Table, keys: list[int]) -> dict[int, models.Model]:
    return table.rows().select_for_update(of=("self",)).in_bulk(keys)


def _locked(row: TableImport) -> TableImport | None:
    """With all imports of its table, which an import of somebody else waits for. None when it was erased meanwhile."""
    rows = TableImport.objects.select_for_update().filter(table=row.table).order_by("pk")
    list(rows.values_list("pk"))  # without their files, of up to 10 MB each
    return TableImport.objects.filter(pk=row.pk).first()


def _entries(row: TableImport) -> list:
    return json.loads(zlib.decompress(_open(row, "before", row.before_ct)))


def _seal(row: TableImport, what: str, content: bytes) -> bytes:
    return sealing.seal_bytes(sealing.purpose_key(PURPOSE), content, f"{what}/{row.pk}")


def _open(row: TableImport, what: str, sealed: bytes) -> bytes:
    return sealing.unseal_bytes(sealing.purpose_key(PURPOSE), sealed, f"{what}/{row.pk}")
