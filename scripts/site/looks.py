"""What a browser tells of one page, on a desk and on a narrow phone, in the light and in the dark scheme."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, Page

from scripts.chromium import Watched, broken_rules
from scripts.site.addresses import Address

DESK, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}
ALL_FOUR = [(DESK, "light"), (NARROW, "dark"), (DESK, "dark"), (NARROW, "light")]
# Colors depend on the scheme and layout on the width, neither on the language; Spanish words are the longer ones
CROSSWISE = {"en": [(DESK, "light")], "es": [(NARROW, "dark")]}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
    const style = getComputedStyle(one), longest = times => Math.max(...times.split(",").map(parseFloat));
    return style.scrollBehavior === "smooth" || longest(style.transitionDuration) > 0.01
        || (style.animationName !== "none" && longest(style.animationDuration) > 0.01);
}).map(one => one.tagName.toLowerCase() + "." + one.className)"""
PRINTED = """() => [...document.querySelectorAll("nav:not(main nav), .exit")]
    .filter(one => one.checkVisibility() && one.getClientRects().length).map(one => one.outerHTML.slice(0, 60))"""


@contextmanager
def visitor(browser: Browser, base: str, *, language: str = "en", javascript: bool = True) -> Iterator[tuple]:
    """(page, watched) of somebody who was never here before."""
    context = browser.new_context(
        base_url=base,
        ignore_https_errors=True,
        viewport=DESK,
        locale={"en": "en-US", "es": "es-US"}[language],
        reduced_motion="reduce",
        java_script_enabled=javascript,
        timezone_id="America/New_York",
    )
    context.set_default_timeout(60_000)
    try:
        yield context.new_page(), Watched(context, base)
    finally:
        context.close()


@contextmanager
def visitors(browser: Browser, base: str, **how) -> Iterator[Callable[[str], tuple]]:
    """visitor_of(language) gives the same (page, watched) again, without cookies and faults: a new one costs more than
    three pages.
    """
    with ExitStack() as opened:
        kept = {}

        def visitor_of(language: str) -> tuple[Page, Watched]:
            if language not in kept:
                kept[language] = opened.enter_context(visitor(browser, base, language=language, **how))
            page, watched = kept[language]
            page.context.clear_cookies()
            watched.faults, watched.expected = [], []
            return page, watched

        yield visitor_of


def faults(visitor_of: Callable, address: Address, *, times: list[tuple] | None = None) -> list[str]:
    """Everything wrong with one page, read at each of the `times`: (size, scheme); if none, at one that fits it."""
    page, watched = visitor_of(address.language)
    page.emulate_media(media="screen")
    watched.expected = [] if address.status == 200 else [f"status of {address.status}"]
    found = arrival(page, address)
    for size in (DESK, NARROW):
        page.set_viewport_size(size)
        found += [f"at {size['width']}: {one}" for one in sticking_out(page)]
    for size, scheme in times or CROSSWISE[address.language]:  # the sheet alone answers, the page is loaded once
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"at {size['width']} {scheme}: {one}" for one in broken_rules(page)]
    found += [f"moves for who asked for less motion: {one}" for one in page.evaluate(MOVING)]
    page.emulate_media(media="print", color_scheme="light")
    found += [f"is printed: {one}" for one in page.evaluate(PRINTED)]
    found += [f"cookie: {cookie['name']}" for cookie in page.context.cookies() if not carries_form(address)]
    return found + watched.faults


def carries_form(address: Address) -> bool:
    """Whoever signs in or signs up for messages does more than read."""
    return address.name.startswith("account_")


def arrival(page: Page, address: Address) -> list[str]:
    """Open the address: the status and the language are as promised."""
    if address.html:
        body = {"status": address.status, "content_type": "text/html; charset=utf-8", "body": address.html}
        page.route(f"**{address.path}", lambda route: route.fulfill(**body), times=1)
    answer = page.goto(address.path)
    told = answer.status, page.locator("html").get_attribute("lang")
    return [f"status and language are {told}"] if told != (address.status, address.language) else []


def sticking_out(page: Page) -> list[str]:
    sideways = page.evaluate(SIDEWAYS)
    return [f"scrolls sideways by {sideways} pixels"] if sideways > 0 else []
