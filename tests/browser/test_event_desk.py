"""The desk of events: a rally planned at noon for six o'clock on a phone without script."""

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
    assert (phone.input_value("[name=title_en]"), phone.input_value("[name=start_time]")) == (
        "Rally at city hall",
        "18:00",
    )
    assert phone.input_value("[name=held_on]") == "2026-11-18"
    assert not phone.is_visible("[name=online_url]")  # pointless for an event at a place
    phone.fill("[name=place]", "1350 Example Avenue NW")
    phone.click("button[name=publish]")
    assert "Both languages are needed" in phone.inner_text(".note.bad")
    phone.fill("[name=title_es]", "Manifestación en la alcaldía")
    phone.press("[name=title_es]", "Enter")  # saves a draft and loses nothing
    phone.click("text=Publish")
    phone.click("form button:has-text('Publish')")
    assert "Published." in phone.inner_text(".messages")
    event = Event.objects.get()
    assert (event.slug, event.status, event.place) == ("rally-at-city-hall", "published", "1350 Example Avenue NW")
