"""The first visit of a page: what comes over the wire, and how far the page jumps while it arrives."""

import time
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from scripts.site.looks import PHONE, visitor

MOST_BYTES, MOST_REQUESTS = 90_000, 6  # of a first visit, fonts included
MOST_SHIFT = 0.02  # as the browser counts it: the part of the window that moved times how far it did
LATE = 0.4  # seconds; fonts that come at once would hide the jump that their arrival makes
SHIFTS = """() => {
    window.shifts = [];
    new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(one => one.value)))
        .observe({type: "layout-shift", buffered: true});
}"""


def weight(browser: Browser, base: str, path: str) -> list[tuple[str, int]]:
    """(path, bytes) of everything a first visit asks for: headers and bodies as they were sent, compressed."""
    with visitor(browser, base) as (page, _):
        wire, asked, sizes = page.context.new_cdp_session(page), {}, {}
        wire.on("Network.requestWillBeSent", lambda event: asked.update({event["requestId"]: event["request"]["url"]}))
        wire.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
        wire.send("Network.enable")
        page.goto(path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        own = {key: url for key, url in asked.items() if not url.startswith(("data:", "blob:"))}
    return [(urlsplit(url).path, int(sizes.get(key, 0))) for key, url in own.items()]


def shift(browser: Browser, base: str, path: str, *, then: str = "") -> float:
    """The sum of all jumps on a phone while the page arrives, its fonts late, and while it is read on.

    `then` is a script to run in the page, for trying the measure itself.
    """
    with visitor(browser, base) as (page, _):
        page.set_viewport_size(PHONE)
        page.route("**/*.woff2", lambda route: (time.sleep(LATE), route.continue_()))
        page.add_init_script(f"({SHIFTS})()")
        page.goto(path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        if then:
            page.evaluate(then)
            page.wait_for_timeout(600)
        for _ in range(3):
            page.mouse.wheel(0, PHONE["height"])
            page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return page.evaluate("window.shifts.reduce((sum, one) => sum + one, 0)")
