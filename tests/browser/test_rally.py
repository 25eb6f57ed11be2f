"""The whole life of a rally on a phone: planned, published, signed up for in Spanish, moved an hour before it begins,
told, checked in at the door, counted, erased. Staff work in either language."""

import datetime as dt
import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from events.models import Event, EventKey, EventTally, Rsvp
from outreach import engine
from scripts.chromium import PHONE
from tests.browser.test_journey import RALLY_DAY, address, sign_in_by_code

CONTACT = "vecina@tests.example"
START = dt.datetime(2026, 11, 21, 23, 0, tzinfo=dt.UTC)  # Saturday 6:00 pm in New York
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
TYPED = {
    "title_en": "Rally for repairs",
    "title_es": "Manifestación por reparaciones",
    "held_on": RALLY_DAY.isoformat(),
    "start_time": "18:00",
    "end_time": "20:00",
    "place": "100 Example Street NW, Washington, DC",
    "neighborhood": "Columbia Heights",
}


@pytest.fixture
def steps(open_page, frozen, staff, language, axe):
    """Two phones: that of staff, and that of a neighbor who reads Spanish."""
    return Steps(open_page, frozen, staff, language, axe)


class Steps:
    def __init__(self, open_page, frozen, staff, language, axe):
        staff.language = language
        staff.save()
        self.staff, self.frozen, self.language, self.axe = staff, frozen, language, axe
        self.desk = open_page(viewport=PHONE, language=language, expected=["404"], workers="block")
        self.visitor = open_page(viewport=PHONE, language="es")

    def at(self, instant: dt.datetime) -> None:
        """The time moves on, what was due goes out, and staff sign in anew, as they have to after an hour."""
        self.frozen.move_to(instant)
        engine.run_once()
        self.desk.context.clear_cookies()
        self.desk.clock.set_fixed_time(instant)
        sign_in_by_code(self.desk, self.staff, self.language)

    def opens(self, name: str, *args) -> None:
        self.desk.goto(address(f"events:{name}", self.language, *args))

    def looks(self, page) -> None:
        page.evaluate("scrollTo(0, 0)")  # the bar on top covers half of a field in between
        self.axe(page)

    def plans(self) -> Event:
        self.opens("event_desk_new")
        self.desk.click("a[href*='kind=rally']")
        self.desk.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for name, value in TYPED.items():
            self.desk.fill(f"[name={name}]", value)
        self.desk.check("[name=signup_open]")
        self.looks(self.desk)
        self.desk.click("button[name=publish]")
        self.desk.wait_for_selector(".messages .ok")
        return Event.objects.get(status="published")

    def signs_up(self, event: Event) -> Rsvp:
        self.visitor.goto(address("events:event_detail", "es", event.slug))
        self.visitor.fill("input[name=contact]", CONTACT)
        self.visitor.click("#sign-up button")
        self.visitor.wait_for_url("**" + address("events:rsvp_create", "es", event.slug))
        engine.run_once()
        way = address("events:rsvp_manage", "es", "x").removesuffix("x/")
        self.link = re.search(rf"https?://\S+{way}\S+", mail.outbox[-1].body)[0]
        self.visitor.goto(self.link)
        self.visitor.click("button[name=action][value=confirm]")
        self.visitor.wait_for_selector("button[name=action][value=withdraw]")
        return Rsvp.objects.get(state="confirmed")

    def moves(self, event: Event) -> None:
        """An hour later and around the corner; the preview says how many are told before anybody is."""
        self.opens("event_desk_change", event.slug)
        self.looks(self.desk)
        self.desk.fill("[name=place]", "Corner of two streets")
        self.desk.click("button[name=step][value=later]")
        expect(self.desk.locator("#told")).to_have_text(re.compile("(One|una) person"))
        expect(self.desk.locator(".shares tbody tr")).to_have_count(1)
        self.looks(self.desk)
        assert Event.objects.get().revision == 0
        self.desk.click("button[name=step][value=send]")
        self.desk.wait_for_url("**" + address("events:event_desk_delivery", self.language, event.slug))
        self.looks(self.desk)


def test_rally_lives_from_the_plan_to_the_erasure(steps):
    sign_in_by_code(steps.desk, steps.staff, steps.language)
    event = steps.plans()
    assert (event.starts_at, event.signup_open) == (START, True)
    rsvp = steps.signs_up(event)
    assert (rsvp.language, rsvp.contact) == ("es", CONTACT)

    steps.at(START - HOUR)
    steps.moves(event)
    sent = len(mail.outbox)
    steps.frozen.shift(6 * MINUTE)
    engine.run_once()
    told = [one for one in mail.outbox[sent:] if one.to == [CONTACT]]
    assert [one.extra_headers["Content-Language"] for one in told] == ["es"]
    assert "7:00 p. m." in told[0].body.replace("\xa0", " ")
    expect(steps.desk.locator("#delivery progress")).to_have_attribute("value", "1")  # looked again by itself
    for page in (address("events:event_detail", "es", event.slug), steps.link):
        steps.visitor.goto(page)
        expect(steps.visitor.locator(".note.change ins").first).to_contain_text("7:00")
        steps.looks(steps.visitor)

    steps.at(START + HOUR)
    steps.opens("event_door", event.pk)
    steps.desk.locator(f"li[data-person='{rsvp.pk}'] [name=arrived]").click()
    steps.desk.click("[name=count][value='1']")
    expect(steps.desk.locator(".sums dd").nth(1)).to_have_text("1")
    expect(steps.desk.locator("[data-kept-list] > li")).to_have_count(0)

    steps.at(START + 4 * HOUR)
    steps.opens("event_desk_erase", event.slug)
    steps.desk.click("main form button[type=submit]")
    steps.desk.wait_for_selector(".messages .ok")
    assert (Rsvp.objects.count(), EventKey.objects.count()) == (0, 0)
    assert EventTally.objects.values_list("signed_up", "arrived", "nameless").get() == (1, 1, 1)
