"""The whole site as production shows it, from outside. `make test-site` starts the portal and names it in SITE."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.chromium import FLAGS
from scripts.site import addresses
from scripts.site.looks import visitor


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


@pytest.fixture
def reader(browser: Browser, site: str):
    """reader("es") gives a page of somebody whose browser runs no script; the test fails on cookies."""
    with ExitStack() as opened:
        visitors = []

        def reader(language: str) -> Page:
            visitors.append(opened.enter_context(visitor(browser, site, language=language, javascript=False)))
            return visitors[-1][0]

        yield reader
        faults = [fault for _, watched in visitors for fault in watched.faults]
        assert (faults, [cookie for page, _ in visitors for cookie in page.context.cookies()]) == ([], [])


@pytest.fixture(scope="session")
def path_of(sample):
    """path_of("events:event_detail", "es") is the address of that page in the sample; of several the demo's."""

    def path_of(name: str, language: str) -> str:
        found = [one.path for one in sample if (one.name, one.language) == (name, language) and "?" not in one.path]
        return next((path for path in found if "/demo-" in path), found[0])

    return path_of
