"""One's own hours as CSV and XLSX, read back as a spreadsheet reads them."""

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from campaigns import exports, spreadsheets
from campaigns.models import Campaign, HourEntry
from tests.factories import AppointmentFactory, HourEntryFactory, PlacementFactory, TermFactory

FORMULAS = [
    '=HYPERLINK("https://x.example","y")',
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    " =1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
]


def read(client, form: str, query: str = "", prefix: str = "/hours/export") -> list[list]:
    """The table as a spreadsheet has it; CSV gives text alone."""
    response = client.get(f"{prefix}/{form}/{query}")
    body = b"".join(response.streaming_content)
    if form == "csv":
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "inlineStr"}
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def entries(placement, now):
    Campaign.objects.update(title_en="Tenants", title_es="Inquilinato")
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 17), minutes=75, note="Él llamó, «sí»")
    HourEntryFactory(placement=placement, minutes=120, approved_at=now, activity="rally")
    asked = {"asked_at": now, "question": "Which day?"}
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 18), minutes=15, **asked)


def test_csv_has_a_row_an_entry_by_the_day(mine, entries):
    assert read(mine, "csv") == [
        ["Day", "Term", "Campaign", "Activity", "Hours", "Note", "State"],
        ["2026-11-16", "2026-27", "Tenants", "Rally or action", "2", "", "approved"],
        ["2026-11-17", "2026-27", "Tenants", "Meeting or call", "1.25", "Él llamó, «sí»", "waiting"],
        ["2026-11-18", "2026-27", "Tenants", "Meeting or call", "0.25", "", "sent back with a question"],
    ]


def test_xlsx_has_days_and_numbers(mine, entries):
    table = read(mine, "xlsx")
    assert table[0] == ["Day", "Term", "Campaign", "Activity", "Hours", "Note", "State"]
    day, *rest = table[2]
    assert day.date() == dt.date(2026, 11, 17)
    assert rest == ["2026-27", "Tenants", "Meeting or call", 1.25, "Él llamó, «sí»", "waiting"]
    assert len(table) == 4


def test_tables_speak_the_language_of_the_page(mine, entries):
    with translation.override("es"):
        words = [exports.heads(), dict(HourEntry.Activity.choices)["rally"]]
        prefix = reverse("campaigns:hours_export").rstrip("/")
    for form in ("csv", "xlsx"):
        heads, first, *_rest = read(mine, form, prefix=prefix)
        assert tuple(heads) == words[0]
        assert first[2:4] == ["Inquilinato", words[1]]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(mine, placement, text):
    HourEntryFactory(placement=placement, note=text)
    Campaign.objects.update(title_en=text)
    _heads, row = read(mine, "csv")
    assert [row[2], row[5]] == [f"'{text}"] * 2
    _heads, row = read(mine, "xlsx")
    assert [row[2], row[5]] == ["'" + text.replace("\r", "\n")] * 2  # XML knows one kind of line end


@pytest.mark.parametrize("text", ["Call - planning", "5 > 3", "a=b", "", "'quoted'", "🦋 día"])
def test_plain_words_stay_as_they_are(text):
    assert spreadsheets.plain(text) == text


def test_signs_that_no_workbook_holds_are_left_out(mine, placement):
    HourEntryFactory(placement=placement, note="a\x01b\x0bc")
    assert read(mine, "xlsx")[1][5] == "abc"


def test_csv_says_that_it_is_utf_8(mine, entries):
    response = mine.get("/hours/export/csv/")
    assert b"".join(response.streaming_content).startswith(b"\xef\xbb\xbfDay,")
    assert response["Content-Disposition"] == 'attachment; filename="hours.csv"'
    assert "no-store" in response["Cache-Control"]


def test_one_term_or_all(mine, coordinator, placement):
    days = {"starts_on": dt.date(2025, 8, 1), "ends_on": dt.date(2026, 7, 31)}
    earlier = AppointmentFactory(coordinator=coordinator, term=TermFactory(slug="2025-2026", label="2025-26", **days))
    HourEntryFactory(placement=PlacementFactory(appointment=earlier), worked_on=dt.date(2026, 5, 4))
    HourEntryFactory(placement=placement)
    assert [row[1] for row in read(mine, "csv", "?term=2025-2026")[1:]] == ["2025-26"]
    assert [row[1] for row in read(mine, "csv", "?term=")[1:]] == ["2025-26", "2026-27"]
    name = mine.get("/hours/export/xlsx/?term=2025-2026")["Content-Disposition"]
    assert name == 'attachment; filename="hours-2025-2026.xlsx"'


@pytest.mark.parametrize("path", ["pdf/", "csv/?term=2001-2002", "csv/?term=%00", "xlsx/?term=%ED%A0%80"])
def test_what_there_is_not_is_no_page(mine, path):
    assert mine.get(f"/hours/export/{path}").status_code == 404


def test_nobody_reads_the_hours_of_another(client, frozen, entries, other_coordinator, staff):
    for person in (other_coordinator.user, staff):
        client.force_login(person)
        for form in ("csv", "xlsx"):
            assert len(read(client, form)) == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_tables_cost_the_same_for_one_entry_and_for_many(mine, placement, form, rows, django_assert_num_queries):
    for day in range(rows):
        for _number in range(rows):
            HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 10 + day))
    with django_assert_num_queries(4):  # session, account, campaigns, entries
        table = read(mine, form)
    assert len(table) == rows * rows + 1


def test_page_offers_the_three_ways(mine, coordinator, django_assert_num_queries):
    with django_assert_num_queries(4):  # session, account, terms, calendar
        page = mine.get("/hours/export/").content.decode()
    for words in ('value="2026-2027"', "/hours/export/csv/", "/hours/export/xlsx/", "/hours/2026-11-09/copy/"):
        assert words in page
