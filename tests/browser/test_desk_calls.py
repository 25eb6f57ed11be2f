"""A call from its first word to the invitation: staff at the desk, an applicant with a phone, in Spanish."""

import re

from playwright.sync_api import expect

from coordinators.models import Application, Call
from outreach import engine
from scripts.chromium import PHONE
from tests.browser.test_offline import sign_in
from tests.factories import TermFactory

WORDS = "Porque mi barrio me importa."


def test_call_is_published_answered_and_accepted(open_page, portal, frozen, staff, settings, mailoutbox, axe):
    TermFactory()
    desk = open_page()
    sign_in(desk, portal, settings, staff)
    write_call(desk)
    axe(desk)
    call = Call.objects.get()
    phone = open_page(viewport=PHONE, language="es")
    apply_on(phone, call)
    axe(phone)
    assert Application.objects.get().state == "new"
    phone.goto(link_in(mailoutbox))
    phone.click("button:has-text('Sí, esta es mi postulación')")
    phone.wait_for_selector("#change")
    axe(phone)
    accept(desk)
    axe(desk)
    engine.run_once()
    told = {mail.subject for mail in mailoutbox[-2:] if mail.to == ["applicant@tests.example"]}
    assert told == {"Su postulación fue aceptada", "Su cuenta en el Proyecto de Inmigración y Trabajo"}


def write_call(desk) -> None:
    """Both languages beside each other, then the question before it is published."""
    desk.goto("/desk/calls/new/")
    for code, words in (("en", "Coordinate with us"), ("es", "Coordine con el proyecto")):
        desk.fill(f"[name=title_{code}]", words)
        desk.fill(f"[name=text_{code}]", words)
        desk.fill(f"[name=questions-0-text_{code}]", words)
    desk.select_option("[name=term]", index=1)
    desk.fill("[name=closes_on]", "2026-12-18")
    desk.click("button:has-text('Save as a draft')")
    expect(desk.locator("h1")).to_have_text("Coordinate with us")
    desk.click("text=Publish")
    desk.click("form button:has-text('Publish')")
    desk.wait_for_selector("text=31 days left")


def accept(desk) -> None:
    """From the desk's home to the decision, with a note."""
    desk.goto("/desk/")
    desk.click("text=Read the applications")
    desk.click("text=One application to decide")
    desk.click("tbody a")
    expect(desk.locator("#answers + .card")).to_contain_text(WORDS)
    desk.fill("[name=text]", "Knows the neighborhood.")
    desk.click("text=Keep the note")
    expect(desk.locator("#notes + .card")).to_contain_text("Knows the neighborhood.")
    desk.click("a:has-text('Accept')")
    desk.keyboard.press("Tab")
    desk.click("form button:has-text('Accept')")
    expect(desk.locator(".messages")).to_contain_text("Accepted.")


def apply_on(phone, call) -> None:
    phone.goto(f"/es/convocatorias/{call.slug}/")
    phone.fill("[name=name]", "Solicitante")
    phone.fill("[name=contact]", "applicant@tests.example")
    phone.fill("textarea", WORDS)
    phone.click("button:has-text('Enviar la postulación')")
    phone.wait_for_selector("[name=agreed][aria-invalid]")
    assert phone.input_value("textarea") == WORDS
    phone.check("[name=agreed]")
    phone.click("button:has-text('Enviar la postulación')")
    phone.wait_for_selector("h1:has-text('Revise su correo')")


def link_in(mailoutbox) -> str:
    engine.run_once()
    return re.search(r"https?://\S+/postulacion/\S+", mailoutbox[-1].body)[0]
