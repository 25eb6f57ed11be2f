"""Which addresses stand for the site: every one, or a sample of each page. Both come from the portal that runs.

The sitemap names the pages. Each list that can be narrowed is also read narrowed and empty, by the words of its form.
"""

import re
import urllib.error
import urllib.request
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import translation

from scripts.site.portal import trusting

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
# Pages that no sitemap names, by the name of their address. Those OF_AN_EVENT and OF_A_CALL take that of the demo.
OF_AN_EVENT = ("events:event_count", "events:rsvp_create")
OF_A_CALL = ("coordinators:call_detail", "coordinators:call_sent")
UNLISTED = (
    "search",
    "offline",
    "coordinators:tip_create",
    "coordinators:tip_thanks",
    "coordinators:claim_create",
    "coordinators:claim_sent",
    "events:calendar_list",
    "events:event_embed",
    *OF_AN_EVENT,
    *OF_A_CALL,
    "account_login",
    "account_request_login_code",
    "account_signup",
    "account_reset_password",
    "campaigns:letter_check",
)
ASKED = {"en": ("rent", "qqqqq"), "es": ("renta", "qqqqq")}  # what is found, and what is not
ERRORS = (403, 410, 429, 500)  # pages that no address shows at will; 400 and 404 have one
UNKNOWN = "no-such-thing"
TOO_MANY = "?" + "p&" * 1000  # parameters; Django reads a thousand


class Address(NamedTuple):
    """One page to look at. `html` is given for pages that no address shows at will."""

    name: str
    language: str
    path: str
    status: int = 200
    html: str = ""


class Forms(HTMLParser):
    """The lists to choose from in forms that only read: {name: [values]}."""

    def __init__(self):
        super().__init__()
        self.reads, self.name, self.choices = False, "", {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.reads = (given.get("method") or "get").lower() == "get"
        elif tag == "select" and self.reads:
            self.name = given.get("name") or ""
        elif tag == "option" and self.reads and self.name and given.get("value"):
            self.choices.setdefault(self.name, []).append(given["value"])


def read(base: str, path: str) -> str:
    with urllib.request.urlopen(base + path, timeout=60, context=trusting()) as answer:
        return answer.read().decode()


def language_of(path: str) -> str:
    return "es" if path == "/es/" or path.startswith("/es/") else "en"


def name_of(path: str) -> str:
    with translation.override(language_of(path)):
        return resolve(urlsplit(path).path).view_name


def listed(base: str) -> list[Address]:
    """Every address of the sitemap."""
    paths = [urlsplit(one).path for one in re.findall(r"<loc>([^<]+)</loc>", read(base, "/sitemap.xml"))]
    return [Address(name_of(path), language_of(path), path) for path in paths]


def unlisted(known: list[Address]) -> list[Address]:
    """The others: forms, searches, errors."""
    rally = next(one.path.strip("/").split("/")[-1] for one in known if "/demo-rally" in one.path)
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            for name in UNLISTED:
                slug = [rally] if name in OF_AN_EVENT else ["demo-call"] if name in OF_A_CALL else []
                found.append(Address(name, language, reverse(name, args=slug)))
            found += [Address("search", language, f"{reverse('search')}?q={word}") for word in ASKED[language]]
            found += errors(language)
    return found


def errors(language: str) -> list[Address]:
    home = reverse("home")
    pages = [Address("404", language, f"{home}no-such-page/", 404), Address("400", language, home + TOO_MANY, 400)]
    request = RequestFactory().get(home)
    request.LANGUAGE_CODE = language
    for status in ERRORS:
        html = render_to_string(f"{status}.html", {"language": language}, request)
        pages.append(Address(str(status), language, f"{home}shown-{status}/", status, html))
    return pages


def narrowed(base: str, lists: list[Address]) -> list[Address]:
    """Each list with one choice, with the last of all choices (mostly empty), and with a choice that does not exist."""
    found = []
    for one in lists:
        forms = Forms()
        forms.feed(read(base, one.path))
        if forms.choices:
            first, values = next(iter(forms.choices.items()))
            last = {name: choices[-1] for name, choices in forms.choices.items()}
            queries = [{first: values[0]}, last, {first: UNKNOWN}]
            found += [one._replace(path=f"{one.path}?{urlencode(query)}") for query in queries]
    return found


def every(base: str) -> list[Address]:
    """All addresses, each once."""
    known = listed(base)
    lists = [one for one in known if is_list(one)]
    return list(dict.fromkeys([*known, *unlisted(known), *narrowed(base, lists)]))


def html_of(base: str, address: Address) -> str:
    """The page as it is sent, errors included."""
    try:
        return address.html or read(base, address.path)
    except urllib.error.HTTPError as error:
        return error.read().decode()


def is_list(address: Address) -> bool:
    with translation.override(address.language):
        return not resolve(address.path).kwargs


def fits(one: Address) -> bool:
    is_narrowed = "?" in one.path and one.status == 200 and one.name != "search"
    return not is_narrowed or ("&" in one.path) == (one.language == "es")


def sample(base: str) -> list[Address]:
    """Of pages with many addresses the first, and those of the demo; of all others what `every` has. Of a list that is
    narrowed English shows one choice, Spanish the last of all choices, which mostly leave nothing.
    """
    many: dict[tuple, list[Address]] = {}
    chosen = []
    for one in every(base):
        if one.status == 200 and "?" not in one.path and not is_list(one):
            many.setdefault((one.name, one.language), []).append(one)
        elif UNKNOWN not in one.path and fits(one):
            chosen.append(one)
    groups = [[group[0], *(one for one in group if "/demo-" in one.path)] for group in many.values()]
    return list(dict.fromkeys([*chosen, *(one for group in groups for one in group)]))
