"""Staff on a phone in Spanish: a week is ticked with one press, approved, taken back; a line is asked about."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from campaigns.models import HourEntry
from scripts.chromium import PHONE
from tests.factories import HourEntryFactory, PlacementFactory

MONDAY = dt.date(2026, 11, 16)


@pytest.fixture
def phone(open_page, portal, client, frozen, staff):
    """The phone of staff, with the fourteen lines of one person's week on it."""
    placement = PlacementFactory()
    for number in range(14):
        HourEntryFactory(placement=placement, worked_on=MONDAY + dt.timedelta(days=number // 2), minutes=60)
    client.force_login(staff)
    phone = open_page(viewport=PHONE, language="es")
    phone.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])
    phone.goto("/es/mesa/horas/", wait_until="networkidle")
    return phone


def waiting() -> int:
    return HourEntry.objects.waiting().count()


def test_week_is_approved_with_two_presses_and_taken_back_with_one(phone, axe):
    axe(phone)
    phone.wait_for_load_state()  # the style sheets are there
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.focus("[id^=week-]")
    phone.keyboard.press("Space")
    expect(phone.locator("[name=seen]:checked")).to_have_count(16)
    expect(phone.locator("[data-count]")).to_have_text("(14)")
    phone.click(".decide button.pri")
    phone.wait_for_selector("[name=undo]")
    assert waiting() == 0
    phone.click("[name=undo]")
    phone.wait_for_selector(".week")
    assert waiting() == 14


def test_line_is_sent_back_with_a_word_that_was_forgotten_first(phone, axe):
    phone.locator(".what input").nth(1).check()
    phone.click(".decide summary")
    phone.click("[name=ask]")
    phone.wait_for_selector(".decide .err")
    axe(phone)
    expect(phone.locator("[name=word]")).to_be_focused()
    phone.keyboard.type("¿En qué edificio?")
    phone.click("[name=ask]")
    phone.wait_for_selector(".messages .ok")
    assert (waiting(), HourEntry.objects.asked().get().question) == (13, "¿En qué edificio?")
