"""What leaves the desk on paper and by copy: it keeps the rules on a phone, and fits on Letter and A4."""

import re

from playwright.sync_api import Page, expect

from scripts.chromium import PHONE
from tests.browser.test_offline import sign_in
from tests.factories import EventFactory, PartnerFactory

PAPERS = ("Letter", "A4")
WORDY = {
    "title_en": "Community day on wages, housing and the right to remain, with food and music",
    "title_es": "Jornada comunitaria sobre salarios, vivienda y el derecho a quedarse, con comida",
    "summary_en": "Come and speak with organizers about wages, rents and rights. " * 6,
    "summary_es": "Venga a hablar con quienes organizan sobre salarios, alquileres y derechos. " * 6,
    "bring_en": "Water and a warm coat. " * 8,
    "bring_es": "Agua y un abrigo. " * 10,
    "access": ["step-free", "toilet", "seats", "hearing", "quiet", "children", "transit", "shade"],
    "access_note_en": "Ring twice at the side door. " * 5,
    "access_note_es": "Toque dos veces en la puerta lateral. " * 4,
    "place_public": False,
}


def pages_on_paper(page: Page, path: str) -> list[int]:
    """How many sheets it takes on each paper."""
    page.goto(path)
    return [len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) for paper in PAPERS]


def test_flyers_fit_and_texts_are_copied(open_page, portal, frozen, staff, settings, axe):
    event = EventFactory(slug="rally", **WORDY)
    event.partners.add(*PartnerFactory.create_batch(3))
    page = open_page(viewport=PHONE, language="es", scheme="dark")
    sign_in(page, portal, settings, staff)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/es/mesa/eventos/rally/compartir/")
    axe(page)
    page.click("[data-copies=sms-es]")
    page.wait_for_selector("[data-copies=sms-es] + [role=status]:has-text('Copiado')", state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert (copied, copied[:7]) == (page.input_value("#sms-es"), "Jornada")
    for path in ("/es/mesa/eventos/rally/volante/", "/es/mesa/eventos/rally/lista/"):
        page.goto(path)
        axe(page)
    expect(page.locator("[data-print]")).to_be_visible()
    flyer = "/es/mesa/eventos/rally/volante/?lay="
    found = {lay: pages_on_paper(page, flyer + lay) for lay in ("both", "halves", "es")}
    assert found == {"both": [2, 2], "halves": [1, 1], "es": [1, 1]}
