"""Files as they come: text of every kind, workbooks, and what only looks like one."""

import contextlib
import datetime as dt
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.imports import reading
from campaigns.imports.reading import Refused
from campaigns.imports.table import Table
from tests.campaigns.imports.conftest import as_xlsx

SHEETS = Path(__file__).parent.parent / "sheets"
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\xa0'"), min_size=1, max_size=12)
CELLS = WORDS.map(str.strip).filter(bool)


def rows(content: bytes) -> list[list]:
    return [cells for _, cells in reading.rows_of(content)()]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_whatever_its_separator_and_encoding(separator, encoding):
    table = [["Día", "Horas", "Campaña"], ["22/11/2026", "1", "Año «nuevo»"], ["23/11/2026", "2", "Piñata"]]
    text = "\r\n".join(separator.join(row) for row in table)
    assert rows(text.encode(encoding)) == table


def test_decimal_commas_are_no_separators():
    text = "fecha;horas;nota\n22/11/2026;1,5;uno, dos\n23/11/2026;0,75;\n"
    assert rows(text.encode())[1:] == [["22/11/2026", "1,5", "uno, dos"], ["23/11/2026", "0,75", ""]]


def test_excel_may_tell_its_separator_in_the_first_line():
    assert rows(b"sep=|\nday|hours\n2026-11-22|1") == [["day", "hours"], ["2026-11-22", "1"]]


def test_blank_rows_are_passed_over_and_numbers_stay():
    found = list(reading.rows_of(b"day,hours\n,\n\n2026-11-22,1\n")())
    assert found == [(1, ["day", "hours"]), (4, ["2026-11-22", "1"])]


def test_apostrophe_before_a_formula_goes_and_any_other_stays():
    assert rows(b"'=1+1,'tis,'-5") == [["=1+1", "'tis", "-5"]]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=5), st.sampled_from(",;\t"))
def test_what_is_written_is_read(table, separator):
    import csv

    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(table)
    assert rows(buffer.getvalue().encode()) == [[reading.clean(cell) for cell in row] for row in table]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-16", "surrogatepass")))
def test_no_bytes_break_the_reading(content):
    with contextlib.suppress(Refused):
        assert Table.open(content).width > 1


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=3))
def test_no_damage_to_a_workbook_breaks_the_reading(place, junk):
    whole = (SHEETS / "libreoffice-en-book.xlsx").read_bytes()
    with contextlib.suppress(Refused):
        assert len(list(Table.open(whole[:place] + junk + whole[place + len(junk) :]).rows())) <= 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (b",,\n,,", "empty"),
        (b"day,hours\n", "no_rows"),
        (b"hours\n1\n2", "one_column"),
        (b"\x89PNG\x00\x00", "no_table"),
        (b"day,hours\n2026-11-22,\x00", "no_table"),
        (b"\xd0\xcf\x11\xe0 an old one", "old_excel"),
        (b"PK\x03\x04 torn", "broken"),
        (b"x" * (reading.MAX_BYTES + 1), "too_large"),
        (b"day,hours\n" + b'"' + b"x" * 200_000 + b'",1', "broken"),
    ],
)
def test_what_is_no_sheet_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        list(Table.open(content).rows())
    assert refused.value.code == code


def test_too_many_rows_are_refused():
    with pytest.raises(Refused) as refused:
        list(Table.open(b"day,hours\n" + b"2026-11-22,1\n" * (reading.MAX_ROWS + 1)).rows())
    assert refused.value.code == "too_many_rows"


def packed(**parts: bytes) -> bytes:
    """A workbook of openpyxl with some parts replaced or added."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml", "more": "xl/more.xml"}
    changed = {names[name]: content for name, content in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(["2026-11-22", 1]))) as whole:
        kept = {name: whole.read(name) for name in whole.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (kept | changed).items():
            archive.writestr(name, content)
    return file.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: packed(more=b" " * (10**5 + 1)), "too_large_inside"),
        (lambda: packed(sheet=b" " * 10**6), "too_large_inside"),
        (lambda: packed(sheet=b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>'), "broken"),
        (lambda: packed(book=b"<nothing/>"), "broken"),
        (
            lambda: packed(sheet=SHEET.format('<row r="99999999999"><c t="n"><v>1</v></c></row>').encode()),
            "too_many_rows",
        ),
    ],
)
def test_workbook_made_to_do_harm_is_refused(content, code, monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED", 10**6)
    monkeypatch.setattr(reading, "MAX_PART", 10**5)
    monkeypatch.setattr(reading, "LAST_NUMBER", 1000)
    with pytest.raises(Refused) as refused:
        list(Table.open(content()).rows())
    assert refused.value.code == code


def test_columns_far_to_the_right_are_not_read():
    far = SHEET.format('<row r="1"><c r="A1" t="n"><v>1</v></c><c r="XFD1" t="n"><v>2</v></c></row>')
    assert rows(packed(sheet=far.encode())) == [[1] + [None] * 59]


def test_workbook_of_openpyxl_gives_days_times_and_figures():
    day, length = dt.datetime.combine(dt.date(2026, 11, 22), dt.time()), dt.timedelta(hours=25, minutes=30)
    found = rows(as_xlsx([day, 1.5, dt.time(1, 30), length, "=1+1"]))
    assert found[1][:4] == [day, 1.5, dt.time(1, 30), length]


@pytest.mark.parametrize(
    ("text", "head", "begins"),
    [
        (b"My hours of the fall\n\nFecha;Horas\n22/11/2026;1", ["Fecha", "Horas"], 4),
        (b"x;y\n22/11/2026;1", ["x", "y"], 2),
        (b"22/11/2026;1\n23/11/2026;2", [], 1),
    ],
)
def test_head_is_found_under_titles_and_missed_where_there_is_none(text, head, begins):
    table = Table.open(text)
    assert (table.head, table.begins) == (head, begins)


def test_reading_ten_times_the_rows_takes_no_more_memory():
    peaks = []
    for rows_of_sheet in (1_000, 10_000):
        content = b"day,hours,note\n" + b"".join(b"2026-11-22,1.5,Row %d\n" % n for n in range(rows_of_sheet))
        table = Table.open(content)
        tracemalloc.start()
        assert sum(1 for _ in table.rows()) == rows_of_sheet
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 50_000  # bytes; the rows themselves have half a million
