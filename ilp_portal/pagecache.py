"""Public pages from the memory of the web process, before Django sees the request.

What may be kept say KEPT and ilp_portal.middleware.PublicPages; who carries a session always gets a fresh page. A page
is kept under its address and the version of the content; see content.py.
"""

import hashlib
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from threading import Lock

import brotli
from django.conf import settings

from .content import Watch

LIFETIME = 60.0  # seconds; pages also speak of "upcoming", which changes by itself
MOST_PAGES, LARGEST = 500, 600_000  # pages of one process; bytes of one page. 30 to 60 KB each: some 30 MB
LONGEST_QUERY = 200  # characters; a longer one is nobody's filter
# Addresses by name: whole pages that are the same for every reader without a session.
KEPT = {
    "home",
    "history",
    "sitemap",
    "robots",
    "history_json",
    "events_feed",
    "milestones_feed",
    "calendar",
    "partners:partner_list",
    "partners:partner_detail",
    "coordinators:term_list",
    "coordinators:term_detail",
    "coordinators:person_detail",
    "coordinators:tip_thanks",
    "campaigns:campaign_list",
    "campaigns:campaign_detail",
    "campaigns:resource_list",
    "campaigns:resource_detail",
    "events:event_list",
    "events:event_detail",
}
FLAG = "ilp.public_page"  # set in the WSGI environment by the middleware


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


ENCODERS = {"br": lambda body: brotli.compress(body, quality=5), "gzip": _gzip}
HOP = {"content-length", "content-encoding", "date", "server", "connection"}


class Page:
    """One answer, with its compressed forms made when first asked for."""

    def __init__(self, headers: list[tuple[str, str]], body: bytes, version: str):
        self.version, self.made_at = version, time.monotonic()
        self.headers = [(name, value) for name, value in headers if name.lower() not in HOP | {"etag", "vary"}]
        self.tag = hashlib.sha256(body).hexdigest()[:32]
        self.forms = {"": body}

    def is_fresh(self, version: str) -> bool:
        return self.version == version and time.monotonic() - self.made_at < LIFETIME

    def answer(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        encoding = _best(environ.get("HTTP_ACCEPT_ENCODING", ""))
        tag = f'"{self.tag}{"-" + encoding if encoding else ""}"'
        headers = [*self.headers, ("ETag", tag), ("Vary", "Accept-Encoding")]
        if _matches(environ.get("HTTP_IF_NONE_MATCH", ""), self.tag):
            start_response("304 Not Modified", [h for h in headers if h[0].lower() != "content-type"])
            return []
        if encoding not in self.forms:
            self.forms[encoding] = ENCODERS[encoding](self.forms[""])
        body = self.forms[encoding]
        headers += [("Content-Encoding", encoding)] if encoding else []
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _best(accepted: str) -> str:
    """The smallest form the reader takes. What says q=0 is not taken."""
    offers = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";")
        offers[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ENCODERS if offers.get(name)), "")


def _matches(asked: str, tag: str) -> bool:
    tags = [part.strip().removeprefix("W/").strip('"').partition("-")[0] for part in asked.split(",")]
    return tag in tags


class PageCache:
    """WSGI: answers from memory what may be, and remembers what the application says may be kept."""

    def __init__(self, application: Callable):
        self.application, self.watch = application, Watch()
        self.pages: OrderedDict[tuple, Page] = OrderedDict()
        self.lock = Lock()

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        key = _key(environ)
        version = self.watch.version() if key else ""
        if not version:
            return self.application(environ, start_response)
        with self.lock:
            page = self.pages.get(key)
            if page:
                self.pages.move_to_end(key)
        if page and page.is_fresh(version):
            return page.answer(environ, start_response)
        return self._ask(environ, start_response, key, version)

    def _ask(self, environ, start_response, key: tuple, version: str) -> Iterable[bytes]:
        """Let the application answer, and keep the answer when it is a whole public page."""
        said = []

        def listen(status, headers, error=None):
            said[:] = [status, headers]
            return start_response(status, headers, error) if error else None

        parts = self.application(environ, listen)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        status, headers = said
        if not environ.get(FLAG) or environ["REQUEST_METHOD"] != "GET" or len(body) > LARGEST:
            start_response(status, headers)
            return [body]
        page = Page(headers, body, version)
        with self.lock:
            self.pages[key] = page
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)
        return page.answer(environ, start_response)


def _key(environ: dict) -> tuple | None:
    """What makes an address one page; None for what is never answered from memory."""
    query = environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or len(query) > LONGEST_QUERY or _has_session(environ):
        return None
    scheme = environ.get("HTTP_X_FORWARDED_PROTO", environ.get("wsgi.url_scheme"))
    return scheme, environ.get("HTTP_HOST"), environ.get("SCRIPT_NAME"), environ.get("PATH_INFO"), query


def _has_session(environ: dict) -> bool:
    cookies = environ.get("HTTP_COOKIE", "")
    if not cookies:
        return False
    try:
        return settings.SESSION_COOKIE_NAME in SimpleCookie(cookies) or settings.SESSION_COOKIE_NAME in cookies
    except CookieError:
        return True
