"""Public pages from the memory of the web process, before Django sees the request.

What may be kept say KEPT and ilp_portal.middleware.PublicPages; who carries a session always gets a fresh page. A page
is kept under its address and the version of the content that was read before the page was made; see content.py.
"""

import hashlib
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Lock

import brotli
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage

from .content import Watch

LIFETIME = 60.0  # seconds; pages also speak of "upcoming", which changes by itself
MOST_BYTES, LARGEST = 32 * 2**20, 2**20  # of all pages of one process, and of one. All there are now take 12 MiB
LONGEST_QUERY = 200  # characters; a longer one is nobody's filter
# Names that filters and lists read from a query. With any other the page is made anew and not kept, so that invented
# ones cannot fill the memory; see tests/ilp_portal/test_query_counts.py.
PARAMETERS = {"page", "era", "scope", "kind", "status", "partner", "term", "campaign", "language"} | {
    "relationship",
    "region",
    "month",
    "year",
    "number",
    "when",
}
# Addresses by name: whole pages that are the same for every reader without a session.
KEPT = {
    "home",
    "history",
    "about",
    "privacy",
    "rights",
    "sitemap",
    "robots",
    "history_json",
    "api",
    "api:openapi",
    "api:term_list",
    "api:term_detail",
    "api:campaign_list",
    "api:campaign_detail",
    "api:partner_list",
    "api:partner_detail",
    "api:event_list",
    "api:event_detail",
    "events_feed",
    "milestones_feed",
    "calendar",
    "partners:partner_list",
    "partners:partner_detail",
    "coordinators:term_list",
    "coordinators:term_detail",
    "coordinators:person_detail",
    "coordinators:tip_thanks",
    "coordinators:claim_sent",
    "campaigns:campaign_list",
    "campaigns:campaign_detail",
    "campaigns:fact_list",
    "campaigns:opportunity_list",
    "campaigns:resource_list",
    "campaigns:resource_detail",
    "events:calendar_list",
    "events:event_embed",
    "events:event_list",
    "events:event_month",
    "events:event_file",
    "events:event_detail",
}
SENT = {"search"}  # the same for all without a session too, but as many pages as there are questions
# Names in the WSGI environment, where no header of a reader can come:
LOOK = "ilp.look"  # asks for the version of the content; for the middleware
VERSION = "ilp.version"  # that of a page that may be kept, read before its view began
FLAG = "ilp.public_page"  # set by the middleware: this answer is the same for every reader without a session


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


ENCODERS = {"br": lambda body: brotli.compress(body, quality=5), "gzip": _gzip}
OWN = {
    "content-length",
    "content-encoding",
    "date",
    "server",
    "connection",
    "etag",
    "vary",
}  # said anew


