"""The browser as the tests, the pictures and the look at the site drive it."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
MOST_MS = 30_000  # to wait for a fact, as long as Playwright waits for all else: a busy machine is no fault
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LISTEN = """
document.addEventListener("securitypolicyviolation", event =>
    reportRefused(`refused by policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is broken is told apart in the page: all that axe looked at is twenty times as much to carry. From the top: what
# the bar that stays in sight covers by half depends on how far the page was scrolled
AXE = """async ([part, rules]) => {
    scrollTo({ top: 0, behavior: "instant" });
    const { violations } = await axe.run(part || document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((one) => `${id}: ${one.target} ${one.failureSummary}`));
}"""


def broken_rules(page: Page, part: str | None = None) -> list[str]:
    """What axe finds in the page, or in the part with this selector."""
    if page.evaluate("!window.axe"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(AXE, [part, RULES])


class Watched:
    """What a page did that no page of the portal may do."""

    def __init__(self, context: BrowserContext, home: str):
        self.home, self.faults, self.expected = urlsplit(home).netloc, [], []
        context.expose_function("reportRefused", self._add)
        context.add_init_script(LISTEN)
        context.on("request", self._asked)
        context.on("console", lambda message: message.type == "error" and self._add(f"console: {message.text}"))
        context.on("weberror", lambda error: self._add(f"script: {error.error}"))

    def _asked(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.home:
            self._add(f"foreign request: {request.url}")

    def _add(self, fault: str) -> None:
        if not any(part in fault for part in self.expected):
            self.faults.append(fault)
