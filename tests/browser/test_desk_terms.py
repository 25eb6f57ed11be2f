"""The desk of terms: a year opened in one form, on a phone in Spanish and by the keys alone; one closed."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from campaigns.models import HandOver, Placement
from coordinators.models import Break, Term
from scripts.chromium import PHONE
from tests.browser.test_offline import sign_in
from tests.factories import PartnerFactory

MOST_TABS = 120  # of a form with a dozen breaks


@pytest.fixture
def year(portal, frozen, term, campaign, coordinator):
    """A running year: a campaign with its partner, a coordinator on it, Thanksgiving."""
    term.campaigns.add(campaign)
    campaign.partner_rows.create(partner=PartnerFactory(name="Partner of the campaign"))
    days = {"starts_on": dt.date(2026, 11, 26), "ends_on": dt.date(2026, 11, 27)}
    Break.objects.create(term=term, name_en="Thanksgiving", name_es="Acción de Gracias", **days)
    return term


def test_year_is_opened_on_a_phone_in_spanish(open_page, portal, year, staff, settings, axe):
    phone = open_page(viewport=PHONE, language="es")
    sign_in(phone, portal, settings, staff)
    phone.goto("/es/mesa/ciclos/")
    axe(phone)
    phone.click("text=Abrir el próximo ciclo")
    expect(phone.locator("[name=label]")).to_have_value("2027-28")
    expect(phone.locator("[name=ends_on]")).to_have_value("2028-07-31")
    expect(phone.get_by_text("(Partner of the campaign)")).to_be_visible()
    axe(phone)
    phone.fill("[name=starts_on]", "2027-07-01")
    phone.check("[name=people]")
    phone.click(".save button")
    expect(phone.locator(".note.bad")).to_contain_text("Estos días se cruzan con el ciclo 2026-27.")
    expect(phone.locator("[name=people]")).to_be_checked()
    axe(phone)
    phone.fill("[name=starts_on]", "2027-08-01")
    phone.click(".save button")
    phone.wait_for_url("**/2027-2028/")
    axe(phone)
    opened = Term.objects.get(slug="2027-2028")
    assert [str(rest.starts_on) for rest in opened.breaks.all()] == ["2027-11-25"]
    assert Placement.objects.filter(appointment__term=opened).count() == 1


def test_hand_over_is_written_on_a_phone(open_page, portal, year, campaign, coordinator, settings, axe):
    phone = open_page(viewport=PHONE, language="es")
    sign_in(phone, portal, settings, coordinator.user)
    phone.goto(f"/es/relevo/{campaign.slug}/2026-2027/")
    axe(phone)
    phone.fill("[name=did_es]", "Ganamos la calefacción.")
    phone.click("button[value=ready]")
    expect(phone.locator(".messages")).to_contain_text("Entregado")
    axe(phone)
    assert HandOver.objects.ready().get().did_es == "Ganamos la calefacción."


def tab_to(page, selector: str) -> None:
    """As whoever has no mouse gets there."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"no key leads to {selector}")


def test_year_is_opened_and_closed_by_the_keys_alone(open_page, portal, year, staff, settings, axe, frozen):
    page = open_page()
    sign_in(page, portal, settings, staff)
    page.goto("/desk/terms/")
    tab_to(page, "a[href='/desk/terms/new/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new/")
    tab_to(page, "[name=people]")
    page.keyboard.press("Space")
    tab_to(page, ".save button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2027-2028/")
    assert Placement.objects.filter(appointment__term__slug="2027-2028").count() == 1
    frozen.move_to(dt.datetime(2027, 8, 3, 16, 0, tzinfo=dt.UTC))
    sign_in(page, portal, settings, staff)
    page.goto("/desk/terms/2026-2027/")
    tab_to(page, "a[href$='/close/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/close/")
    axe(page)
    tab_to(page, ".panel button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/terms/2026-2027/")
    expect(page.get_by_text("This year is closed")).to_be_visible()
    axe(page)
    page.goto("/coordinators/2026-2027/")
    expect(page.get_by_text("Closed on August 3, 2027")).to_be_visible()
