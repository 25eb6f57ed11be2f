"""Leaving in a hurry: by the button, by the keyboard, told to who cannot see, and not by typing capital letters."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from scripts.chromium import PHONE

AWAY = "https://www.weather.gov/"
SAID = {
    "en": ["Press Shift two more times to leave this site.", "Press Shift once more to leave this site."],
    "es": [
        "Presione Mayús dos veces más para salir de este sitio.",
        "Presione Mayús una vez más para salir de este sitio.",
    ],
}
PATHS = {"en": "/know-your-rights/", "es": "/es/conozca-sus-derechos/"}


@pytest.fixture
def page(open_page, language, now):
    page = open_page(viewport=PHONE, language=language, expected=[AWAY, "status of 400"])
    page.context.route(AWAY, lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html"))
    page.clock.install(time=now)
    page.goto("/" if language == "en" else "/es/")
    page.goto(PATHS[language])
    page.clock.pause_at(now + dt.timedelta(hours=1))  # or a slow machine takes more than five seconds for three presses
    return page


def test_shift_pressed_three_times_leaves_and_back_does_not_return(page, language):
    says, marks = page.locator("[data-quick-exit-says]"), page.locator(".presses")
    for pressed, words in enumerate(SAID[language], 1):
        page.keyboard.press("Shift")
        expect(says).to_have_text(words)
        expect(marks).to_have_attribute("data-pressed", str(pressed))
    page.keyboard.press("a")
    expect(says).to_have_text("")
    expect(marks).to_have_attribute("data-pressed", "")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(AWAY)
    page.go_back()
    assert not page.url.endswith(PATHS[language])


def test_keys_work_on_the_page_of_an_error(page):
    """It has the button and nothing that counts along."""
    page.goto("/?" + "p&" * 1001)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(AWAY)


def test_button_leaves_at_once(page):
    page.locator("[data-quick-exit]").click()
    page.wait_for_url(AWAY)
    expect(page.get_by_role("heading")).to_have_text("Weather")
