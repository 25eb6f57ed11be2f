"""Looks at many pages in browsers side by side. A module of its own, since a new process cannot import `__main__`."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from playwright.sync_api import sync_playwright

from scripts.chromium import FLAGS
from scripts.site import addresses, looks

WORKERS = 2
visitors = []  # of the browser of this process


def at_all(program: str, base: str, pages: list[addresses.Address]) -> list[str]:
    """All rules, all four times, in browsers side by side."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(WORKERS, spawn, initializer=open_browser, initargs=(program, base)) as pool:
        return [fault for faults in pool.map(at_one, pages, chunksize=4) for fault in faults]


def open_browser(program: str, base: str) -> None:
    browser = sync_playwright().start().chromium.launch(executable_path=program, args=FLAGS)
    opened = looks.visitors(browser, base)
    visitors.extend([opened.__enter__(), opened])  # open until the process ends


def at_one(page: addresses.Address) -> list[str]:
    return [f"{page.path[:99]} {fault}" for fault in looks.faults(visitors[0], page, times=looks.ALL_FOUR)]
