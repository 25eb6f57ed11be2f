"""Spreadsheets as staff bring them."""

import csv
import io

import pytest

from ilp_portal.models import TableImport
from ilp_portal.tables import applying, planning, sheets
from ilp_portal.tables.register import BY_NAME


def as_file(*rows: dict) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


@pytest.fixture
def plan():
    """The plan of rows for a table."""

    def make(name: str, *rows: dict) -> planning.Plan:
        return planning.plan(sheets.read(as_file(*rows), BY_NAME[name]), BY_NAME[name])

    return make


@pytest.fixture
def bring(staff, now):
    """Takes rows into a table; gives the import."""

    def take(name: str, *rows: dict, only_good: bool = False) -> TableImport:
        row = applying.keep(table=BY_NAME[name], content=as_file(*rows), by=staff, now=now)
        seen = applying.plan_of(row)[1].seen
        assert applying.take_in(row=row, seen=seen, only_good=only_good, by=staff, now=now)
        row.refresh_from_db()
        return row

    return take
