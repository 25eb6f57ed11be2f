"""Letters and hours taken elsewhere, in Chromium: the letter is made, downloaded and checked; text is copied."""

import pytest
from playwright.sync_api import expect

from campaigns.models import HourEntry, ServiceLetter
from scripts.chromium import DESK, PHONE
from tests.campaigns import pdf_text
from tests.factories import HourEntryFactory


@pytest.fixture
def mine(open_page, portal, frozen, coordinator, client, settings, now):
    """mine(**look) is a browser of the signed-in coordinator, who has 1.5 approved hours."""
    client.force_login(coordinator.user)
    HourEntryFactory(placement=coordinator.appointments.get().placements.get(), minutes=90, approved_at=now)

    def sign_in(**look):
        page = open_page(workers="block", **look)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": portal}])
        return page

    return sign_in


def test_letter_is_made_downloaded_and_checked_on_a_phone_in_spanish(mine, open_page, axe):
    page = mine(viewport=PHONE, language="es", scheme="dark")
    page.goto("/es/horas/cartas/")
    axe(page)
    page.get_by_role("button", name="Hacer la carta").click()
    with page.expect_download() as told:
        page.get_by_role("link", name="Descargar").click()
    spanish, english = pdf_text.pages(told.value.path().read_bytes())
    letter = ServiceLetter.objects.get()
    assert letter.code_display in spanish
    assert "1.5 hours" in english
    stranger = open_page(viewport=PHONE, language="es")
    stranger.goto("/es/verificar/")
    stranger.get_by_label("Código de la carta").fill(letter.code_display.lower())
    stranger.get_by_role("button", name="Verificar").click()
    expect(stranger.get_by_role("heading", name="Confirmamos esta carta")).to_be_visible()
    expect(stranger.get_by_text("1.5 h", exact=True)).to_be_visible()
    axe(stranger)
    assert stranger.context.cookies() == []


def test_week_and_calendar_address_are_copied_with_one_press(mine, axe):
    page = mine(viewport=DESK)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/hours/2026-11-16/copy/")
    axe(page)
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("Total: 1.5 h")
    page.goto("/hours/export/")
    page.get_by_role("button", name="Make a secret address").click()
    expect(page.get_by_role("button", name="Copy the address")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert "BEGIN:VEVENT" in page.request.get(address).text()


def test_week_can_be_selected_by_hand_without_script(mine):
    page = mine(viewport=PHONE, javascript=False)
    page.goto("/hours/2026-11-16/copy/")
    expect(page.get_by_role("button", name="Copy the text")).to_be_hidden()
    field = page.get_by_label("Your week as text")
    expect(field).to_have_attribute("readonly", "")
    field.focus()
    page.keyboard.press("Control+A")
    expect(field).to_be_focused()
    assert HourEntry.objects.count() == 1
