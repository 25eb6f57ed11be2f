"""A workbook read once and kept as lines of JSON: reading an XLSX anew for each step costs ten times as much."""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator

from .reading import MEGABYTE, Cell, Rows

MARK = b"\x00rows of a workbook\n"  # no sheet that anybody sends begins so: forms.py refuses it
LARGEST = 24 * MEGABYTE  # of the lines; a larger workbook stays what it is
EVERY = 2000  # rows between two signs of life


def keep(rows: Iterator[tuple[int, list[Cell]]], *, beat: Callable[[], None]) -> bytes | None:
    """The rows as bytes that rows_of() can read; None when they would be too large."""
    lines = io.BytesIO()
    lines.write(MARK)
    for count, row in enumerate(rows, 1):
        lines.write(json.dumps(row, default=_told, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        if lines.tell() > LARGEST:
            return None
        if not count % EVERY:
            beat()
    return lines.getvalue()


def rows_of_kept(content: bytes) -> Rows:
    def rows() -> Iterator[tuple[int, list[Cell]]]:
        lines = io.BytesIO(content)
        lines.readline()
        for line in lines:
            number, cells = json.loads(line)
            yield number, [_read(cell) if isinstance(cell, dict) else cell for cell in cells]

    return rows


def _told(cell: Cell) -> dict:
    if isinstance(cell, dt.timedelta):
        return {"length": cell.total_seconds()}
    return {type(cell).__name__: cell.isoformat()}


def _read(cell: dict) -> Cell:
    ((kind, value),) = cell.items()
    if kind == "length":
        return dt.timedelta(seconds=value)
    return {"datetime": dt.datetime, "date": dt.date, "time": dt.time}[kind].fromisoformat(value)
