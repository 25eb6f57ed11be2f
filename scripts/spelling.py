"""Spelling of everything a reader sees in Spanish and in English: hunspell's dictionaries and our own lists decide.

What is read: the catalogue, the fields of content/ and the rows of the code that end in a language (`title_es`). Words
that no dictionary has stand in locale/<language>/words.txt, each group below a comment that says what they are.
"""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import polib
import yaml

from scripts import catalogue

ROOT = Path(__file__).resolve().parent.parent
DICTIONARIES = {"es": "es_US", "en": "en_US"}
PLANTED = {"es": "hortografía", "en": "speling"}  # sent along each time: who does not find them finds nothing
WORD = re.compile(r"[^\W\d_]{2,}(?:'[^\W\d_]+)*")
NOT_WORDS = re.compile(
    r"<[^>]*>|%\(\w+\)[sdif]|\{[^}]*\}|https?://\S+|\S+@\S+|&\w+;"
    r"|(?<!\S)/\w\S*|\w+_\w*|(?:[A-Z]\w+-){2}\w+"  # paths, names of columns, headers of requests
)
APPS = ("outreach", "partners", "coordinators", "campaigns", "events", "ilp_portal")
CATALOGUE = "the catalogue"
FAMILIAR = re.compile(r"\b(?:tú|tus?|ti|contigo|puedes|quieres|tienes|eres|debes)\b", re.IGNORECASE)
HALF_DAY = re.compile(r"\d\s?(?:[ap]m|[ap]\.m\.)(?!\w)", re.IGNORECASE)
VARIANTS = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "úü", "n": "ñ"}


class Missing(Exception):
    """hunspell or one of its dictionaries is not installed; the text says how to get it."""


class Text(NamedTuple):
    """One text and the file it stands in; `is_address` for words of addresses, which carry no accents."""

    text: str
    place: str
    is_address: bool = False


def faults(language: str) -> list[str]:
    """A line for each word that nobody knows, and for each word of our list that nobody writes."""
    texts, ours = list(texts_in(language)), own_words(language)
    where: dict[str, Text] = {}
    for text in texts:
        where |= {word: text for word in words_of(text.text) if word not in where}
    variants = {word: variants_of(word) if text.is_address else [word] for word, text in where.items()}
    strange = unknown({variant for them in variants.values() for variant in them}, language)
    wrong = [word for word, them in variants.items() if not known(word, ours) and strange.issuperset(them)]
    found = [f"{language}: {word!r} in {where[word].place}: {where[word].text[:80]!r}" for word in sorted(wrong)]
    idle = {word for word in ours if not {word, word.capitalize()} & where.keys()}
    found += [f"{language}: nobody writes {word!r} any more: locale/{language}/words.txt" for word in sorted(idle)]
    return found + (list(manners(texts)) if language == "es" else [])


def manners(texts: Iterable[Text]) -> Iterator[str]:
    """What content/glossary.md asks of Spanish and no dictionary knows. Titles of works may speak to a "tú"."""
    for text in texts:
        words = NOT_WORDS.sub(" ", text.text)
        if any(words.count(opening) != words.count(closing) for opening, closing in ("¿?", "¡!")):
            yield f"es: a mark without its other half in {text.place}: {text.text[:80]!r}"
        if HALF_DAY.search(words):
            yield f"es: an hour is written 1:00 p. m. in {text.place}: {text.text[:80]!r}"
        if text.place == CATALOGUE and FAMILIAR.search(words):
            yield f"es: readers are addressed with usted in {text.place}: {text.text[:80]!r}"


def known(word: str, ours: set[str]) -> bool:
    """A word of our list in lower case may also begin a sentence."""
    return word in ours or word.lower() in ours


def own_words(language: str) -> set[str]:
    lines = (catalogue.LOCALE / language / "words.txt").read_text(encoding="utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}


def words_of(text: str) -> list[str]:
    return WORD.findall(NOT_WORDS.sub("\n", text).replace("’", "'"))


def variants_of(word: str) -> list[str]:
    """The word of an address as it is written elsewhere: with one accent, somewhere."""
    places = [(at, accented) for at, letter in enumerate(word) for accented in VARIANTS.get(letter, "")]
    return [word, *(word[:at] + accented + word[at + 1 :] for at, accented in places)]


def texts_in(language: str) -> Iterator[Text]:
    yield from catalogue_texts(language)
    for file in sorted((ROOT / "content").glob("*.yaml")):
        record = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        yield from (Text(text, file.name) for text in fields(record, f"_{language}"))
    for file in sorted(file for app in APPS for file in (ROOT / app).rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if f"_{language}" in source:
            yield from (Text(text, file.name) for text in code_fields(ast.parse(source), f"_{language}"))


def catalogue_texts(language: str) -> Iterator[Text]:
    """English stands in the catalogue of Spanish, as what is translated."""
    for entry in polib.pofile(str(catalogue.catalogue("es"))):
        spanish = [entry.msgstr, *entry.msgstr_plural.values()]
        texts = spanish if language == "es" else [entry.msgid, entry.msgid_plural]
        yield from (Text(text, CATALOGUE, entry.msgctxt == "url") for text in texts)


def fields(record: object, ending: str, name: str = "") -> Iterator[str]:
    """Every text of a record, however deep, whose field ends so."""
    if isinstance(record, dict):
        for key, value in record.items():
            yield from fields(value, ending, str(key))
    elif isinstance(record, list):
        for value in record:
            yield from fields(value, ending, name)
    elif isinstance(record, str) and name.endswith(ending):
        yield record


def code_fields(tree: ast.AST, ending: str) -> Iterator[str]:
    """Texts given to a field that ends so, as key of a dictionary or as argument."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            pairs = [(key.value, value) for key, value in zip(node.keys, node.values, strict=True) if is_text(key)]
        else:
            pairs = [(node.arg or "", node.value)] if isinstance(node, ast.keyword) else []
        said = [value.value for name, value in pairs if is_text(value) and name.endswith(ending)]
        yield from (text for text in said if not text.endswith(ending))  # the name of a field is no text


def is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def unknown(words: Iterable[str], language: str) -> set[str]:
    """The words that the dictionary does not have. Raises Missing when there is no dictionary to ask."""
    remedy = "On Debian: apt install hunspell hunspell-es hunspell-en-us"
    if shutil.which("hunspell") is None:
        raise Missing(f"hunspell is not installed. {remedy}")
    asked = "\n".join([*sorted(words), PLANTED[language]])
    command = ["hunspell", "-l", "-i", "utf-8", "-d", DICTIONARIES[language]]
    done = subprocess.run(command, check=False, input=asked, capture_output=True, text=True, encoding="utf-8")
    found = set(done.stdout.split())
    if PLANTED[language] not in found:
        raise Missing(f"hunspell has no dictionary {DICTIONARIES[language]}. {remedy}")
    return found - {PLANTED[language]}
