"""Staff make a partner link by keyboard; the partner answers with it on a phone in Spanish; staff read the word."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from campaigns import partner_links
from campaigns.models import CampaignPartner, HourEntry, PartnerLink, PartnerWord
from scripts.chromium import PHONE
from tests.factories import HourEntryFactory, PartnerFactory, PlacementFactory

MONDAY = dt.date(2026, 11, 9)


@pytest.fixture
def lines(campaign, term):
    CampaignPartner.objects.create(campaign=campaign, partner=PartnerFactory(name="CARECEN"))
    placement = PlacementFactory(campaign=campaign, appointment__term=term)
    return [HourEntryFactory(placement=placement, worked_on=MONDAY + dt.timedelta(days=day)) for day in range(4)]


@pytest.fixture
def desk(open_page, portal, client, frozen, staff):
    """The desk of staff, 1280 pixels wide."""
    client.force_login(staff)
    desk = open_page()
    desk.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])
    return desk


def made_by_keyboard(desk, axe) -> str:
    """The address of a link in Spanish, without a mouse."""
    desk.goto("/desk/partner-links/")
    axe(desk)
    desk.focus("[href*='partner=']")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("[name=language]")
    axe(desk)
    desk.focus("[name=language]:checked")
    desk.keyboard.press("ArrowRight")
    desk.focus("form.panel button")
    desk.keyboard.press("Enter")
    desk.wait_for_selector("#url")
    axe(desk)
    expect(desk.locator("#url")).to_be_focused()
    return desk.input_value("#url")


def answer(phone) -> None:
    """One tap says that the second line is not right, a word follows, one more tap approves the others."""
    phone.locator("[value=wrong]").nth(1).click()
    phone.wait_for_selector(".note.bad")
    phone.locator(".note.bad summary").click()
    phone.fill(".note.bad textarea", "Era otra persona")
    phone.click(".note.bad [value=wrong]")
    expect(phone.locator(".note.bad > p")).to_contain_text("«Era otra persona»")
    phone.click("[value=approve]")
    phone.wait_for_selector(".note.ok")


@pytest.mark.parametrize("javascript", [False, True])
def test_partner_says_one_is_wrong_and_approves_the_rest(desk, open_page, lines, axe, javascript):
    address = made_by_keyboard(desk, axe)
    assert (PartnerLink.objects.get().language, "/es/organizacion/" in address) == ("es", True)
    phone = open_page(viewport=PHONE, language="es", javascript=javascript)
    phone.goto(address)
    phone.wait_for_load_state()  # the style sheets are there
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    answer(phone)
    if javascript:
        axe(phone)
    assert (HourEntry.objects.approved().count(), PartnerWord.objects.get().entry) == (3, lines[1])
    assert phone.context.cookies() == []
    desk.goto("/desk/")
    desk.click("[href$='state=doubted']")
    desk.wait_for_selector(".lines .note.bad")
    axe(desk)
    expect(desk.locator(".lines .note.bad")).to_contain_text("“Era otra persona”")
    desk.click("[name=dismiss]")
    desk.wait_for_selector(".messages .ok")
    assert PartnerWord.objects.waiting().count() == 0


def test_partner_prints_until_the_link_has_ended(open_page, lines, axe, frozen, now):
    partner = CampaignPartner.objects.get().partner
    link = PartnerLink.objects.create(partner=partner, language="es", made_at=now, expires_on=MONDAY.replace(year=2027))
    phone = open_page(viewport=PHONE, language="es", expected=["status of 410"])
    phone.goto(partner_links.path(link))
    with phone.expect_popup() as opened:
        phone.click("text=Versión para imprimir")
    paper = opened.value
    expect(paper.locator("h1")).to_have_text("CARECEN")
    expect(paper.locator("#lines ~ ul li")).to_have_count(len(lines))
    axe(paper)
    assert paper.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert (paper.url.endswith("/es/organizacion/imprimir/"), phone.context.cookies()) == (True, [])
    expect(paper.locator("[data-print]")).to_be_visible()
    paper.emulate_media(media="print")
    expect(paper.locator("[data-print]")).to_be_hidden()
    partner_links.revoke(link, now=now)
    assert phone.reload().status == 410
    expect(phone.locator("h1")).to_have_text("Este enlace ya terminó")
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
