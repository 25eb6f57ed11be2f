"""Chromium on the running portal. `page` fails its test on console errors, refused content and foreign requests.

`make test-browser` gives CHROMIUM, the path of an installed browser; none is downloaded.
"""

import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from ilp_portal.fonts import build_fonts
from scripts.chromium import DESK, FLAGS, MOST_MS, PHONE, Watched, broken_rules
from tests.browser import tables

expect.set_options(timeout=MOST_MS)


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
    """Made by the process that comes first, for all of them."""
    from django.conf import settings

    folder = settings.VAR_DIR / "static" / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build_fonts(folder)


@pytest.fixture(scope="session")
def server(django_db_setup):
    """Answers in threads of this process, with the settings and the clock of the test."""
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    yield server
    server.terminate()


@pytest.fixture(scope="session")
def untouched(django_db_setup, django_db_blocker):
    """The tables as the migrations leave them."""
    with django_db_blocker.unblock():
        return tables.copied()


@pytest.fixture
def db(untouched, django_db_blocker):
    """Rows that the portal's threads see, too. What a page sent as it went is answered before they are put back."""
    with django_db_blocker.unblock():
        yield
        answering = [thread for thread in threading.enumerate() if "process_request_thread" in thread.name]
        for thread in answering:
            thread.join(MOST_MS / 1000)
        tables.put_back(untouched)
        assert not any(thread.is_alive() for thread in answering)


@pytest.fixture
def portal(fonts, server, db, settings):
    """The address of the running portal, with its own fonts, stylesheets and scripts."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    settings.BASE_URL = f"http://localhost:{server.port}"
    return settings.BASE_URL


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

    def check(page: Page, part: str | None = None) -> None:
        page.wait_for_load_state()  # the style sheets are there: an element may be seen before them
        page.evaluate("document.fonts.ready.then(() => null)")  # and no line breaks elsewhere a moment later
        assert broken_rules(page, part) == []

    return check
