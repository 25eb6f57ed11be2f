"""A table as a file, and a file as rows. No cell that is written can be calculated by a spreadsheet program."""

import io
import itertools
from dataclasses import dataclass

import tablib
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from campaigns.imports.folding import fold
from campaigns.imports.reading import Refused, rows_of
from campaigns.imports.table import text_of
from campaigns.spreadsheets import csv_lines

from .register import Table

REFUSALS = {
    "too_many": _("That file has more than %(n)s rows. Cut it in two."),
    "no_rows": _("We found headings, and no rows under them."),
    "no_key": _("There is no column “%(column)s”, by which we know a row again. Headings stand in the first row."),
    "twice": _("There are two columns “%(column)s”. Take one out."),
}


def figure(number: int) -> str:
    """5,000"""
    return formats.number_format(number, use_l10n=True, force_grouping=True)


class Unusable(Exception):
    """The file is no table of this kind. `sentence` says why, `values` are its words."""

    def __init__(self, code: str, **values: str):
        super().__init__(code)
        self.sentence = str(REFUSALS[code]) % values


@dataclass(frozen=True)
class Sheet:
    """`numbers` are those of the rows in the file; `unknown` the headings that we do not read."""

    data: tablib.Dataset
    numbers: list[int]
    unknown: list[str]


def read(content: bytes, table: Table) -> Sheet:
    """Raises Refused (campaigns/imports/reasons.py) and Unusable."""
    found = list(itertools.islice(rows_of(content)(), table.most_rows + 2))
    if len(found) > table.most_rows + 1:
        raise Unusable("too_many", n=figure(table.most_rows))
    if not found:
        raise Refused("empty")
    known = {column.name for column in table.columns if column.is_read}
    heads = [fold(text_of(cell)).replace(" ", "_") for cell in found[0][1]]
    _check_heads(heads, known, table)
    if len(found) == 1:
        raise Unusable("no_rows")
    places = {head: place for place, head in enumerate(heads) if head in known}
    data = tablib.Dataset(headers=list(places))
    for _number, cells in found[1:]:
        data.append([cells[place] if place < len(cells) else None for place in places.values()])
    unknown = [text_of(cell) for cell, head in zip(found[0][1], heads, strict=True) if head and head not in known]
    return Sheet(data, [number for number, _cells in found[1:]], unknown)


def _check_heads(heads: list[str], known: set[str], table: Table) -> None:
    for key in table.keys:
        if key not in heads:
            raise Unusable("no_key", column=key)
    for head in heads:
        if head in known and heads.count(head) > 1:
            raise Unusable("twice", column=head)


def written(table: Table) -> tablib.Dataset:
    """All rows of the table. A fixed number of queries."""
    return table.resource().export(table.rows())


def as_csv(data: tablib.Dataset) -> bytes:
    return b"".join(csv_lines([data.headers, *data]))


def as_xlsx(data: tablib.Dataset, title: str) -> bytes:
    import openpyxl  # half a second to import
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    top = [WriteOnlyCell(sheet, value=name) for name in data.headers]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    for row in data:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


WRITERS = {"csv": lambda data, title: as_csv(data), "xlsx": as_xlsx}
