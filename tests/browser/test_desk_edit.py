"""The desk of the record: a draft that outlives its page, a coordinator placed, a version brought back by keyboard."""

import re

from playwright.sync_api import expect

from campaigns.models import Campaign
from partners import audit
from partners.models import Draft
from scripts.chromium import PHONE
from tests.browser.test_offline import sign_in
from tests.browser.until import until
from tests.factories import AppointmentFactory, CampaignFactory


def test_campaign_is_written_on_a_phone_in_spanish_from_a_draft(open_page, portal, frozen, staff, settings, axe):
    appointment = AppointmentFactory(coordinator__name="Coordinator of the phone")
    phone = open_page(viewport=PHONE, language="es")
    sign_in(phone, portal, settings, staff)
    phone.goto("/es/mesa/campanas/")
    phone.click("text=Campaña nueva")
    phone.fill("[name=title_es]", "Rentas justas")
    phone.fill("[name=summary_es]", "Inquilinas e inquilinos se organizan.")
    expect(phone.locator("[data-draft-said]")).to_contain_text("Borrador guardado: 12:00 p. m.")
    phone.fill("[name=title_en]", "Fair rents")  # the page is left before the next draft is due
    phone.goto("about:blank")
    until(phone, lambda: Draft.objects.get().data["title_en"] == ["Fair rents"])  # it arrives after the page is gone
    assert Draft.objects.get().data["summary_es"] == ["Inquilinas e inquilinos se organizan."]
    phone.goto("/es/mesa/campanas/nueva/")
    axe(phone)
    phone.click("text=Retomarlo")
    expect(phone.locator("[name=title_es]")).to_have_value("Rentas justas")
    expect(phone.locator("[name=title_en]")).to_have_value("Fair rents")
    phone.fill("[name=summary_en]", "Tenants organize.")
    phone.click("text=Vista previa en los dos idiomas")
    expect(phone.locator(".seen[lang=en]")).to_contain_text("Tenants organize.")
    axe(phone)
    phone.click(".plan .save button:has-text('Guardar') >> nth=0")
    phone.wait_for_url("**/mesa/fuentes/**")
    assert (Campaign.objects.get().slug, Campaign.objects.get().is_public) == ("fair-rents", False)
    phone.goto("/es/mesa/campanas/fair-rents/")
    phone.click("summary:has-text('Asignar')")
    phone.click("text=Coordinator of the phone")
    phone.click("details[open] .btn.pri")
    expect(phone.locator(".messages")).to_contain_text("Se asignó a una persona")
    axe(phone)
    assert Campaign.objects.get().placements.get().appointment == appointment
    assert not Draft.objects.exists()


def test_saving_comes_after_the_draft_that_is_on_its_way(page, portal, frozen, staff, settings):
    """Or the draft would come after the record, and be offered as work that was not saved."""
    sign_in(page, portal, settings, staff)
    held, told = [], []
    page.route("**/desk/draft/", lambda route: held.append(route))  # noqa: PLW0108 Playwright writes on what it calls
    page.goto("/desk/campaigns/new/")
    for name in ("title_en", "title_es", "summary_en", "summary_es"):
        page.fill(f"[name={name}]", "Fair rents")
    until(page, lambda: held)
    page.on("request", lambda request: told.append(request.url.removeprefix(portal)))
    page.click(".plan .save button:has-text('Save') >> nth=0")
    told.append("the draft goes on")
    held[0].continue_()
    page.wait_for_url("**/desk/sources/**")
    assert told[:2] == ["the draft goes on", "/desk/campaigns/new/"]
    assert (Campaign.objects.count(), Draft.objects.count()) == (1, 0)


def test_earlier_version_is_compared_and_brought_back_by_keyboard(page, portal, frozen, staff, settings, axe):
    campaign = CampaignFactory(title_en="Rent stays low")
    with audit.by(staff):
        campaign.title_en = "Rent stays down"
        campaign.save()
    sign_in(page, portal, settings, staff)
    page.goto(f"/desk/history/campaign/{campaign.pk}/")
    page.focus("text=What changed")
    page.keyboard.press("Enter")
    expect(page.locator(".changes del")).to_have_text(re.compile("low$"))
    expect(page.locator(".changes ins")).to_have_text(re.compile("down$"))
    axe(page)
    page.focus("text=Bring this one back")
    page.keyboard.press("Enter")
    page.wait_for_selector("button:has-text('Bring it back')")
    axe(page)
    page.focus("button:has-text('Bring it back')")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("The earlier version stands again.")
    assert Campaign.objects.get().title_en == "Rent stays low"
