"""How a text message travels: in GSM-7 (160 characters) or UCS-2 (70), and in how many parts it is paid and read.

3GPP TS 23.038 has the alphabets. Of the letters of Spanish, é ñ Ñ ü Ü É ¿ ¡ are in GSM-7 and á í ó ú Á Í Ó Ú are not:
one of them makes the whole text UCS-2.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # two septets each: an escape before it
GSM_ALONE, GSM_PART = 160, 153  # septets; a part of several carries a header of seven
UCS_ALONE, UCS_PART = 70, 67  # UTF-16 units


@dataclass(frozen=True)
class Size:
    """What a text takes. `units` are septets in GSM-7, UTF-16 units in UCS-2."""

    coding: str
    units: int
    parts: int


def size(text: str) -> Size:
    if all(char in BASIC or char in EXTENSION for char in text):
        return _count("GSM-7", [2 if char in EXTENSION else 1 for char in text], GSM_ALONE, GSM_PART)
    return _count("UCS-2", [2 if ord(char) > 0xFFFF else 1 for char in text], UCS_ALONE, UCS_PART)


def _count(coding: str, widths: list[int], alone: int, part: int) -> Size:
    """A character of two units is never cut between two parts, so a part may stay one unit short."""
    units = sum(widths)
    if units <= alone:
        return Size(coding, units, 1)
    parts, filled = 1, 0
    for width in widths:
        if filled + width > part:
            parts, filled = parts + 1, 0
        filled += width
    return Size(coding, units, parts)
