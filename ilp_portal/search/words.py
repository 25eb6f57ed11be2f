"""Words as the search compares them: no case, no accents, no signs; and what a reader's question asks for.

Pure. Both engines get the same folded words, so that they differ in nothing but how they find the stem of a word.
"""

import re
import unicodedata
from typing import NamedTuple

LONGEST, MOST_WORDS = 200, 12  # characters and words of a question; what is beyond is not looked at
WORD = re.compile(r"[^\W_]+")
APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")  # "driver's" is one word
PART = re.compile(r'(?P<no>-?)"(?P<phrase>[^"]*)"?|(?P<word>\S+)')
EITHER = {"OR", "O"}  # in capitals, between two parts of a question
ENGLISH = """a about all an and are as at be been but by did do does for from had has have he her his how i if in into
is it its me my no not of on or our she so that the their them there they this to us was we were what when where which
who why will with you your"""
SPANISH = """al como con cual cuando de del donde e el ella ellas ellos en era es esta este esto fue fueron ha han hay
la las le les lo los mas mi muy ni nos o para pero por que quien se ser si sin sobre son su sus tu un una unas unos y ya
yo"""
COMMON = frozenset(f"{ENGLISH} {SPANISH}".split())  # say nothing about what is looked for
ENDINGS = re.compile(r"(?:ciones|siones|ies|ing|es|ed|s)$")
KEPT = {"ciones": "cion", "siones": "sion"}
SHORTEST = 4  # letters of a stem; a shorter word has to stand as it is

Term = tuple[str, ...]  # one word, or the words of a phrase


class Question(NamedTuple):
    """`groups`: one of them has to fit, with all its terms. `without`: terms that must not be there."""

    groups: tuple[tuple[Term, ...], ...] = ()
    without: tuple[Term, ...] = ()

    @property
    def terms(self) -> list[Term]:
        return [term for group in self.groups for term in group]


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", APOSTROPHE.sub("", text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    return WORD.findall(fold(text))


def padded(text: str) -> str:
    """The folded words with a space around each, so that " word" is a beginning and " word " the whole."""
    found = words(text)
    return f" {' '.join(found)} " if found else ""


def stem(word: str) -> str:
    """The beginning that the forms of a word share, roughly; never shorter than four letters."""
    for cut in (ENDINGS.sub(lambda m: KEPT.get(m[0], ""), word), word.removesuffix("s")):
        bare = cut.rstrip("aeoy")
        if len(bare) >= SHORTEST:
            return bare
        if cut != word and len(cut) >= SHORTEST:
            return cut
    return word


def pattern(term: Term) -> str:
    """What padded words must hold: a phrase or a short word as it stands, any other word by its beginning."""
    if len(term) > 1 or len(term[0]) < SHORTEST:
        return f" {' '.join(term)} "
    return f" {stem(term[0])}"


def question(asked: str) -> Question:
    """Read what was typed: words, "a phrase", -without, OR. Whatever is typed, there is a question or an empty one."""
    groups: list[list[Term]] = [[]]
    without: list[Term] = []
    left = MOST_WORDS
    for part in PART.finditer(asked[:LONGEST]):
        if part["word"] in EITHER:
            groups.append([])
            continue
        terms = _terms(part)[:left]
        left -= len(terms)
        unwanted = part["no"] or (part["word"] or "").startswith("-")
        (without if unwanted else groups[-1]).extend(terms)
    return Question(tuple(filter(None, map(_telling, groups))), tuple(without))


def _terms(part: re.Match) -> list[Term]:
    if part["phrase"] is not None:
        phrase = tuple(words(part["phrase"])[:MOST_WORDS])
        return [phrase] if phrase else []
    return [(word,) for word in words(part["word"])]


def _telling(group: list[Term]) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(term for term in group if len(term) > 1 or term[0] not in COMMON))
