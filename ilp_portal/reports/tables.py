"""A report as a table for a spreadsheet, CSV or XLSX: one line a number or a text, the same in both."""

import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from campaigns.spreadsheets import csv_lines, plain

from .telling import Told

WIDTHS = 26, 60, 12, 70  # of the columns, in characters


def lines(told: Told) -> Iterator[tuple[str, str, int | float | str, str]]:
    """The heads, then part, name, number and words of each line; a line without a number has an empty one."""
    yield _("Part"), _("What"), _("Number"), _("Words")
    report = _("Report")
    yield report, _("About"), "", plain(told.about)
    yield report, _("Period"), "", told.period
    yield report, _("State"), "", told.state
    if told.report.is_frozen:
        yield report, _("Checksum (SHA-256)"), "", told.report.checksum
    for part in told.parts:
        for row in part.rows:
            said = row.said if row.value is None else ""
            yield part.heading, plain(row.label), "" if row.value is None else row.value, said
        for text in part.texts:
            yield part.heading, plain(text.title), "", plain(_words(text))
        if part.note:
            yield part.heading, part.note, "", ""
    for note in told.notes:
        yield _("How to read it"), note, "", ""


def _words(text) -> str:
    sources = [" ".join(filter(None, source)) for source in text.sources]
    return "; ".join(filter(None, [text.when, text.words, *sources]))


def as_csv(told: Told) -> bytes:
    return b"".join(csv_lines(lines(told)))


def as_xlsx(told: Told) -> bytes:
    import openpyxl  # half a second to import
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title, sheet.freeze_panes = _("Report"), "A2"
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for line in lines(told):
        sheet.append([None if cell == "" else cell for cell in line])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FORMS = {"csv": as_csv, "xlsx": as_xlsx}
