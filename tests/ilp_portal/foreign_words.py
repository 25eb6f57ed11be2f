"""Reads a page as somebody would who knows one language only.

What counts is what a reader or a screen reader gets:
text outside parts marked with another language, and the attributes that are spoken.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import polib
from django.conf import settings
from modeltranslation.translator import translator

from events.models import Event
from partners.models import Partner, Source

SPOKEN = {"alt", "title", "aria-label", "placeholder"}
VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
    "path",
    "use",
}
COMMON = {
    "en": {*"the and of with for from is are was were to in on by at this that not has have been who".split()},  # noqa: SIM905
    "es": {*"el la los las y de con para por es son fue fueron en que del al un una no se su sus".split()},  # noqa: SIM905
}
MANY = 3  # this many common words of the other language and fewer of the page's own: a foreign sentence
LONG = 12  # characters; shorter words may be the same in both languages
WORD = re.compile(r"[a-záéíóúñü]+")


class Reader(HTMLParser):
    """Collects (text, language) of everything a reader gets."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.languages, self.found, self.silent = ["en"], [], 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        language = (attrs.get("lang") or self.languages[-1])[:2]
        self.found += [(value, language) for name, value in attrs.items() if name in SPOKEN and value]
        if tag == "meta" and attrs.get("name") == "description":
            self.found.append((attrs["content"], language))
        if tag not in VOID:
            self.languages.append(language)
            self.silent += tag in ("script", "style")

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.languages.pop()
            self.silent -= tag in ("script", "style")

    def handle_data(self, data):
        if data.strip() and not self.silent:
            self.found.append((" ".join(data.split()), self.languages[-1]))


def read(answer) -> list[tuple[str, str]]:
    reader = Reader()
    reader.feed(answer.content.decode())
    return reader.found


def catalogue_texts() -> dict[str, set[str]]:
    """Texts of the interface that differ between the languages, by language."""
    po = polib.pofile(str(Path(settings.BASE_DIR) / "locale/es/LC_MESSAGES/django.po"))
    pairs = [
        (e.msgid, e.msgstr)
        for e in po
        if e.msgstr and e.msgid != e.msgstr and "%" not in e.msgid and "{" not in e.msgid
    ]
    known_es = {spanish for _, spanish in pairs}
    english = {e for e, s in pairs if len(e) >= LONG and e not in known_es}
    return {"en": english, "es": {s for e, s in pairs if len(s) >= LONG and s not in {e for e, _ in pairs}}}


def content_texts() -> dict[str, set[str]]:
    """Long texts of the record that differ between the languages, by language."""
    texts: dict[str, set[str]] = {"en": set(), "es": set()}
    for model in translator.get_registered_models(abstract=False):
        for name in translator.get_options_for_model(model).fields:
            for english, spanish in model.objects.values_list(f"{name}_en", f"{name}_es"):
                if english and spanish and english != spanish and len(english) >= LONG:
                    texts["en"].add(" ".join(str(english).split()))
                    texts["es"].add(" ".join(str(spanish).split()))
    both = texts["en"] & texts["es"]
    return {language: found - both for language, found in texts.items()}


def names() -> list[str]:
    """Names stay in their own language: organizations, publishers and places. The longest first, to be cut out."""
    known = {*Partner.objects.values_list("name", flat=True), *Source.objects.values_list("publisher", flat=True)}
    return sorted({*known, *Event.objects.values_list("place", flat=True)} - {""}, key=len, reverse=True)


def without(text: str, parts: list[str]) -> str:
    for part in parts:
        text = text.replace(part, "")
    return text


def is_foreign_sentence(text: str, own: str, other: str) -> bool:
    words = WORD.findall(text.lower())
    count = {language: sum(word in COMMON[language] for word in words) for language in (own, other)}
    return count[other] >= MANY and count[other] > count[own]