class Page:
    """One answer, with its compressed forms made when first asked for."""

    def __init__(self, headers: list[tuple[str, str]], body: bytes, version: str):
        self.version, self.made_at = version, time.monotonic()
        self.headers = [(name, value) for name, value in headers if name.lower() not in OWN]
        self.tag = hashlib.sha256(body).hexdigest()[:32]
        self.weight = len(body) * 3 // 2  # bytes; both compressed forms together are smaller than half of it
        self.forms = {"": self._form("", body)}

    def is_fresh(self, version: str) -> bool:
        return self.version == version and time.monotonic() - self.made_at < LIFETIME

    def answer(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        encoding = _best(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding not in self.forms:
            self.forms[encoding] = self._form(encoding, ENCODERS[encoding](self.forms[""][2]))
        tag, headers, body = self.forms[encoding]
        if "HTTP_IF_NONE_MATCH" in environ and _matches(environ["HTTP_IF_NONE_MATCH"], tag):
            said = ("content-type", "content-length", "content-encoding")
            start_response("304 Not Modified", [header for header in headers if header[0].lower() not in said])
            return []
        start_response("200 OK", [*headers])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _form(self, encoding: str, body: bytes) -> tuple[str, list[tuple[str, str]], bytes]:
        """A tag of its own for each form: caches on the way compare them byte by byte."""
        tag = f'"{self.tag}-{encoding}"' if encoding else f'"{self.tag}"'
        headers = [*self.headers, ("ETag", tag), ("Vary", "Accept-Encoding"), ("Content-Length", str(len(body)))]
        return tag, headers + ([("Content-Encoding", encoding)] if encoding else []), body


@lru_cache(maxsize=256)
def _best(accepted: str) -> str:
    """The smallest form the reader takes. What says q=0 is not taken."""
    offers = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        offers[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ENCODERS if offers.get(name)), "")


def _matches(asked: str, tag: str) -> bool:
    """Weakly, as RFC 9110 wants it here: a cache on the way may have marked our tag as weak."""
    return any(part.strip().removeprefix("W/") in (tag, "*") for part in asked.split(","))


class PageCache:
    """WSGI: answers from memory what may be, and remembers what the application says may be kept."""

    def __init__(self, application: Callable):
        self.application, self.watch = application, Watch()
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.lock, self.weight, self.version = Lock(), 0, ""  # bytes kept; the version that all pages kept are of

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or _is_personal(environ):
            return self.application(environ, start_response)
        key = _key(environ)
        page = self._kept(key)
        return page.answer(environ, start_response) if page else self._ask(environ, start_response, key)

    def _kept(self, key: tuple | None) -> Page | None:
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
        # only for what is kept is the database asked: files and /healthz answer without it
        return page if page and page.is_fresh(self.watch.version()) else None

    def _ask(self, environ, start_response, key: tuple | None) -> Iterable[bytes]:
        """Let the application answer, and keep the answer when it is a whole public page."""
        said = []

        def listen(status, headers, error=None):
            said[:] = [status, headers, error]

        environ[LOOK] = self.watch.version
        parts = self.application(environ, listen)
        if not environ.get(FLAG):
            start_response(*said)
            return parts
        try:
            page = Page(said[1], b"".join(parts), environ.get(VERSION, ""))
        finally:
            getattr(parts, "close", lambda: None)()
        if key and page.version and environ["REQUEST_METHOD"] == "GET":
            self._keep(key, page)
        return page.answer(environ, start_response)

    def _keep(self, key: tuple, page: Page) -> None:
        """Pages of an older version go, with the names on them; what took so long that it is of one does not come."""
        with self.lock:
            if page.weight > LARGEST or page.version != self.watch.known:
                return
            if page.version != self.version:
                self.pages.clear()
                self.weight, self.version = 0, page.version
            self.weight += page.weight - (self.pages[key].weight if key in self.pages else 0)
            self.pages[key] = page
            while self.weight > MOST_BYTES:
                self.weight -= self.pages.popitem(last=False)[1].weight


def _key(environ: dict) -> tuple | None:
    """What makes an address one page; None for what is not kept.

    The host without its port (no page depends on it) and the scheme as Django reads them, so that spelling them in
    other ways makes no other page.
    """
    query = environ.get("QUERY_STRING", "")
    if query and (
        len(query) > LONGEST_QUERY or not {part.partition("=")[0] for part in query.split("&")} <= PARAMETERS
    ):
        return None
    host = environ.get("HTTP_HOST", "").rpartition(":")
    if not any(host):
        return None
    scheme = environ.get("HTTP_X_FORWARDED_PROTO") or environ.get("wsgi.url_scheme", "")
    secure = scheme.partition(",")[0].strip() == "https"
    return secure, (host[0] or host[2]).lower(), environ.get("SCRIPT_NAME"), environ.get("PATH_INFO"), query


def _is_personal(environ: dict) -> bool:
    """Whether the reader has a session, or words of the portal wait for this reader alone, as after signing out."""
    cookies = environ.get("HTTP_COOKIE", "")
    return bool(cookies) and (settings.SESSION_COOKIE_NAME in cookies or CookieStorage.cookie_name in cookies)
