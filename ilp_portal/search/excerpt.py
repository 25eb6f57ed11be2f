"""The part of a text that answers a question, in pieces: what fits and what stands around it. Pure."""

from typing import NamedTuple

from .words import APOSTROPHE, SHORTEST, WORD, Question, fold, stem

BEFORE, WHOLE = 60, 220  # characters before the first word that fits, and in all


class Piece(NamedTuple):
    text: str
    fits: bool = False


def pieces(text: str, question: Question) -> list[Piece]:
    """From shortly before the first word that fits; the beginning of the text where none does."""
    wanted = {word for term in question.terms for word in term}
    spans = [m.span() for m in WORD.finditer(APOSTROPHE.sub("\u02bc", text)) if _fits(m[0], wanted)]
    first = spans[0][0] if spans else 0
    start = text.rfind(" ", 0, max(first - BEFORE, 0)) + 1 if first > BEFORE else 0
    end = len(text)
    if len(text) - start > WHOLE:
        end = max(text.rfind(" ", start, start + WHOLE), start + BEFORE)
    found, at = [Piece("… ")] if start else [], start
    for begin, stop in spans:
        if begin >= at and stop <= end:
            found += [Piece(text[at:begin]), Piece(text[begin:stop], True)]
            at = stop
    found += [Piece(text[at:end]), Piece(" …" if end < len(text) else "")]
    return [piece for piece in found if piece.text]


def _fits(word: str, wanted: set[str]) -> bool:
    bare = fold(word.replace("\u02bc", ""))
    return any(bare == one or (len(one) >= SHORTEST and bare.startswith(stem(one))) for one in wanted)
