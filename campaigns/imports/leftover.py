"""The rows that were not taken, as a file: as they came, with the reason behind each, safe to open and to mend."""

import io
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.models import HourImport
from campaigns.spreadsheets import plain

from . import reasons

CHUNK = 2000  # rows of a query


def rows(hour_import: HourImport, head: list[str]) -> Iterator[list[str]]:
    """The head, then each row with its reason behind it, in the language that is active now, not later."""
    failures = hour_import.failures.order_by("number").values_list("number", "cells", "reasons")
    return _rows(failures, head, translation.get_language())


def _rows(failures, head: list[str], language: str) -> Iterator[list[str]]:
    width = len(head)
    if head:
        with translation.override(language):
            first = [*map(plain, head), _("Reason")]
        yield first
    for number, cells, found in failures.iterator(chunk_size=CHUNK):
        width = max(width, len(cells))
        texts = [plain(cell) for cell in cells] + [""] * (width - len(cells))
        with translation.override(language):
            told = _("Row %(number)d: %(reason)s") % {"number": number, "reason": reasons.sentences(found)}
        yield [*texts, told]


def as_xlsx(lines: Iterator[list[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Rows not taken"))
    for line in lines:
        cells = [WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)) for text in line]
        for cell in cells:
            cell.data_type = "s"  # text, whatever it begins with
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
