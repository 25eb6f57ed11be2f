"""Staff put an edition in place on a phone, a reader downloads it; tabs of the admin by keyboard alone."""

from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from campaigns.models import ResourceFile
from scripts.chromium import PHONE
from tests.browser.test_offline import sign_in
from tests.campaigns import editions
from tests.factories import CampaignFactory, ResourceFactory
from tests.factories.record import CitationFactory

AXE = (  # what axe itself tries where a sheet imports another one
    "Applying inline style",
    "style-src-elem inline",
    "preload assets",
)


def choose(page: Page, content: bytes) -> None:
    """A file for the Spanish edition, under a name that must not matter."""
    page.set_input_files("#file-es", {"name": "..%2f<x>.pdf", "mimeType": "application/pdf", "buffer": content})
    page.press("#file-es ~ p button, form:has(#file-es) button", "Enter")


def test_edition_goes_from_a_phone_to_a_reader(open_page, portal, frozen, staff, settings, axe):
    ResourceFactory(slug="rights", title_es="Sus derechos")
    page = open_page(viewport=PHONE, language="es", workers="block")
    sign_in(page, portal, settings, staff)
    page.goto("/es/mesa/recursos/rights/")
    axe(page)
    choose(page, editions.armed_pdf())
    page.wait_for_selector("a[href$='/rights/es.pdf']")
    choose(page, editions.pdf(1) + editions.archive())
    page.wait_for_selector("#fault-es")
    expect(page.locator("#file-es")).to_be_focused()
    page.evaluate("scrollTo(0, 0)")  # the bar on top hides half a button while the field is in sight
    axe(page)
    assert ResourceFile.objects.get().pages == 2
    for path in ("/es/mesa/recursos/", "/es/mesa/recursos/rights/editar/", "/es/mesa/recursos/rights/es/eliminar/"):
        page.goto(path)
        axe(page)
    reader = open_page(viewport=PHONE, language="es")
    reader.goto("/es/recursos/rights/")
    axe(reader)
    with reader.expect_download() as loading:
        reader.press("a[href$='/rights/es.pdf']", "Enter")
    assert loading.value.suggested_filename == "rights-es.pdf"
    assert len(PdfReader(Path(loading.value.path())).pages) == 2


def test_languages_of_the_admin_are_tabs_by_keyboard(open_page, portal, frozen, staff, settings, axe):
    campaign = CampaignFactory(title_es="Renta justa")
    CitationFactory(record=campaign)
    for language, prefix, own in (("en", "", "en"), ("es", "/es", "es")):
        page = open_page(language=language, workers="block", expected=AXE)
        sign_in(page, portal, settings, staff)
        page.goto(f"{prefix}/admin/campaigns/campaign/{campaign.pk}/change/")
        page.wait_for_selector(".select2-selection")
        tabs = page.locator("[role=tablist]").first.locator("[role=tab]")
        expect(page.locator(f"#id_title_{own}")).to_be_visible()
        axe(page)
        tabs.nth(0 if own == "en" else 1).focus()
        page.keyboard.press("ArrowRight")
        other = "es" if own == "en" else "en"
        expect(page.locator(f"#id_title_{other}")).to_be_visible()
        expect(page.locator(f"#id_title_{own}")).to_be_hidden()
        expect(page.locator(f"#id_title_{other}-tab")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
    page.goto("about:blank")
    page.goto(f"/es/admin/campaigns/campaign/{campaign.pk}/change/#id_title_en")  # as the list of what is missing leads
    page.fill("#id_title_en", "")  # needed in English: the tab of the mistake opens first
    page.press("#id_title_en", "Enter")
    page.wait_for_selector(".errornote")
    expect(page.locator("#id_title_en")).to_be_visible()
    axe(page)


def test_without_script_both_languages_stay_side_by_side(open_page, portal, frozen, staff, settings):
    campaign = CampaignFactory()
    page = open_page(javascript=False)
    sign_in(page, portal, settings, staff)
    page.goto(f"/admin/campaigns/campaign/{campaign.pk}/change/")
    for code in ("en", "es"):
        expect(page.locator(f"#id_title_{code}")).to_be_visible()
