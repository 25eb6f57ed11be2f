"""Details by which a person can be found or harmed, looked for in a text that a stranger typed.

It catches what people write in good faith; it is no wall. Whoever means to hide a number can, and staff read every
note before anything comes of it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YEARS = range(1990, 2041)  # of this history; "in 2015 Holmead Place ..." begins no address
_BEFORE_A_YEAR = """in of by since until from fall spring summer winter year and to en de del desde hasta otoño
primavera verano año y a january february march april may june july august september october november december enero
febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"""
BEFORE_A_YEAR = frozenset(_BEFORE_A_YEAR.split())


class Found(NamedTuple):
    """One piece of the text, as it was typed, and what it looks like."""

    words: str
    looks_like: str | Promise


CASE_NUMBER = re.compile(r"(?<!\w)A[\s#:.-]{0,3}(?:\d{3}[\s-]?\d{3}[\s-]?\d{2,3}|\d{8,9})(?!\d)", re.I)
BARE_NUMBER = re.compile(r"(?<![\w$-])\d{3}([\s-])(?!000)\d{3}\1(?!000)\d{3}(?![\w-])")  # the same without its A
RECEIPT = re.compile(  # of an application, by the office it lies at
    r"(?<!\w)(?:EAC|VSC|WAC|CSC|LIN|NSC|SRC|TSC|MSC|NBC|IOE|YSC)[\s-]{0,2}\d{2}[\s-]?\d{3}[\s-]?\d{5}(?!\w)", re.I
)
CASE = re.compile(  # of a court, of which no two write it alike
    r"\b(?:(?:case|docket|receipt|caso|expediente|recibo)[\s.]{1,2}(?:number|no|num|número|numero|núm)"
    r"|(?:número|numero|núm|no)\b[\s.]{1,2}de[\s](?:caso|expediente|recibo))\b[\s.:#º°]{0,4}[A-Z]{0,4}-?\d[\w-]*",
    re.I,
)
DOCUMENT = re.compile(
    r"\b(?:passport|pasaporte|curp|dpi|dui)\b(?:\s(?:number|no|num|número|numero|núm)\b)?[\s.:#º°]{0,4}"
    r"[A-Z]{0,3}\d[\d\s-]{4,}|(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}\w\d(?!\w)",
    re.I,
)
_MONTHS = """january february march april may june july august september october november december
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"""
_MONTH = f"(?:{'|'.join(_MONTHS.split())})"
_DAY = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]|{_MONTH}\s\d{{1,2}},?\s|\d{{1,2}}\sde\s{_MONTH}\sde\s)"
BIRTH = re.compile(  # a project may be born, too, but not before this one
    rf"\b(?:d\.?o\.?b|date\sof\sbirth|fecha\sde\snacimiento)\b[\s.:]{{0,3}}{_DAY}"
    rf"|\b(?:born|nació|nacid[oa])\s(?:on\s|el\s)?{_DAY}(?:19\d\d|200\d)\b",
    re.I,
)
SOCIAL_SECURITY = re.compile(r"(?<!\d)\d{3}[\s-]\d{2}[\s-]\d{4}(?!\d)")
EMAIL = re.compile(r"[^\s@<>()]{1,64}\s?(?:@|[(\[]\s?(?:at|arroba)\s?[)\]])\s?[^\s@<>()]{1,253}\.[^\W\d_]{2,}", re.I)
SPELLED_EMAIL = re.compile(
    r"[\w.+-]{1,64}[\s(\[]{1,2}(?:at|arroba)[\s)\]]{1,2}[\w-]{1,63}[\s(\[]{1,2}(?:dot|punto)[\s)\]]{1,2}(?:com|org|net|edu)\b",
    re.I,
)
PHONE = re.compile(
    r"(?<![\w/])(?:"
    r"\+\d[\d\s().-]{6,}\d"  # with a country code
    r"|(?:1[\s.-]?)?\(?\d{3}\)?[\s.-]{0,2}\d{3}[\s.-]?\d{4}"  # ten digits, as in the United States
    r"|\d{3}[\s.-]\d{4}"  # seven, without the area
    r"|\d{4}[\s.-]\d{4}"  # eight, as in Central America
    r"|\d{8,15}"  # in one piece
    r"|(?:\d\s){9}\d"  # one by one
    r")(?![\w/])"
)
PLAIN_STREET = re.compile(  # clear words, also where nobody typed capitals
    r"(?<![\w$.,/-])(\d{1,5})[a-z]?\s+(?:[nsew]{1,2}\.?\s+)?"
    r"(?:(?!(?:on|at|in|of|to|from|near|down|along|the|this|that|and|for|by|with|a|en|la|de|por)\b)[\w.'’]+\s+){1,2}"
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|parkway|pkwy|terrace)\b(?!\w)",
    re.I,
)
NAMED_STREET = re.compile(  # words that are also common ones, so the name has to have its capitals
    r"(?<![\w$.,/-])(\d{1,5})[A-Z]?\s+(?:[NSEW]{1,2}\.?\s+)?(?:(?:[A-ZÁÉÍÓÚÑ][\w'’]*|\d+(?:st|nd|rd|th))\.?\s+){1,3}"
    r"(?:Place|Pl|Court|Ct|Drive|Dr|Lane|Ln|Way|Circle|Cir|Square|Sq|Alley)\b"
)
QUARTER_STREET = re.compile(  # the same words, where a quarter of Washington stands behind them
    r"(?<![\w$.,/-])(\d{1,5})\s+(?:[\w.'’]+\s+){1,2}(?:place|pl|court|ct|drive|dr|lane|ln|way|circle|square|sq|alley)\.?"
    r"\s+[ns]\.?[ew]\b",
    re.I,
)
SPANISH_STREET = re.compile(r"\b(?:calle|avenida|av\.)\s+(?:[\w'’.]+\s+){0,3}(?:#\s?|n[.º°]{0,2}\s?)?()\d{1,5}\b", re.I)
DOOR = re.compile(
    r"\b(?:apt|apartment|apto|apartamento|departamento|depto|unit|unidad)\b\.?\s*#?\s*()\d{1,4}[a-z]?\b", re.I
)
POSTAL = re.compile(r"\b(?:DC|D\.C\.|MD|VA|CA)\s+()\d{5}(?:-\d{4})?\b")


def find(text: str) -> Iterator[Found]:
    """What looks like a detail of a person, the worst first; nothing is found twice under the same name."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    plain = re.sub(r"[‐-―−]", "-", plain)  # the dashes that a phone puts between digits
    for pattern, is_meant, looks_like in _KINDS:
        for match in pattern.finditer(plain):
            if is_meant(match):
                yield Found(match[0].strip(), looks_like)
                break


