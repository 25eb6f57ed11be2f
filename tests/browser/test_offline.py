"""My week on a phone without a connection: it opens, takes hours, sends each once, and overwrites nobody's change."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Error, expect

from campaigns import actions
from campaigns.models import HourEntry, Placement
from scripts.chromium import PHONE
from tests.browser.gate import Gate
from tests.browser.until import until
from tests.factories import HourEntryFactory

WEEK = "/hours/2026-11-16/"
MISSED = ["ERR_", "console: htmx:"]  # what the browser itself says of a missing connection, and of signing out
WAIT_MS = 30_000
KEPT = """async path => {
    while (!navigator.serviceWorker.controller || !(await caches.match(path))) await new Promise(requestAnimationFrame);
}"""
DROPPED = """async () => {
    while ((await caches.keys()).some(name => name.startsWith("hours-"))) await new Promise(requestAnimationFrame);
}"""
LEFT = """async () => (await Promise.all(
    [caches.keys(), indexedDB.databases(), navigator.serviceWorker.getRegistrations()]
)).map(found => found.length)"""


@pytest.fixture
def gate(server):
    gate = Gate(server.port)
    yield gate
    gate.shut()


@pytest.fixture
def portal(gate, portal, settings):
    """The portal behind a door that can be shut."""
    settings.BASE_URL = gate.url
    return gate.url


@pytest.fixture
def entry(coordinator, monday):
    placement = Placement.objects.get(appointment__coordinator=coordinator)
    return HourEntryFactory(placement=placement, worked_on=monday, minutes=60, note="Before")


@pytest.fixture
def phone(open_page, portal, frozen, now, coordinator, settings):
    """The phone of a signed-in coordinator."""
    phone = open_page(viewport=PHONE, expected=MISSED)
    phone.set_default_timeout(WAIT_MS)
    phone.clock.set_fixed_time(now)
    sign_in(phone, portal, settings, coordinator.user)
    return phone


def sign_in(phone, portal, settings, user=None) -> None:
    """Another session than before; without a user, none."""
    phone.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if user:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        phone.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": portal}])


def keep_week(phone, address: str = WEEK) -> None:
    """Open the week and wait until the phone holds it with all it needs."""
    phone.goto(address)
    phone.evaluate(KEPT, address)


def log(phone, time: str, note: str) -> None:
    phone.locator("#add details").evaluate("details => { details.open = true }")
    phone.fill("#add input[name=time]", time)
    phone.fill("#add input[name=note]", note)
    phone.press("#add input[name=note]", "Enter")


def waits(phone, number: int) -> list[str]:
    """What waits on the phone, once it is so many."""
    expect(phone.locator("[data-kept-list] > li")).to_have_count(number, timeout=WAIT_MS)
    return phone.locator("[data-kept-list] [data-what]").all_inner_texts()


def misses(phone):
    """Until the delivery to a server that is gone has failed, or it may still arrive when the server is back."""
    return phone.expect_event("requestfailed", lambda request: request.url.endswith("/hours/sync/"), timeout=WAIT_MS)


def loses(lost: list):
    """A way on which what is sent arrives and its answer, kept in `lost`, does not."""

    def lose(route):
        lost.append(route.fetch().json() if route.request.method == "POST" else route.continue_())
        if route.request.method == "POST":
            route.abort()

    return lose


def stored() -> list[tuple]:
    return list(HourEntry.objects.order_by("pk").values_list("minutes", "note", "revision"))


def test_hours_written_off_line_are_sent_once_when_back(phone, entry, axe):
    keep_week(phone)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator("[data-kept-says]")).to_contain_text("You are off line")
    log(phone, "1.5", "First")
    waits(phone, 1)
    log(phone, "45 min", "Second ¡sí! 📣")
    waits(phone, 2)
    phone.click(f"#week [data-entry='{entry.pk}'] a")  # the worker leads the page of an entry to its week
    phone.wait_for_selector("[data-correcting]")
    log(phone, "2", "Corrected")
    assert [text.split(":")[0] for text in waits(phone, 3)][2] == "Correction"
    axe(phone)
    phone.reload()  # what waits outlives the page
    waits(phone, 3)
    assert stored() == [(60, "Before", 1)]
    phone.context.set_offline(False)
    waits(phone, 0)
    expect(phone.locator(".tot b")).to_have_text("4.25")
    assert stored() == [(120, "Corrected", 2), (90, "First", 1), (45, "Second ¡sí! 📣", 1)]


def test_server_that_is_gone_and_an_answer_that_is_lost_make_no_second_row(phone, gate):
    keep_week(phone)
    gate.shut()
    with misses(phone):
        log(phone, "1.5", "Once")  # the browser believes in its connection; the request fails
    waits(phone, 1)
    with misses(phone):
        phone.reload()
    waits(phone, 1)
    gate.open()
    lost = []
    phone.route("**/hours/sync/", loses(lost))
    back = "window.dispatchEvent(new Event('online'))"
    with phone.expect_event("requestfailed", lambda request: request.method == "POST"):
        phone.evaluate(back)
    phone.unroute("**/hours/sync/")
    [answer] = filter(None, lost)
    assert (answer["results"][0]["state"], stored()) == ("saved", [(90, "Once", 1)])
    phone.evaluate(back)
    waits(phone, 0)
    assert stored() == [(90, "Once", 1)]


def test_two_versions_are_shown_and_the_person_chooses(phone, entry, axe, coordinator, now):
    entries = [entry, HourEntryFactory(placement=entry.placement, worked_on=entry.worked_on, minutes=60, note="Before")]
    keep_week(phone)
    phone.context.set_offline(True)
    for number, one in enumerate(entries, 1):
        phone.click(f"#week [data-entry='{one.pk}'] a")
        phone.wait_for_selector("[data-correcting]")
        log(phone, "2", "From the phone")
        waits(phone, number)
    theirs = {"placement": entry.placement, "worked_on": entry.worked_on, "minutes": 45, "note": "From the laptop"}
    for one in entries:
        actions.change_hours(entry=one, by=coordinator.user, now=now, activity="meeting", **theirs)
    phone.context.set_offline(False)
    versions = phone.locator("[data-kept-list] .versions").first
    expect(versions.locator("[data-mine]")).to_contain_text("From the phone")
    expect(versions.locator("[data-theirs]")).to_contain_text("From the laptop")
    axe(phone)
    assert stored() == [(45, "From the laptop", 2)] * 2
    versions.locator("[data-do=mine]").click()
    waits(phone, 1)
    versions.locator("[data-do=theirs]").click()
    waits(phone, 0)
    expect(phone.locator("#week .log")).to_contain_text("From the phone")
    assert stored() == [(120, "From the phone", 3), (45, "From the laptop", 2)]


def test_hours_wait_through_another_persons_visit(phone, portal, settings, coordinator, other_coordinator):
    keep_week(phone)
    phone.context.set_offline(True)
    log(phone, "1.5", "Private")
    waits(phone, 1)

    sign_in(phone, portal, settings)
    phone.context.set_offline(False)
    expect(phone.locator("[data-kept-says]")).to_contain_text("session has ended")
    assert "login" in phone.locator("[data-sign-in] a").get_attribute("href")
    sign_in(phone, portal, settings, other_coordinator.user)
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.locator("[data-kept-says]")).to_contain_text("Somebody else")
    phone.goto("/start/")
    phone.evaluate(DROPPED)
    keep_week(phone)
    expect(phone.locator("[data-others]")).to_be_visible()
    assert (waits(phone, 0), "Private" in phone.content(), stored()) == ([], False, [])
    sign_in(phone, portal, settings, coordinator.user)
    phone.goto(WEEK)
    expect(phone.locator("#week .log")).to_contain_text("Private")
    assert stored() == [(90, "Private", 1)]


def test_signing_out_asks_while_something_is_unsent_and_wipes_the_phone(phone, gate, axe):
    keep_week(phone)
    phone.context.set_offline(True)
    log(phone, "1.5", "Unsent")
    waits(phone, 1)
    phone.route("**/hours/sync/", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.goto("/")
    phone.click(".util form button")
    expect(phone.locator("h1")).to_have_text("Hours on this phone are not sent yet")
    axe(phone)
    phone.click("main form button")
    until(phone, lambda: phone.evaluate(LEFT) == [0, 0, 0])
    expect(phone).to_have_url(f"{gate.url}/")
    phone.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.goto(WEEK)
    assert stored() == []


def test_week_opens_in_spanish_and_at_the_hours_themselves(phone, entry):
    with translation.override("es"):
        home, week = reverse("campaigns:hours_now"), reverse("campaigns:hours_week", args=[entry.worked_on])
    keep_week(phone, week)
    phone.context.set_offline(True)
    phone.goto(home)
    expect(phone).to_have_url(re.compile(f"{week}$"))
    expect(phone.locator("[data-kept-says]")).to_have_text(re.compile(r" 20\d\d, \d{1,2}:\d\d\s[ap]\.\sm\.$"))
    log(phone, "0,5", "Café")
    [told] = waits(phone, 1)
    assert told.startswith("Miércoles 18. ")
    phone.goto(home + "nada/")
    expect(phone.locator("main .btn.pri")).to_have_attribute("href", home)  # the page for what is not kept
    phone.context.set_offline(False)
    phone.goto(week)
    expect(phone.locator("#week .log")).to_contain_text("Café")
    assert stored()[-1] == (30, "Café", 1)


def test_without_htmx_entries_go_the_same_way_and_a_fault_is_told(phone, entry):
    phone.route("**/htmx*", lambda route: route.abort())
    phone.goto(WEEK)
    log(phone, "27", "Plain")
    expect(phone.locator("[data-kept-list] .faulty")).to_contain_text("A day has 24 hours", timeout=WAIT_MS)
    phone.click("[data-do=edit]")
    log(phone, "1.5", "Plain")
    expect(phone.locator("#week .log")).to_contain_text("Plain")
    phone.click(f"#week [data-entry='{entry.pk}'] a")
    phone.fill("input[name=time]", "1.1")
    phone.click("form[data-hours-form=change] button")
    expect(phone.locator(".err").first).to_contain_text("quarter")
    phone.fill("input[name=time]", "2")
    phone.click("form[data-hours-form=change] button")
    expect(phone.locator(".toast")).to_contain_text("2 h")
    assert (waits(phone, 0), stored()) == ([], [(120, "Before", 2), (90, "Plain", 1)])


def test_copies_are_gone_once_the_phone_asks_who_comes(phone, portal, settings):
    keep_week(phone)
    sign_in(phone, portal, settings)
    phone.goto("/account/login/?next=/hours/")
    phone.evaluate(DROPPED)
