"""What a stranger types that goes into a mail: a line that stays one line, an address that goes where it says."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_ADDRESS = 254  # characters; the longest address that mail can carry (RFC 5321)
# Unicode categories: control, surrogate, private use, unassigned, line breaks
REFUSED_IN_A_NAME = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
TURNS_TEXT_ROUND = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def validate_plain_line(value: str) -> None:
    """Refuse what could start a new line or turn the text round in a mail."""
    if any(unicodedata.category(char) in REFUSED_IN_A_NAME or char in TURNS_TEXT_ROUND for char in value):
        raise ValidationError(_("Write it on one line, with letters and spaces."))


def validate_plain_address(value: str) -> None:
    """Mail servers that take other letters in an address are few; a message lost on the way helps nobody. Quotes and
    encoded words would be further writings of an address that has said stop under another one."""
    if not value.isascii() or '"' in value or "=?" in value:
        raise ValidationError(_("This address has letters that many mail servers do not know. Type another one."))
