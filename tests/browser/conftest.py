"""Chromium on the running portal. `page` fails its test on console errors, refused content and foreign requests.

`make test-browser` gives CHROMIUM, the path of an installed browser; none is downloaded.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ilp_portal.fonts import build_fonts
from scripts.chromium import DESK, FLAGS, PHONE, Watched


@pytest.hookimpl(tryfirst=True)  # before scripts.pytest_rules counts them
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in this thread, the factories need rows
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def fonts():
    from django.conf import settings

    build_fonts(settings.VAR_DIR / "static" / "fonts")


@pytest.fixture
def portal(fonts, live_server, django_db_serialized_rollback, settings):
    """The address of the running portal, with its own fonts, stylesheets and scripts."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.BASE_URL = live_server.url
    return live_server.url


@pytest.fixture
def open_page(browser: Browser, portal: str):
    """open_page(viewport=PHONE, language="es", scheme="dark", javascript=False) gives a page of a new visitor.

    `expected` lists parts of faults that belong to the test, for example "404" where a page must not exist. `workers`
    is "block" where a copy of the page for later must not be fetched while the test ends.
    """
    opened: list[tuple[BrowserContext, Watched]] = []

    def open_page(
        *, viewport=None, language="en", scheme="light", javascript=True, expected=(), workers="allow"
    ) -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport=viewport or DESK,
            locale={"en": "en-US", "es": "es-US"}[language],
            color_scheme=scheme,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            timezone_id="America/New_York",
            service_workers=workers,
        )
        watched = Watched(context, portal)
        watched.expected = list(expected)
        opened.append((context, watched))
        return context.new_page()

    yield open_page
    faults = []
    for context, watched in opened:
        context.close()
        faults += watched.faults
    assert faults == []


@pytest.fixture
def page(open_page) -> Page:
    """A visitor at a desk who reads English."""
    return open_page()


@pytest.fixture
def phone(open_page) -> Page:
    """A visitor with a phone who reads Spanish."""
    return open_page(viewport=PHONE, language="es")


@pytest.fixture
def axe() -> Callable[..., None]:
    """axe(page) fails the test with every rule of WCAG 2.2 A and AA that the page, or a part of it, breaks."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

    def check(page: Page, part: str | None = None) -> None:
        found = Axe().run(page, part, options=rules).response["violations"]
        told = [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
        assert told == []

    return check
