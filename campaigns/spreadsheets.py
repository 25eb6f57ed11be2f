"""What all spreadsheets that go out have in common: their types, safe cells, and the one way in which CSV is written.

A text that begins like a formula becomes plain text by an apostrophe: it is words, whatever program opens it.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

BOM = "\ufeff"  # without it Excel reads UTF-8 as Windows-1252
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # how a cell begins that a spreadsheet may calculate
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class _Line:
    """A file for the csv module that gives each line back."""

    def write(self, line: str) -> str:
        return line


def plain(text: str) -> str:
    """The text as a cell that no spreadsheet calculates. A text that is one already stays as it is."""
    text = UNSEEN.sub("", text)
    return f"'{text}" if FORMULA.match(text) else text


def csv_lines(rows: Iterable[Iterable]) -> Iterator[bytes]:
    """The rows line by line: UTF-8 with its mark, a comma and CRLF (RFC 4180), days in ISO, numbers with a point."""
    writer, mark = csv.writer(_Line()), BOM
    for row in rows:
        yield (mark + writer.writerow([_cell(cell) for cell in row])).encode()
        mark = ""


def _cell(cell) -> str | int | Decimal:
    if cell is None or isinstance(cell, int | Decimal):
        return cell
    if isinstance(cell, float):
        return f"{cell:.10g}"  # 2 and 0.25, as they are typed
    return plain(cell.isoformat() if isinstance(cell, dt.date) else str(cell))
