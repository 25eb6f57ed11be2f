"""A row of a sheet as the values of an entry, or with the reasons why it is none."""

import datetime as dt
from dataclasses import dataclass, field

from campaigns.models import HourEntry

from . import days, times
from .folding import fold
from .reading import Cell
from .roll import Place, Roll, Unfit, activities
from .table import text_of

LONGEST_NOTE = HourEntry._meta.get_field("note").max_length
LONGEST_CELL = 500  # characters of a cell that are given back in the file of failed rows


class State:
    """What becomes of a row."""

    NEW, SAME, CHANGED, LEFT, FAILED = "new", "same", "changed", "left", "failed"


@dataclass(slots=True)
class Line:
    """One row. A blank says nothing: minutes None, activity and note empty. `was` is the entry it meets, if any."""

    number: int
    cells: list[Cell]
    reasons: list[list] = field(default_factory=list)
    place: Place | None = None
    day: dt.date | None = None
    minutes: int | None = None
    activity: str = ""
    note: str = ""
    state: str = ""
    was: tuple | None = None

    def fail(self, code: str, **values) -> None:
        self.state = State.FAILED
        self.reasons.append([code, values])

    @property
    def texts(self) -> list[str]:
        return [text_of(cell)[:LONGEST_CELL] for cell in self.cells]


@dataclass(frozen=True)
class Reader:
    """Reads rows by the columns that were named."""

    mapping: dict[str, int]
    day_first: bool | None
    roll: Roll
    today: dt.date

    def read(self, number: int, cells: list[Cell]) -> Line:
        line = Line(number, cells)
        self._read_day(line)
        self._read_time(line)
        self._read_words(line)
        try:
            person = self.roll.person(self._text(cells, "person"))
            if line.day:
                line.place = self.roll.place(person, self._text(cells, "campaign"), line.day)
        except Unfit as error:
            line.fail(error.code)
        return line

    def _cell(self, cells: list[Cell], name: str) -> Cell:
        column = self.mapping.get(name)
        cell = cells[column] if column is not None and column < len(cells) else None
        return None if cell == "" else cell

    def _text(self, cells: list[Cell], name: str) -> str:
        return " ".join(text_of(self._cell(cells, name)).split())

    def _read_day(self, line: Line) -> None:
        cell = self._cell(line.cells, "day")
        if cell is None:
            line.fail("day_missing")
            return
        line.day = days.parse(cell, day_first=self.day_first)
        if line.day is None:
            line.fail("day_unreadable")
        elif line.day > self.today:
            line.fail("day_future")

    def _read_time(self, line: Line) -> None:
        for name in ("time", "minutes"):
            cell = self._cell(line.cells, name)
            if cell is not None:
                try:
                    line.minutes = times.parse(cell, in_minutes=name == "minutes")
                except times.Unread as error:
                    line.fail(error.code)
                return

    def _read_words(self, line: Line) -> None:
        """An activity that is none of ours becomes "other work", and its words stand before the note."""
        words, note = self._text(line.cells, "activity"), self._text(line.cells, "note")
        if words:
            line.activity = activities().get(fold(words), "")
            if not line.activity:
                line.activity, note = HourEntry.Activity.OTHER.value, ": ".join(filter(None, (words, note)))
        if len(note) > LONGEST_NOTE:
            line.fail("note_long", length=len(note))
        line.note = note
