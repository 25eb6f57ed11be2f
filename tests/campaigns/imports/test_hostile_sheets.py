"""Sheets made to stop the portal: too much in too little, and keys that somebody else took before."""

import uuid

import pytest
from django.urls import reverse

from campaigns.imports import reading
from campaigns.imports.matching import key_of
from campaigns.imports.reading import Refused
from campaigns.imports.table import Table
from campaigns.models import HourImport
from tests.campaigns.imports.conftest import as_csv
from tests.campaigns.imports.test_reading import SHEET, packed


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        list(Table.open(content).rows())
    return refused.value.code


@pytest.mark.parametrize("blank", [b"\n", b",\n"])
def test_text_of_blank_lines_ends_where_a_spreadsheet_does(blank, monkeypatch):
    monkeypatch.setattr(reading, "LAST_NUMBER", 1000)
    assert refusal(b"Day,Hours\n2026-11-17,2\n" + blank * 1001) == "too_many_rows"


@pytest.mark.parametrize("row", ["<row>" + "<c/>" * 400 + "</row>", "<row><c/></row>" * 400])
def test_workbook_of_countless_tags_is_refused_before_it_is_held(row, monkeypatch):
    monkeypatch.setattr(reading, "MAX_TAGS_A_ROW", 300)
    monkeypatch.setattr(reading, "MAX_TAGS", 700)
    assert refusal(packed(sheet=SHEET.format(row).encode())) == "too_large_inside"


def test_key_of_a_row_is_the_same_each_time_and_no_other_can_be_told_from_it():
    first = HourImport(pk=1)
    keys = [key_of(first, 2), key_of(first, 2), key_of(first, 3), key_of(HourImport(pk=2), 2)]
    assert (keys[0] == keys[1], len(set(keys))) == (True, 3)


@pytest.mark.django_db
def test_nobody_stops_an_import_by_taking_its_keys_first(mine, coordinator, placement, send, now):
    latest = HourImport.objects.create(by=coordinator.user, created_at=now).pk
    guessed = uuid.uuid5(uuid.NAMESPACE_URL, f"ilp-portal/hour-import/{latest + 1}/2")
    entry = {"day": "2026-11-16", "campaign": placement.campaign_id, "time": "1", "activity": "meeting"}
    mine.post("/hours/2026-11-16/", {**entry, "key": str(guessed)})
    sent = send(mine, as_csv(["2026-11-17", "2", "", "meeting", ""]))
    mine.post(reverse("campaigns:import_run", args=[sent.pk]))
    sent.refresh_from_db()
    assert (sent.state, sent.added) == ("done", 1)
