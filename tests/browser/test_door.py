"""The door of an event on a phone: the list, a code, a headcount, and an hour without a connection."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Error, expect

from events import actions, codes
from events.models import DoorStroke, Event, EventTally, Rsvp
from scripts.chromium import PHONE
from tests.browser.test_offline import KEPT, LEFT, MISSED, WAIT_MS, sign_in
from tests.browser.until import until
from tests.events.presses import DOOR, arrived, count, press
from tests.factories import CampaignFactory, EventFactory

NAMES = ["Íñigo", "Rosa", "", "Tadeo"]  # one gave none
CAMERA = """() => {
    window.codes = [];
    navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream(5);
    HTMLMediaElement.prototype.play = async function () {};
    Object.defineProperty(HTMLMediaElement.prototype, "readyState", { get: () => 4 });
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect() { return window.codes.splice(0, 1).map((rawValue) => ({ rawValue })); }
    };
}"""

WORKERS = """async () => {
    const all = () => navigator.serviceWorker.getRegistrations();
    while ((await all()).filter((one) => one.active).length < 2) await new Promise(requestAnimationFrame);
}"""


@pytest.fixture
def event(db):
    return EventFactory(campaign=CampaignFactory(), title_en="Rally with tenants", title_es="Manifestación")


@pytest.fixture
def people(event, now) -> list[Rsvp]:
    """Four confirmed people, the first with two guests."""
    for number, name in enumerate(NAMES):
        contact = f"person{number}@tests.example"
        actions.sign_up(event=event, contact=contact, language="es", name=name, discreet=True, now=now)
        actions.confirm(rsvp=event.rsvps.latest("pk"), now=now)
    event.rsvps.filter(pk=event.rsvps.earliest("pk").pk).update(guests=2)
    return list(event.rsvps.order_by("pk"))


@pytest.fixture
def phone(open_page, portal, frozen, staff, settings):
    """The phone of staff, half an hour before the event."""
    frozen.move_to(DOOR)
    phone = open_page(viewport=PHONE, expected=[*MISSED, "404"])
    phone.set_default_timeout(WAIT_MS)
    phone.clock.set_fixed_time(DOOR)
    sign_in(phone, portal, settings, staff)
    return phone


def address(event, language="en") -> str:
    with translation.override(language):
        return reverse("events:event_door", args=[event.pk])


def code_of(rsvp) -> str:
    with translation.override("en"):
        return reverse("events:event_door_code", args=[codes.token_of(rsvp)])


def line(phone, rsvp):
    return phone.locator(f"li[data-person='{rsvp.pk}']")


def check_in(phone, rsvp) -> None:
    line(phone, rsvp).locator("[name=arrived]").click()
    expect(line(phone, rsvp)).to_have_class(re.compile(r"\bin\b"))


def waits(phone, number: int) -> None:
    expect(phone.locator("[data-kept-list] > li")).to_have_count(number, timeout=WAIT_MS)


def totals(phone, *numbers: int) -> None:
    expect(phone.locator(".sums dd")).to_have_text([str(number) for number in numbers], timeout=WAIT_MS)


def came() -> list[bool]:
    return [bool(at) for at in Rsvp.objects.order_by("pk").values_list("arrived_at", flat=True)]


def keep_door(phone, path: str) -> None:
    """Open it and wait until the phone holds it; codes have a worker of their own, which may come later."""
    phone.goto(path)
    phone.evaluate(KEPT, path)
    phone.evaluate(WORKERS)


def test_press_is_shown_at_once_and_counted(phone, event, people, axe):
    phone.goto(address(event))
    totals(phone, 0, 0, 6)
    axe(phone)
    check_in(phone, people[0])
    expect(line(phone, people[0]).locator("[name=mistake]")).to_be_focused()
    phone.click("[name=count][value='1']")
    totals(phone, 3, 1, 6)
    check_in(phone, people[1])
    line(phone, people[1]).locator("[name=mistake]").click()
    totals(phone, 3, 1, 6)
    waits(phone, 0)
    assert EventTally.objects.values_list("signed_up", "guests", "arrived", "nameless").get() == (4, 2, 3, 1)


def test_presses_of_one_instant_keep_their_order(phone, event, people):
    keep_door(phone, address(event))
    phone.context.set_offline(True)
    for rsvp in people:  # the phone's clock stands still
        check_in(phone, rsvp)
        line(phone, rsvp).locator("[name=mistake]").click()
        expect(line(phone, rsvp)).not_to_have_class(re.compile(r"\bin\b"))
    phone.context.set_offline(False)
    waits(phone, 0)
    assert came() == [False] * 4


def test_presses_of_an_hour_without_a_connection_are_counted_once(phone, event, people, axe):
    keep_door(phone, address(event))
    check_in(phone, people[0])
    waits(phone, 0)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator("[data-kept-says]")).to_contain_text("This list is of")
    expect(line(phone, people[0])).to_contain_text("In since 10:30 am")  # though the copy is older
    check_in(phone, people[1])
    phone.click("[name=count][value='1']")
    waits(phone, 2)
    phone.evaluate("scrollTo(0, 0)")  # the bar on top covers half of a link in between
    axe(phone)
    phone.reload()  # what waits outlives the page
    waits(phone, 2)
    assert (came(), DoorStroke.objects.count()) == ([True, False, False, False], 1)
    press(event, count(2), arrived(people[1]))  # another phone, meanwhile
    phone.context.set_offline(False)
    waits(phone, 0)
    totals(phone, 4, 3, 6)
    assert (came(), DoorStroke.objects.count()) == ([True, True, False, False], 5)


def test_press_that_cannot_be_counted_stays_and_says_why(phone, event, people):
    keep_door(phone, address(event))
    phone.context.set_offline(True)
    check_in(phone, people[2])
    Rsvp.objects.filter(pk=people[2].pk).update(state="withdrawn")
    phone.context.set_offline(False)
    expect(phone.locator("[data-kept-list] .faulty")).to_contain_text("This person withdrew")
    totals(phone, 0, 0, 5)
    phone.reload()
    waits(phone, 1)
    assert came() == [False] * 4
    phone.click("[data-do=discard]")
    waits(phone, 1)
    phone.click("[data-do=discard]")  # for good
    waits(phone, 0)


def test_press_at_a_door_that_was_taken_away_waits_until_it_is_given_back(phone, event, people):
    phone.goto(address(event))
    phone.route("**/door/sync/", lambda route: route.fulfill(status=404))
    line(phone, people[0]).locator("[name=arrived]").click()
    expect(phone.locator("[data-kept-list] .faulty")).to_contain_text("no longer yours")
    assert came() == [False] * 4
    phone.unroute("**/door/sync/")
    phone.reload()
    totals(phone, 3, 0, 6)
    waits(phone, 0)
    assert came() == [True, False, False, False]


def test_codes_are_read_by_the_camera_of_the_phone_and_by_the_page(phone, event, people, axe):
    phone.goto(address(event))
    phone.goto(code_of(people[0]))
    axe(phone)
    assert came() == [False] * 4  # looking changes nothing
    phone.click("main [name=arrived]")
    expect(phone.locator("h1")).to_have_text("Íñigo is in")
    phone.add_init_script(f"({CAMERA})()")
    phone.goto(address(event))
    phone.click("[data-scan-start]")
    for text, told in (
        ("https://example.org/menu", "no code of a sign-up"),
        (code_of(people[1]).replace(f"/{event.pk}.", f"/{event.pk + 1}."), "for another event"),
        (code_of(people[0]), "In since 10:30 am"),
        (code_of(people[1]), "Rosa is in."),
    ):
        phone.evaluate("text => window.codes.push(text)", text)
        expect(phone.locator("[data-scan-says]")).to_contain_text(told)
    until(phone, lambda: came() == [True, True, False, False])  # its words come before it is kept on the phone


def test_code_without_a_connection_leads_to_the_door_that_is_kept(phone, event, people):
    keep_door(phone, address(event))
    phone.context.set_offline(True)
    phone.goto(code_of(people[3]))
    expect(phone.locator("[data-asked]")).to_contain_text("Check in Tadeo?")
    assert came() == [False] * 4
    phone.click("[data-do=yes]")
    waits(phone, 1)
    phone.context.set_offline(False)
    waits(phone, 0)
    assert came() == [False, False, False, True]


def test_door_by_keyboard_in_spanish(phone, event, people):
    path = address(event, "es")
    keep_door(phone, path)
    assert "tests.example" not in phone.evaluate("async path => (await caches.match(path)).text()", path)
    phone.fill("#seek", "inigo")
    expect(phone.locator("li[data-person]:visible")).to_have_count(1)
    phone.press("#seek", "Enter")
    phone.keyboard.press("Enter")
    totals(phone, 3, 0, 6)
    waits(phone, 0)
    expect(line(phone, people[0])).to_contain_text("10:30 a. m.")
    phone.focus("[name=count][value='1']")
    phone.keyboard.press("Enter")
    totals(phone, 3, 1, 6)
    waits(phone, 0)
    assert came() == [True, False, False, False]


def test_signing_out_asks_while_presses_wait_and_wipes_the_phone(phone, event, people):
    path = address(event)
    keep_door(phone, path)
    phone.context.set_offline(True)
    phone.click("[name=count][value='1']")
    waits(phone, 1)
    phone.route("**/door/sync/", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.goto("/")
    phone.click(".util form button")
    expect(phone.locator("h1")).to_contain_text("not sent yet")
    phone.click("main form button")
    until(phone, lambda: phone.evaluate(LEFT) == [0, 0, 0])
    phone.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.goto(path)


def test_copy_goes_when_the_door_is_closed_and_when_another_person_signs_in(
    phone, event, people, portal, settings, other_coordinator
):
    path = address(event)
    keep_door(phone, path)
    Event.objects.filter(pk=event.pk).update(status="cancelled")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.locator("[data-kept-says]")).to_contain_text("closed")
    gone = "async path => { while (await caches.match(path)) await new Promise(requestAnimationFrame); }"
    phone.evaluate(gone, path)
    Event.objects.filter(pk=event.pk).update(status="published")
    keep_door(phone, path)
    sign_in(phone, portal, settings, other_coordinator.user)
    phone.goto("/start/")
    phone.evaluate(gone, path)


def test_copy_ends_a_day_after_the_event_by_itself(phone, event, people, frozen):
    path, last = address(event), event.ends_at + dt.timedelta(hours=24, seconds=-3)
    keep_door(phone, path)
    frozen.move_to(last)
    phone.clock.set_fixed_time(last)
    phone.goto(path)  # the copy is new, and has three seconds; whatever they do not suffice for begins anew
    phone.context.set_offline(True)
    expect(phone.locator("h1")).to_have_text("No connection", timeout=WAIT_MS)
    assert phone.evaluate("async path => Boolean(await caches.match(path))", path) is False
