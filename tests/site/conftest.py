"""The whole site as production shows it, from outside. `make test-site` starts the portal and names it in SITE."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts.chromium import FLAGS, MOST_MS
from scripts.site import addresses
from scripts.site.looks import visitors

expect.set_options(timeout=MOST_MS)


@pytest.hookimpl(tryfirst=True)  # before scripts.pytest_rules counts them
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.site)


@pytest.fixture(scope="session")
def site() -> str:
    return os.environ["SITE"]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sample(site) -> list[addresses.Address]:
    """A sample of each page, in both languages."""
    return addresses.sample(site)


@pytest.fixture(scope="session")
def visitor_of(browser: Browser, site: str):
    """visitor_of("es") gives (page, watched) of somebody without cookies."""
    with visitors(browser, site) as visitor_of:
        yield visitor_of


@pytest.fixture(scope="session")
def reader_of(browser: Browser, site: str):
    """The same of somebody whose browser runs no script."""
    with visitors(browser, site, javascript=False) as reader_of:
        yield reader_of


@pytest.fixture
def reader(reader_of, language) -> Page:
    """Somebody who reads this language without script; the test fails on cookies."""
    page, watched = reader_of(language)
    yield page
    assert (watched.faults, page.context.cookies()) == ([], [])


@pytest.fixture(scope="session")
def path_of(sample):
    """path_of("events:event_detail", "es") is the address of that page in the sample; of several the demo's."""

    def path_of(name: str, language: str) -> str:
        found = [one.path for one in sample if (one.name, one.language) == (name, language) and "?" not in one.path]
        return next((path for path in found if "/demo-" in path), found[0])

    return path_of
