"""Real spreadsheets, on their whole way: LibreOffice in two languages, our own export, what we give back."""

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.models import HourEntry
from tests.campaigns.imports.conftest import as_csv
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
SHEETS = sorted((Path(__file__).parent.parent / "sheets").glob("libreoffice-*"))
FOUND = [
    (dt.date(2026, 10, 5), 90, "outreach"),
    (dt.date(2026, 11, 3), 90, "research"),
    (dt.date(2026, 11, 16), 90, "meeting"),
    (dt.date(2026, 11, 17), 120, "meeting"),
]
NOTES = {
    "en": ["Called neighbors", "", "With tenants, on “renewal”", "2"],
    "es": ["Llamé al vecindario", "", "Con inquilinas; «renovación»", "2"],
}


def test_there_are_sheets_of_both_languages_and_all_kinds():
    assert len(SHEETS) == 8


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_sheet_of_libreoffice_is_read(mine, run, campaign, path):
    campaign.title_en, campaign.title_es = "Know your rights", "Conozca sus derechos"
    campaign.save()
    done = run(mine, path.read_bytes(), path.name)
    entries = HourEntry.objects.order_by("worked_on")
    assert (done.added, done.failed, done.file_name) == (4, 0, path.name)
    assert list(entries.values_list("worked_on", "minutes", "activity")) == FOUND
    assert list(entries.values_list("note", flat=True)) == NOTES[path.name.split("-")[1]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_export_comes_back_as_the_same(mine, run, placement, form, language):
    notes = ["=1+1", "Plain; with, signs", ""]
    for number, note in enumerate(notes):
        HourEntryFactory(placement=placement, minutes=75, note=note, worked_on=dt.date(2026, 11, 16 - number))
    with translation.override(language):
        file = mine.get(reverse("campaigns:hours_export_file", args=[form])).getvalue()
    done = run(mine, file, f"hours.{form}")
    assert (done.rows, done.same) == (3, 3)


@pytest.fixture
def failed(mine, run, work):
    return run(
        mine, as_csv(["x", "1", work[2], "", "=HYPERLINK(1)"], ["2026-11-16", "", work[2], "rally", "Ünter"], work)
    )


def test_rows_not_taken_come_back_with_their_reasons_in_the_readers_language(mine, failed, language):
    with translation.override(language):
        path = reverse("campaigns:import_failed", args=[failed.pk, "csv"])
        text = mine.get(path).getvalue().decode("utf-8-sig")
        reason = translation.gettext("There is no time.")
    lines = text.splitlines()
    assert len(lines) == 3
    assert (lines[1].split(",")[4], reason in lines[2], "Ünter" in lines[2]) == ("'=HYPERLINK(1)", True, True)


def test_rows_not_taken_come_back_as_a_workbook_without_formulas(mine, failed):
    file = mine.get(reverse("campaigns:import_failed", args=[failed.pk, "xlsx"])).content
    rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.iter_rows())
    assert [cell.value for cell in rows[0]] == ["Day", "Hours", "Campaign", "Activity", "Note", "Reason"]
    assert {cell.data_type for row in rows for cell in row if cell.value} == {"s"}
    assert rows[1][4].value == "'=HYPERLINK(1)"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_mended_rows_are_imported_without_naming_columns_again(mine, run, failed, form):
    answer = mine.get(reverse("campaigns:import_failed", args=[failed.pk, form]))
    file = answer.getvalue()
    if form == "csv":
        file = file.replace(b"x,1", b"2026-11-10,1")
    again = run(mine, file, f"rows.{form}")
    assert (again.mapping, again.rows, again.added) == (failed.mapping, 2, int(form == "csv"))
    assert (
        list(HourEntry.objects.filter(imported_by=again).values_list("note", flat=True))
        == ["=HYPERLINK(1)"][: again.added]
    )


@pytest.mark.parametrize("form", ["pdf", "csv"])
def test_there_is_no_file_of_rows_that_all_came(mine, run, work, form):
    done = run(mine, as_csv(work))
    assert mine.get(reverse("campaigns:import_failed", args=[done.pk, form])).status_code == 404
