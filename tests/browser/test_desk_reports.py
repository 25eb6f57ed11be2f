"""A report made in Spanish on a phone, frozen at a desk by keyboard, and different a while later."""

import io

import pypdf
import pytest
from django.utils import translation
from playwright.sync_api import expect

from campaigns.models import Report
from scripts.chromium import DESK, PHONE
from tests.ilp_portal import report_rows


@pytest.fixture
def page_of(open_page, portal, client, staff, frozen):
    """page_of(path, ...) opens the page as staff."""

    def opened(path: str, **how):
        client.force_login(staff)
        page = open_page(**how)
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])
        page.goto(path, wait_until="networkidle")
        return page

    return opened


def test_report_is_made_in_spanish_frozen_by_keyboard_and_differs_later(page_of, axe, term):
    partner, campaign = report_rows.everything(term)
    phone = page_of("/es/mesa/informes/", viewport=PHONE, language="es")
    axe(phone)
    phone.select_option("[name=about]", f"partner-{partner.pk}")
    phone.click("form.panel button")
    phone.wait_for_url("**/mesa/informes/*-*/")
    axe(phone)
    phone.wait_for_load_state()  # the style sheets are there
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    row = Report.objects.get()
    desk = page_of(f"/desk/reports/{row.pk}/", viewport=DESK)
    for button in (".btn.pri", ".btn.ink"):  # each is alone on its page
        desk.focus(button)
        desk.keyboard.press("Enter")
    expect(desk.locator("section:has(#different)")).to_contain_text("every number is still the same")
    report_rows.hours(campaign.placements.all()[:3], "2026-09-22", 45)
    desk.reload()
    axe(desk)
    expect(desk.locator("section:has(#different) tbody tr")).to_have_count(4)
    paper = desk.context.request.get(f"/es/mesa/informes/{row.pk}/archivo/pdf/").body()
    words = pypdf.PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    assert ("Horas aprobadas 87.25" in words, Report.objects.get().is_frozen) == (True, True)


def test_report_prints_on_one_side_of_few_sheets(page_of, term):
    partner, _campaign = report_rows.everything(term)
    row = report_rows.report(partner=partner)
    with translation.override("es"):
        page = page_of(f"/es/mesa/informes/{row.pk}/", viewport=DESK, language="es")
    for paper in ("A4", "Letter"):
        sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format=paper))).pages
        words = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
        assert len(sheets) <= 2
        assert ("87.25" in words, "Descargar" in words, "Sesión" in words) == (True, False, False)
