"""Looks at many pages in browsers side by side. A module of its own, since a new process cannot import `__main__`."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from playwright.sync_api import Browser, sync_playwright

from scripts.chromium import FLAGS
from scripts.site import addresses, looks

WORKERS = 2
browsers: list[Browser] = []  # the one of this process


def at_all(program: str, base: str, pages: list[addresses.Address]) -> list[str]:
    """All rules, all four times, in browsers side by side."""
    look = partial(at_one, base)
    with ProcessPoolExecutor(WORKERS, get_context("spawn"), initializer=open_browser, initargs=(program,)) as pool:
        return [fault for faults in pool.map(look, pages, chunksize=4) for fault in faults]


def open_browser(program: str) -> None:
    playwright = sync_playwright().start()
    browsers.append(playwright.chromium.launch(executable_path=program, args=FLAGS))


def at_one(base: str, page: addresses.Address) -> list[str]:
    return [f"{page.path[:99]} {fault}" for fault in looks.faults(browsers[0], base, page, times=looks.ALL_FOUR)]
