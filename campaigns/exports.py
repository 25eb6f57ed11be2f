"""One's own hours as a table for a spreadsheet: CSV row by row, XLSX in a file that grows. Never all in memory."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from django.utils.translation import gettext as _

from . import durations
from .models import Campaign, HourEntry
from .spreadsheets import csv_lines, plain

CHUNK = 2_000  # rows read at a time
IN_MEMORY = 1_000_000  # bytes of a workbook; what is more goes to the disk
WIDTHS = (12, 9, 40, 26, 8, 60, 24)  # of the columns, in characters


def heads() -> tuple[str, ...]:
    """The names of the columns in the active language."""
    return _("Day"), _("Term"), _("Campaign"), _("Activity"), _("Hours"), _("Note"), _("State")


def table(entries) -> Iterator[tuple]:
    """The heads, then one row an entry by its day; every word in the language that is active now, not later.

    Two queries, however many entries there are. Hours are a number, the day is a date.
    """
    shown = Campaign.objects.filter(placements__entries__in=entries).distinct()
    titles = {campaign.pk: plain(campaign.title) for campaign in shown}
    activities = {value: str(label) for value, label in HourEntry.Activity.choices}
    states = {(True, False): _("approved"), (False, True): _("sent back with a question"), (False, False): _("waiting")}
    return _rows(entries, heads(), titles, activities, states)


def _rows(entries, first, titles, activities, states) -> Iterator[tuple]:
    yield first
    fields = ("worked_on", "placement__appointment__term__label", "placement__campaign", "activity", "minutes", "note")
    found = entries.order_by("worked_on", "pk").values_list(*fields, "approved_at", "asked_at")
    for day, term, campaign, activity, minutes, note, approved, asked in found.iterator(chunk_size=CHUNK):
        state = states[approved is not None, asked is not None]
        hours = minutes / durations.HOUR
        yield day, plain(term), titles.get(campaign, ""), activities.get(activity, ""), hours, plain(note), state


def as_csv(entries) -> Iterator[bytes]:
    """The table line by line."""
    return csv_lines(table(entries))


def as_xlsx(entries) -> IO[bytes]:
    """The table as a workbook, at its beginning; whoever reads it closes it."""
    import openpyxl  # half a second to import
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("Hours"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    found = table(entries)
    top = [WriteOnlyCell(sheet, value=name) for name in next(found)]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    for row in found:
        sheet.append(row)
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever reads it closes it
    book.save(file)
    file.seek(0)
    return file
