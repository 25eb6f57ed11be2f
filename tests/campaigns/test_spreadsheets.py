"""CSV is written in one place, and nothing in it can be calculated."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

from campaigns.spreadsheets import csv_lines

ROOT = Path(__file__).resolve().parents[2]
APPS = ("outreach", "partners", "coordinators", "campaigns", "events", "ilp_portal")


def test_every_kind_of_cell_is_written_for_any_program():
    rows = [["=1+1", "a,b", "\ud800x"], [2.0, 12345.25, -3], [Decimal("-2.50"), None, dt.date(2026, 11, 18)]]
    expected = [b'\xef\xbb\xbf\'=1+1,"a,b",x\r\n', b"2,12345.25,-3\r\n", b"-2.50,,2026-11-18\r\n"]
    assert list(csv_lines(rows)) == expected


def test_no_other_module_writes_csv():
    writers = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "csv.writer" in path.read_text()]
    assert [str(path.relative_to(ROOT)) for path in writers] == ["campaigns/spreadsheets.py"]
