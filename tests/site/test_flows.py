"""What visitors come for works in a browser that runs no script, and leaves no cookie behind."""

from urllib.parse import parse_qs, urlsplit

import pytest

from scripts.site.addresses import ASKED, LANGUAGES

LISTS = ["history", "campaigns:campaign_list", "partners:partner_list", "events:event_list", "campaigns:resource_list"]
pytestmark = pytest.mark.parametrize("language", LANGUAGES)


@pytest.mark.parametrize("name", LISTS)
def test_list_is_narrowed_by_its_form_and_widened_by_its_link(reader, path_of, name, language):
    page, path = reader(language), path_of(name, language)
    page.goto(path)
    form = page.locator("form[method=get]:has(select)")
    field = form.locator("select").first
    value = field.locator("option:not([value=''])").first.get_attribute("value")
    field.select_option(value)
    form.locator("button[type=submit]").click()
    asked = urlsplit(page.url)
    assert (asked.path, parse_qs(asked.query)) == (path, {field.get_attribute("name"): [value]})
    page.locator(f"main a[href='{path}']").first.click()
    assert urlsplit(page.url)[2:4] == (path, "")


def test_search_finds(reader, path_of, language):
    page, (word, _) = reader(language), ASKED[language]
    page.goto(path_of("search", language))
    page.fill("main input[name=q]", word.upper())
    page.press("main input[name=q]", "Enter")
    assert word in page.locator("main ol, main ul").first.inner_text().lower()


def test_reader_tells_what_they_know(reader, path_of, language):
    page = reader(language)
    page.goto(path_of("coordinators:tip_create", language))
    page.fill("textarea[name=text]", "We met on Tuesdays in the union hall. Nos reuníamos los martes.")
    page.locator("form:has(textarea[name=text]) button[type=submit]").click()
    page.wait_for_url(f"**{path_of('coordinators:tip_thanks', language)}")


def test_neighbor_signs_up(reader, path_of, language):
    page = reader(language)
    page.goto(path_of("events:event_detail", language))
    page.fill("input[name=contact]", f"neighbor-{language}@tests.example")
    page.click("#sign-up button[type=submit]")
    page.wait_for_url(f"**{path_of('events:rsvp_create', language)}*")
