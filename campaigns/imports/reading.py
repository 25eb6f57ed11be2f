"""Bytes of a spreadsheet as rows of cells. Nothing is kept but the bytes: rows are read anew each time, one by one.

Text with comma, semicolon or tab, in UTF-8, Windows-1252, or UTF-16 with its mark; of an XLSX the first sheet.
"""

import codecs
import csv
import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from campaigns.spreadsheets import FORMULA

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE  # of the file
MAX_UNPACKED, MAX_STRINGS, MAX_PART, MAX_PARTS = 120 * MEGABYTE, 30 * MEGABYTE, 5 * MEGABYTE, 500  # inside an XLSX
MAX_TAGS, MAX_TAGS_A_ROW = 4_000_000, 100_000  # of one part; each costs some 400 bytes while its row is read
MAX_ROWS = 100_000  # with something in them
LAST_NUMBER = 1_048_576  # the last row a spreadsheet program can have
MAX_COLUMNS = 60
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # the container of XLS files, and of XLSX files with a password
SHEETS = "xl/worksheets/sheet"  # how the names of parts begin that hold rows
ZIP = b"PK\x03\x04"
CHUNK, SAMPLE_ROWS = 65536, 30  # bytes looked at for the separator; rows

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
Rows = Callable[[], Iterator[tuple[int, list[Cell]]]]


class Refused(Exception):
    """The file cannot be read at all. `code` is one of reasons.REFUSALS."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def is_workbook(content: bytes) -> bool:
    return content.startswith(ZIP)


def rows_of(content: bytes) -> Rows:
    """What gives (number from 1, cells) of every row with something in it. Raises Refused, here or while reading."""
    from . import kept_rows  # which reads the cells of this module

    if content.startswith(kept_rows.MARK):
        return kept_rows.rows_of_kept(content)
    if len(content) > MAX_BYTES:
        raise Refused("too_large")
    if not content.strip():
        raise Refused("empty")
    if content.startswith(OLD_EXCEL):
        raise Refused("old_excel")
    found = _book_rows(content) if is_workbook(content) else _text_rows(content)
    return lambda: _filled(found())


def _filled(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    count = 0
    for number, cells in rows:
        if number > LAST_NUMBER:
            raise Refused("too_many_rows")
        if cells.count("") == len(cells):  # a million of these would keep a request busy for long
            continue
        plain = [clean(cell) for cell in cells]
        if any(cell not in (None, "") for cell in plain):
            count += 1
            if count > MAX_ROWS + 10:  # titles and head come on top
                raise Refused("too_many_rows")
            yield number, plain


def clean(cell: Cell) -> Cell:
    """Text without blanks around it, and without the apostrophe that keeps a formula from being one."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\xa0", " ").replace("\x00", "").strip()
    return text[1:] if text[:1] == "'" and FORMULA.match(text[1:]) else text


# --- text -------------------------------------------------------------------------------------------------------------
def _text_rows(content: bytes) -> Rows:
    encoding = encoding_of(content)
    if encoding != "utf-16" and b"\x00" in content:
        raise Refused("no_table")
    separator, told = _separator(content[:CHUNK].decode(encoding, "replace"))

    def rows() -> Iterator[tuple[int, list[Cell]]]:
        stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")
        reader = csv.reader(stream, delimiter=separator)
        try:
            for number, cells in enumerate(reader, 1):
                if not (told and number == 1):
                    yield number, cells[:MAX_COLUMNS]
        except csv.Error as error:
            raise Refused("broken") from error

    return rows


def encoding_of(content: bytes) -> str:
    """By the mark at its beginning, else UTF-8 where all of it is that, else Windows-1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), CHUNK):
            decoder.decode(content[start : start + CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(text: str) -> tuple[str, bool]:
    """The separator, and whether the first line does nothing but tell it, as Excel writes: sep=;"""
    first = text.splitlines()[0].strip().lower() if text.strip() else ""
    if first.startswith("sep=") and len(first) == 5:
        return first[4], True
    return max(",;\t", key=lambda sign: _evenness(text, sign)), False


def _evenness(text: str, sign: str) -> tuple[int, int]:
    """How many of the first rows have the usual number of columns, and how many columns those are."""
    try:
        found = list(itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), SAMPLE_ROWS))
    except csv.Error:
        return 0, 0
    widths = [len(cells) for cells in found if len(cells) > 1]
    usual = max(widths, key=lambda width: (widths.count(width), width), default=0)
    return widths.count(usual), usual


# --- XLSX -------------------------------------------------------------------------------------------------------------
def _book_rows(content: bytes) -> Rows:
    _check_parts(content)

    def rows() -> Iterator[tuple[int, list[Cell]]]:
        from openpyxl import load_workbook  # half a second to import; with defusedxml there it refuses entities

        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
            sheets[0].reset_dimensions()  # what the file says of its own size may be anything
            for number, cells in enumerate(sheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
                if number > LAST_NUMBER:
                    raise Refused("too_many_rows")
                if cells.count(None) < len(cells):  # a column that was formatted as a whole has a million rows
                    yield number, list(cells)
            book.close()
        except Refused:
            raise
        except Exception as error:  # openpyxl lets out whatever its parts raise over a damaged file
            raise Refused("broken") from error

    return rows


def _check_parts(content: bytes) -> None:
    """Refuse what is no XLSX and what would fill the memory. zipfile never unpacks more than a part's stated size."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = {part.filename: part for part in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused("broken") from error
    if "xl/workbook.xml" not in parts:
        raise Refused("no_table")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts.values()) > MAX_UNPACKED:
        raise Refused("too_large_inside")
    if any(part.file_size > _limit(name) for name, part in parts.items()):
        raise Refused("too_large_inside")
    for name in parts:
        if name.endswith(".xml") or name.startswith(SHEETS):
            _check_tags(archive, name)


def _check_tags(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a part of more tags than the memory has room for: openpyxl holds a whole row, and its strings, at once."""
    tags = of_row = 0

    def begin(tag: str, _attributes: object) -> None:
        nonlocal tags, of_row
        tags += 1
        of_row = 1 if tag.rpartition(":")[2] == "row" else of_row and of_row + 1
        if tags > MAX_TAGS or of_row > MAX_TAGS_A_ROW:
            raise Refused("too_large_inside")

    def declare(*_entity: object) -> None:
        raise Refused("broken")  # no spreadsheet program declares one

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EntityDeclHandler = begin, declare
    try:
        with archive.open(name) as part:
            parser.ParseFile(part)
    except Refused:
        raise
    except Exception as error:  # zipfile lets out whatever its parts raise over a damaged file
        raise Refused("broken") from error


def _limit(name: str) -> int:
    """Sheets are read row by row, pictures not at all; everything else is held in memory."""
    if name.startswith(SHEETS):
        return MAX_UNPACKED
    if name.startswith("xl/media/"):
        return MAX_BYTES
    return MAX_STRINGS if name.endswith("sharedStrings.xml") else MAX_PART
