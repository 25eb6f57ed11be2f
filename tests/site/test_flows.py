"""What visitors come for works in a browser that runs no script, and leaves no cookie behind."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from scripts.site.addresses import ASKED, LANGUAGES

LISTS = ["history", "campaigns:campaign_list", "partners:partner_list", "events:event_list", "campaigns:resource_list"]
pytestmark = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.parametrize("name", LISTS)
def test_list_is_narrowed_by_its_form_and_widened_by_its_link(reader, site, path_of, name, language):
    path = path_of(name, language)
    reader.goto(path)
    form = reader.locator("form[method=get]:has(select)")
    field = form.locator("select").first
    value = field.locator("option:not([value=''])").first.get_attribute("value")
    asked = urlencode({field.get_attribute("name"): value})
    field.select_option(value)
    form.locator("button[type=submit]").click()
    expect(reader).to_have_url(re.compile(rf"^{re.escape(site + path)}\?(\w+=&)*{re.escape(asked)}(&\w+=)*$"))
    reader.locator(f"main a[href='{path}']").first.click()
    expect(reader).to_have_url(re.compile(rf"^{re.escape(site + path)}(#|$)"))


def test_search_finds(reader, path_of, language):
    word, _ = ASKED[language]
    reader.goto(path_of("search", language))
    reader.fill("main input[name=q]", word.upper())
    reader.press("main input[name=q]", "Enter")
    expect(reader.locator("main ol, main ul").first).to_contain_text(word, ignore_case=True)


def test_reader_tells_what_they_know(reader, path_of, language):
    reader.goto(path_of("coordinators:tip_create", language))
    reader.fill("textarea[name=text]", "We met on Tuesdays in the union hall. Nos reuníamos los martes.")
    reader.locator("form:has(textarea[name=text]) button[type=submit]").click()
    reader.wait_for_url(f"**{path_of('coordinators:tip_thanks', language)}")


def test_neighbor_signs_up(reader, path_of, language):
    reader.goto(path_of("events:event_detail", language))
    reader.fill("input[name=contact]", f"neighbor-{language}@tests.example")
    reader.click("#sign-up button[type=submit]")
    reader.wait_for_url(f"**{path_of('events:rsvp_create', language)}*")
