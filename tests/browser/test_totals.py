"""Hours summed up, on a phone in Spanish and at a desk: the map, one person's term, and the coordinator's own."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from campaigns.models import HourEntry
from scripts.chromium import DESK, PHONE
from tests.factories.years import realistic_year

PLACE = """() => {
    const fresh = document.querySelector("#part-map .tw"), details = document.querySelector("#part-campaigns details");
    const at = document.activeElement;
    return [map.isConnected, fresh.scrollLeft, details.open, at === details.firstElementChild];
}"""  # whether the map is still the old one; then what the reader had


@pytest.fixture
def year(portal, frozen):
    return realistic_year(people=5, until=dt.date(2026, 11, 18))


@pytest.fixture
def page_of(open_page, portal, client):
    """page_of(user, path, ...) opens the page as that user."""

    def opened(user, path: str, **how):
        client.force_login(user)
        page = open_page(**how)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])
        page.goto(path, wait_until="networkidle")
        return page

    return opened


def test_staff_go_from_the_map_to_a_person_by_keyboard_without_script(page_of, year, frozen):
    frozen.move_to(dt.datetime(2026, 11, 4, 17, tzinfo=dt.UTC))  # after the week in which somebody did too much
    page = page_of(year.staff, "/desk/hours/totals/", viewport=DESK, javascript=False)
    assert page.locator("th", has_text="Nov 2").bounding_box()["x"] < DESK["width"]
    page.focus("#check-in ~ .todo a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/person/**")
    expect(page.locator(".note h2")).to_have_text("12.5 hours in the week of October 26 – November 1, 2026")
    page.go_back()
    page.select_option("[name=activity]", "outreach")
    page.click("form.totals-filter button")
    expect(page).to_have_url(re.compile("activity=outreach"))


def test_pages_fit_a_phone_and_break_no_rule(page_of, axe, year):
    coordinator = year.of("quiet")
    phone = page_of(year.staff, "/es/mesa/horas/totales/", viewport=PHONE, scheme="dark", language="es")
    with translation.override("es"):
        home = reverse("desk_home")
    for path in (home, "/es/mesa/horas/totales/", f"/es/mesa/horas/persona/{coordinator.coordinator.pk}/"):
        phone.goto(path, wait_until="networkidle")
        axe(phone)
        phone.wait_for_load_state()  # the style sheets are there
        assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    own = page_of(coordinator.user, "/hours/term/", viewport=PHONE)
    for summary in own.locator("details > summary").all():
        summary.click()
    axe(own)
    own.wait_for_load_state()  # the style sheets are there
    assert own.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert own.locator("td", has_text="quiet").count() == 2


def test_home_of_the_desk_looks_again_by_itself_and_keeps_its_place(page_of, axe, year):
    page = page_of(year.staff, "/desk/?weeks=all", viewport=DESK)
    axe(page)
    heading, told = page.locator("#part-waiting .todo strong").first, page.locator("[data-told]")
    page.clock.install()
    page.reload(wait_until="networkidle")
    n = HourEntry.objects.waiting().count()
    expect(heading).to_have_text(f"{n} lines of hours wait for approval")
    page.click("#part-campaigns summary")
    page.evaluate("window.map = document.querySelector('#part-map .tw'); map.scrollLeft = -30")
    HourEntry.objects.waiting().first().delete()
    page.clock.fast_forward(31_000)
    expect(heading).to_have_text(f"{n - 1} lines of hours wait for approval")
    expect(told).to_contain_text("Changed just now: Waiting for you")
    assert page.evaluate(PLACE) == [False, -30, True, True]
    page.click("[data-hold]")
    HourEntry.objects.waiting().first().delete()
    page.evaluate("window.looks = 0; now.addEventListener('look', () => looks++)")
    page.clock.fast_forward(31_000)
    assert page.evaluate("looks") == 0  # the heading below would be the same until an answer came
    expect(page.locator("[data-hold][aria-pressed=true]")).to_have_text("Pause updates")
    expect(heading).to_have_text(f"{n - 1} lines of hours wait for approval")
    page.click("[data-hold]")
    page.clock.fast_forward(2_000)
    expect(heading).to_have_text(f"{n - 2} lines of hours wait for approval")
