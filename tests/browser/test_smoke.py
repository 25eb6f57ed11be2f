"""The front page opens in both languages, on a desk and on a phone, without a fault."""

import itertools

import pytest
from playwright.sync_api import expect

from scripts.chromium import DESK, PHONE, Watched

PAGES = {"en": "/", "es": "/es/"}


@pytest.mark.parametrize("language", PAGES)
def test_home_opens_without_fault(open_page, axe, language):
    page = open_page(language=language)
    answer = page.goto(PAGES[language])
    assert (answer.status, page.locator("html").get_attribute("lang")) == (200, language)
    for viewport, scheme in itertools.product((PHONE, DESK), ("light", "dark")):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        axe(page)


def test_home_works_without_script_and_sets_no_cookie(open_page):
    page = open_page(javascript=False)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.context.cookies() == []


def test_page_that_breaks_the_rules_is_noticed(browser, portal):
    """The watch itself: a script the policy refuses and an error on the console."""
    context = browser.new_context(base_url=portal)
    watched, page = Watched(context, portal), context.new_page()
    page.goto("/")
    page.evaluate("""() => new Promise(done => {
        document.addEventListener("securitypolicyviolation", () => setTimeout(done));
        console.error("broken");
        const script = document.createElement("script");
        script.textContent = "1";
        document.body.append(script);
    })""")
    context.close()
    kinds = {fault.split(":")[0] for fault in watched.faults}
    assert kinds >= {"console", "refused by policy"}
