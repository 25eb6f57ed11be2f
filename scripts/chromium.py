"""The browser as the tests, the pictures and the look at the site drive it."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

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
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LISTEN = """
document.addEventListener("securitypolicyviolation", event =>
    reportRefused(`refused by policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


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
