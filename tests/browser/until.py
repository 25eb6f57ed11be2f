"""Waiting for a fact in the database that no element of the page tells."""

from collections.abc import Callable

from playwright.sync_api import Page


def until(page: Page, fact: Callable[[], bool], seconds: int = 30) -> None:
    """Ask again every tenth of a second, by the browser's clock, since the portal's may stand."""
    for _ in range(10 * seconds):
        if fact():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"Not within {seconds} seconds")
