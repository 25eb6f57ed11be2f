"""Words as people type them, made comparable."""

import re
import unicodedata


def fold(text: str) -> str:
    """Small letters and digits without accents, one blank between words: "Día de trabajo:" gives "dia de trabajo"."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


def same_name(text: str) -> str:
    """A name to be compared with another: blanks and capitals do not count, accents do."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
