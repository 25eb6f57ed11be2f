"""People at the desk: several invited by paste on a phone in Spanish, two entries merged with the keyboard alone."""

import datetime as dt

from playwright.sync_api import expect

from campaigns.models import HourEntry
from coordinators.models import Coordinator, User
from outreach.models import Message
from scripts.chromium import PHONE
from tests.browser.test_offline import sign_in
from tests.factories import HourEntryFactory

PASTED = "Una Persona <one@tests.example>\nsin correo\ntwo@tests.example; Dos"


def test_several_are_invited_by_paste_on_a_phone(open_page, portal, frozen, staff, term, settings, axe):
    phone = open_page(viewport=PHONE, language="es")
    sign_in(phone, portal, settings, staff)
    phone.goto("/es/mesa/personas/")
    axe(phone)
    phone.click("text=Invitar a varias personas")
    phone.fill("[name=text]", PASTED)
    phone.locator("label", has_text="Español").click()
    phone.click("form.panel button.pri")
    expect(phone.locator("table")).to_contain_text("En esta línea no hay ningún correo electrónico.")
    axe(phone)
    assert Message.objects.count() == 0
    phone.click("[name=send]")
    expect(phone.locator(".messages")).to_contain_text("2 invitaciones están en camino.")
    expect(phone.locator("[name=text]")).to_have_value("sin correo")
    phone.wait_for_load_state()  # the style sheets are there
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    people = Coordinator.objects.filter(appointments__term=term).order_by("name")
    assert [(person.name, person.user.language) for person in people] == [("Dos", "es"), ("Una Persona", "es")]


def test_two_are_merged_by_keyboard(page, portal, frozen, staff, coordinator, other_coordinator, settings, axe):
    for person in (coordinator, other_coordinator):
        HourEntryFactory(placement=person.appointments.get().placements.get(), worked_on=dt.date(2026, 11, 16))
    sign_in(page, portal, settings, staff)
    page.goto(f"/desk/people/{coordinator.pk}/")
    axe(page)
    for words, comes in (("Merge with another entry", "#id_q"), (other_coordinator.name, "#side-2")):
        page.locator("main a", has_text=words).last.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(comes)
    axe(page)
    press(page, "[name=kept]:checked", "[name=account]", "Space")
    press(page, "[name=account]", "[name=sure]", "Space")
    press(page, "[name=sure]", "button:has-text('Merge')", "Enter")
    page.wait_for_url(f"**/desk/people/{coordinator.pk}/")
    expect(page.locator(".messages")).to_contain_text("Merged.")
    assert HourEntry.objects.of_coordinator(coordinator).total_minutes() == 120
    assert User.objects.filter(is_active=False).count() == 1


def press(page, here: str, there: str, key: str) -> None:
    """From one field to the next with Tab alone, then a key."""
    page.locator(here).first.focus()
    page.keyboard.press("Tab")
    expect(page.locator(there).first).to_be_focused()
    page.keyboard.press(key)
