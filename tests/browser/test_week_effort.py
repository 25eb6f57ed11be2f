"""My week on a phone: what a week costs in page loads, taps and typed fields; Spanish, undo, and the keyboard alone."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from campaigns.models import HourEntry, Placement, WeekNote
from scripts.chromium import PHONE
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory

SUNDAY_NIGHT = dt.datetime(2026, 11, 23, 3, 30, tzinfo=dt.UTC)  # 22:30 in New York
WEEK = {"en": "/hours/2026-11-16/", "es": "/es/horas/2026-11-16/"}
LAST_WEEK = (
    (9, 120, "research"),
    (10, 90, "outreach"),
    (11, 60, "research"),
    (13, 60, "outreach"),
    (15, 45, "research"),
)
MOST_LOADS, MOST_TAPS, MOST_TYPED = 2, 6, 1


class Hand:
    """One thumb on a page: counts what it does, and how often the browser loads a page for it."""

    def __init__(self, page):
        self.page, self.loads, self.taps, self.typed = page, 0, 0, 0
        page.on("framenavigated", self._loaded)

    def _loaded(self, frame) -> None:
        self.loads += frame == self.page.main_frame

    def tap(self, locator) -> None:
        self.taps += 1
        locator.click()

    def type(self, locator, text: str) -> None:
        """A field that is written into; the tap that opens it belongs to it."""
        self.typed += 1
        locator.click()
        self.page.keyboard.type(text)


@pytest.fixture
def phone(open_page, portal, frozen, coordinator, client, settings):
    """phone(language) is the phone of a signed-in coordinator, on Sunday night."""
    frozen.move_to(SUNDAY_NIGHT)

    def sign_in(language="en", **more):
        client.force_login(coordinator.user)
        page = open_page(viewport=PHONE, language=language, workers="block", **more)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": portal}])
        return page

    return sign_in


@pytest.fixture
def last_week(coordinator):
    """Five entries over two activities, on two campaigns."""
    one = Placement.objects.get(appointment__coordinator=coordinator)
    two = PlacementFactory(appointment=one.appointment, campaign=CampaignFactory(emblem="walk"))
    for number, (day, minutes, activity) in enumerate(LAST_WEEK):
        placement = two if number % 2 else one
        HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, day), minutes=minutes, activity=activity)


def logged() -> list[tuple]:
    this_week = HourEntry.objects.in_week(dt.date(2026, 11, 16)).order_by("worked_on")
    return [(entry.worked_on.day - 7, entry.minutes, entry.activity) for entry in this_week]


def test_week_of_five_entries_takes_one_load_six_taps_and_one_typed_field(phone, last_week, axe):
    page = phone()
    hand = Hand(page)
    page.goto("/hours/")
    for left in range(len(LAST_WEEK), 0, -1):
        expect(page.locator(".qk button")).to_have_count(left)
        hand.tap(page.locator(".qk button").first)
    expect(page.locator(".tot b")).to_have_text("6.25")
    expect(page.locator("#saved")).to_be_focused()  # or it takes the focus from the field while somebody types
    hand.type(page.locator("textarea[name=reflection]"), "The tenants got their meeting.")
    hand.tap(page.get_by_role("button", name="Done for the week"))
    expect(page.locator("#week-says")).to_have_text("Done for the week. Thank you.")
    assert (hand.loads, hand.taps, hand.typed) == (1, 6, 1)
    assert hand.loads <= MOST_LOADS and hand.taps <= MOST_TAPS and hand.typed <= MOST_TYPED  # noqa: PT018
    assert (logged(), WeekNote.objects.get().reflection) == (list(LAST_WEEK), "The tenants got their meeting.")
    page.evaluate("scrollTo(0, 0)")  # or the bar above covers half of the menu
    axe(page)


def test_whole_week_is_added_and_undone_with_one_tap_each(phone, last_week):
    page = phone("es")
    hand = Hand(page)
    page.goto("/es/horas/")
    hand.tap(page.locator("form.all button"))
    expect(page.locator(".log li")).to_have_count(5)
    assert logged() == list(LAST_WEEK)
    hand.tap(page.locator(".toast button"))
    expect(page.locator(".qk button")).to_have_count(5)
    assert (hand.loads, hand.taps, hand.typed, logged()) == (1, 2, 0, [])


def test_entry_is_logged_undone_and_put_back_in_spanish_with_the_keyboard_alone(phone, axe):
    page = phone("es")
    page.goto(WEEK["es"])
    press = page.keyboard.press
    page.locator("select[name=day]").focus()
    for key in ("Tab", "Tab", "Space", "Tab", "Tab", "Tab"):  # campaign is chosen; half an hour; another time; activity
        press(key)
    page.keyboard.type("Volantes ¡todas!")
    press("Enter")
    said = page.locator("#week-says")
    expect(said).not_to_be_empty()
    expect(page.locator("#saved")).to_be_focused()
    assert list(HourEntry.objects.values_list("minutes", "note")) == [(30, "Volantes ¡todas!")]
    page.evaluate("scrollTo(0, 0)")  # or, where the fonts came late, the bar above covers half of the menu
    axe(page)
    press("Tab")
    press("Enter")
    expect(page.locator(".log li")).to_have_count(0)
    expect(page.locator("#saved")).to_be_focused()  # a moment after the list came, or Tab begins elsewhere
    assert HourEntry.objects.count() == 0
    press("Tab")
    press("Enter")
    expect(page.locator(".log li")).to_have_count(1)
    assert list(HourEntry.objects.values_list("minutes", "note")) == [(30, "Volantes ¡todas!")]


def test_same_forms_work_without_script(phone, last_week):
    page = phone(javascript=False)
    page.goto(WEEK["en"])
    page.locator(".qk button").first.click()
    expect(page.locator(".toast")).to_contain_text("Added 2 h")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".qk button")).to_have_count(5)
    assert logged() == []


def test_session_that_ended_loses_nothing_that_was_typed(phone, last_week):
    page = phone()
    page.goto(WEEK["en"])
    page.get_by_text("Something else").click()
    page.fill("#add input[name=time]", "2.75")
    page.fill("#add input[name=note]", "Long planning call")
    Session.objects.all().delete()
    page.press("#add input[name=note]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" in url)
    again = phone().context.cookies()
    page.context.add_cookies([cookie for cookie in again if "session" in cookie["name"]])
    page.goto(WEEK["en"])
    note = page.locator("#add input[name=note]")
    expect(page.locator("#add input[name=time]")).to_have_value("2.75")
    expect(note).to_have_value("Long planning call")
    expect(note).to_be_visible()