def _is_phone(match: re.Match) -> bool:
    """Two years side by side are a span of years."""
    groups = re.findall(r"\d+", match[0])
    return not (len(groups) == 2 and all(len(group) == 4 and int(group) in YEARS for group in groups))


def _is_house(match: re.Match) -> bool:
    """A year after "in" is no house number."""
    words = re.findall(r"[^\W\d_]+", match.string[: match.start()].lower())
    is_year = match[1] and int(match[1]) in YEARS
    return not (is_year and words and words[-1] in BEFORE_A_YEAR)


def _always(match: re.Match) -> bool:
    return True


_NUMBER, AN_ADDRESS = _("an official number of a person"), _("a street address")
_KINDS: list[tuple[re.Pattern, Callable[[re.Match], bool], str | Promise]] = [
    (CASE_NUMBER, _always, _NUMBER),
    *((pattern, _always, _NUMBER) for pattern in (BARE_NUMBER, RECEIPT, CASE, DOCUMENT, SOCIAL_SECURITY)),
    *((pattern, _always, _("an email address")) for pattern in (EMAIL, SPELLED_EMAIL)),
    (PHONE, _is_phone, _("a phone number")),
    *((pattern, _is_house, AN_ADDRESS) for pattern in (PLAIN_STREET, NAMED_STREET, QUARTER_STREET)),
    *((pattern, _always, AN_ADDRESS) for pattern in (SPANISH_STREET, DOOR, POSTAL)),
    (BIRTH, _always, _("a date of birth")),
]
