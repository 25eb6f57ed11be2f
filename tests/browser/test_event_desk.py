"""The desk of events: a rally planned at noon for six o'clock on a phone without script."""

from playwright.sync_api import expect

from events.models import Event
from scripts.chromium import PHONE
from tests.browser.test_offline import sign_in


def test_rally_is_planned_on_a_phone_without_script(open_page, portal, frozen, staff, settings):
    phone = open_page(viewport=PHONE, javascript=False)
    sign_in(phone, portal, settings, staff)
    phone.goto("/desk/events/")
    phone.click("text=Plan an event")
    phone.click("text=March")
    phone.fill("[name=title_en]", "Rally at city hall")
    phone.select_option("[name=kind]", "rally")
    phone.click("button[name=usual]")
    for name, value in {"start_time": "18:00", "held_on": "2026-11-18", "title_en": "Rally at city hall"}.items():
        expect(phone.locator(f"[name={name}]")).to_have_value(value)
    expect(phone.locator("[name=online_url]")).to_be_hidden()  # pointless for an event at a place
    phone.fill("[name=place]", "1350 Example Avenue NW")
    phone.click("button[name=publish]")
    expect(phone.locator(".note.bad")).to_contain_text("Both languages are needed")
    phone.fill("[name=title_es]", "Manifestación en la alcaldía")
    phone.press("[name=title_es]", "Enter")  # saves a draft and loses nothing
    expect(phone.locator(".messages")).to_contain_text("Saved as a draft.")
    phone.click("text=Publish")
    phone.click("form button:has-text('Publish')")
    expect(phone.locator(".messages")).to_contain_text("Published.")
    event = Event.objects.get()
    assert (event.slug, event.status, event.place) == ("rally-at-city-hall", "published", "1350 Example Avenue NW")
