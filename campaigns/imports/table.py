"""A sheet of hours: its head, where it has one, and the rows under it."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import columns, days
from .reading import MAX_ROWS, Cell, Refused, Rows, rows_of

LOOKED_THROUGH = 10  # rows at the top among which the head is looked for, under titles
SAMPLES = 5  # rows shown beside the columns


@dataclass(frozen=True)
class Table:
    """`head` is empty where the sheet begins with hours at once; `begins` is the number of its first row of hours."""

    head: list[str]
    begins: int
    width: int
    samples: list[list[Cell]]
    source: Rows = field(repr=False)

    @classmethod
    def open(cls, content: bytes) -> "Table":
        """Raises Refused for what is no table of hours."""
        source = rows_of(content)
        top = list(itertools.islice(source(), LOOKED_THROUGH + SAMPLES))
        if not top:
            raise Refused("empty")
        place = _place_of_head(top)
        if place is None:
            head, begins, under = [], 1, top
        else:
            head, begins, under = [text_of(cell) for cell in top[place][1]], top[place][0] + 1, top[place + 1 :]
        if not under:
            raise Refused("no_rows")
        width = max(len(cells) for cells in [head, *(cells for _, cells in under)])
        if width < 2:
            raise Refused("one_column")
        return cls(head, begins, width, [cells for _, cells in under[:SAMPLES]], source)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """(number in the sheet from 1, cells) of every row of hours. Raises Refused in the middle of a damaged file."""
        filled = ((number, cells) for number, cells in self.source() if number >= self.begins)
        for count, row in enumerate(filled, 1):
            if count > MAX_ROWS:
                raise Refused("too_many_rows")
            yield row

    def is_longer_than(self, rows: int) -> bool:
        return next(itertools.islice(self.rows(), rows, None), None) is not None

    def column(self, number: int) -> Iterator[Cell]:
        return (cells[number] if number < len(cells) else None for _, cells in self.rows())

    def order_of_days(self, mapping: dict[str, int]) -> days.Order:
        return days.order_of(self.column(mapping["day"]))

    @property
    def key(self) -> str:
        return columns.head_key(self.head, self.width)


def _place_of_head(top: list[tuple[int, list[Cell]]]) -> int | None:
    """The first row with known heads; else the first row at all, unless it has a day in it."""
    for place, (_, cells) in enumerate(top[:LOOKED_THROUGH]):
        if len(columns.by_heads([text_of(cell) for cell in cells])) >= columns.NEEDED_TO_TELL:
            return place
    first = top[0][1]
    return None if any(days.parse(cell, day_first=order) for cell in first for order in (True, False)) else 0


def text_of(cell: Cell) -> str:
    """A cell as text that can be read in again: days in ISO, lengths like 1:30."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, dt.timedelta):
        hours, rest = divmod(round(cell.total_seconds()), 3600)
        return f"{hours}:{rest // 60:02}"
    if isinstance(cell, dt.time):
        return cell.isoformat("minutes") if not cell.second else cell.isoformat("seconds")
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15 else str(cell)
