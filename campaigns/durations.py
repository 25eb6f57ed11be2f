"""Working time as people write and read it. Inside the portal it is whole minutes.

Accepted: 1.5 and 1,5 (hours), 1:30, 90 min, 2 h, 1 h 30 min, 1½, with the words of both languages. Printed: hours with
a point in both languages, as the glossary asks (rule 10: US usage), 1.5 or 0.25.
"""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models.hours import MAX_MINUTES_A_DAY, QUARTER_HOUR

HOUR = 60  # minutes
LONGEST_TEXT = 20  # characters; "1 hora 30 minutos" has 17
FRACTIONS = {"¼": ".25", "½": ".5", "¾": ".75"}

_SIGN = r"(?P<sign>[-−–]?)\s*"
_HOUR_WORD = r"(?:(?:h|hrs?|hours?|horas?)\.?)"
_MINUTE_WORD = r"(?:(?:m|mins?|minutes?|minutos?)\.?)"
_PATTERNS = tuple(
    re.compile(f"{_SIGN}{body}", re.IGNORECASE | re.ASCII)
    for body in (
        r"(?P<hours>[0-9]{1,6}):(?P<minutes>[0-5][0-9])",
        rf"(?P<hours>[0-9]{{0,6}}(?:[.,][0-9]{{0,6}})?)\s*{_HOUR_WORD}?",
        rf"(?P<minutes>[0-9]{{1,6}})\s*{_MINUTE_WORD}",
        rf"(?P<hours>[0-9]{{1,6}})\s*{_HOUR_WORD}\s*(?P<minutes>[0-9]{{1,6}})\s*{_MINUTE_WORD}?",
    )
)


def parse(text: str) -> int:
    """Minutes of a written time: quarter hours, one day at most. Raises ValidationError that says what to do."""
    return checked(read(text))


def checked(minutes: Decimal | None) -> int:
    """The same for a time that was read already; None stands for what was no time at all."""
    if minutes is None:
        raise ValidationError(_("We could not read that time. Write it like 1.5, 1:30 or 90 min."), code="unreadable")
    if minutes <= 0:
        raise ValidationError(_("The time has to be more than zero."), code="not_positive")
    if minutes > MAX_MINUTES_A_DAY:
        raise ValidationError(_("A day has 24 hours. Check the number; for minutes write 90 min."), code="too_long")
    if minutes % QUARTER_HOUR:
        raise ValidationError(_("Round it to a quarter of an hour, like 1.25, 1.5 or 1.75."), code="not_a_quarter")
    return int(minutes)


def read(text: str) -> Decimal | None:
    """Minutes, whatever their size and sign; None when it is no time at all."""
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        return None
    for sign, decimals in FRACTIONS.items():
        text = re.sub(rf"\s*{sign}", decimals, text)
    for pattern in _PATTERNS:
        if (match := pattern.fullmatch(text)) and any(character.isdigit() for character in text):
            parts = match.groupdict()
            hours = Decimal((parts.get("hours") or "0").replace(",", ".").rstrip(".") or "0")
            minutes = hours * HOUR + Decimal(parts.get("minutes") or "0")
            return -minutes if parts["sign"] else minutes
    return None


def as_hours(minutes: int) -> str:
    """Hours in figures, without needless zeros: 90 gives 1.5, 60 gives 1, 0 gives 0."""
    return f"{minutes / HOUR:.2f}".rstrip("0").rstrip(".")
