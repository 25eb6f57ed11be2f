"""Words as people type them, made comparable."""

import re
import unicodedata


def bare(text: str) -> str:
    """Without accents and capitals, as somebody types a name in a hurry."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()


def fold(text: str) -> str:
    """Small letters and digits without accents, one blank between words: "Día de trabajo:" gives "dia de trabajo"."""
    return " ".join(re.findall(r"[^\W_]+", bare(text)))


def same_name(text: str) -> str:
    """A name to be compared with another: blanks and capitals do not count, accents do."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
