"""A week as plain text for another system of hours."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.models import Campaign
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory


def text_of(client, path="/hours/2026-11-16/copy/") -> str:
    page = client.get(path).content.decode()
    return unescape(re.search(r"<textarea[^>]* readonly [^>]*>(.*?)</textarea>", page, re.S)[1])


@pytest.fixture
def week(placement):
    Campaign.objects.update(title_en="Tenants", title_es="Inquilinato")
    other = PlacementFactory(appointment=placement.appointment, campaign=CampaignFactory(title_en="Zines"))
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 18), minutes=60, note="Wrote <to> & called")
    HourEntryFactory(placement=other, worked_on=dt.date(2026, 11, 17), minutes=30)
    HourEntryFactory(placement=placement, minutes=90)
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 15), minutes=600)


def test_text_has_a_line_an_entry_and_the_totals(mine, week):
    assert text_of(mine) == "\n".join(
        [
            "Immigration and Labor Project, week of November 16–22",
            "",
            "Monday, November 16, 2026: 1.5 h, Tenants, Meeting or call",
            "Tuesday, November 17, 2026: 0.5 h, Zines, Meeting or call",
            "Wednesday, November 18, 2026: 1 h, Tenants, Meeting or call",
            "",
            "Tenants: 2.5 h",
            "Zines: 0.5 h",
            "Total: 3 h",
        ]
    )


def test_notes_are_in_it_only_when_asked_for(mine, week):
    assert "Wrote" not in text_of(mine)
    line = "Wednesday, November 18, 2026: 1 h, Tenants, Meeting or call. Wrote <to> & called"
    assert line in text_of(mine, "/hours/2026-11-16/copy/?notes=1").splitlines()


def test_text_speaks_the_language_of_the_page(mine, week):
    with translation.override("es"):
        path = reverse("campaigns:hours_copy", args=[dt.date(2026, 11, 16)])
    text = text_of(mine, path)
    assert "miércoles 18 de noviembre de 2026: 1 h, Inquilinato, Reunión o llamada" in text
    assert text.endswith("Total: 3 h")


def test_one_campaign_needs_no_total_of_its_own(mine, placement):
    HourEntryFactory(placement=placement, minutes=90)
    assert len(text_of(mine).splitlines()) == 5


def test_week_without_entries_says_so(mine, placement):
    page = mine.get("/hours/2026-11-16/copy/").content.decode()
    assert "Nothing logged in this week" in page
    assert "textarea" not in page


def test_days_that_are_no_monday_lead_to_it_and_weeks_to_come_are_no_page(mine, placement):
    assert mine.get("/hours/2026-11-18/copy/")["Location"] == "/hours/2026-11-16/copy/"
    assert mine.get("/hours/2026-11-23/copy/").status_code == 404
    assert mine.get("/hours/9999-12-31/copy/").status_code == 404


def test_hours_of_another_are_not_in_it(client, frozen, week, other_coordinator):
    client.force_login(other_coordinator.user)
    assert "Tenants" not in client.get("/hours/2026-11-16/copy/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_for_one_entry_and_for_many(mine, placement, rows, django_assert_num_queries):
    HourEntryFactory.create_batch(rows, placement=placement)
    with django_assert_num_queries(5):
        assert len(text_of(mine).splitlines()) == rows + 4
