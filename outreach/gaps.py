"""Gaps in a text that is written once for many readers, and what goes into them."""

import re
import secrets

# Letters of the private area and digits nobody knows beforehand: no template, title or name looks like it by chance
NONCE = f"{secrets.randbelow(10**18):018d}"
GAP = re.compile(f"\ue000{NONCE}(\\d\\d)\ue001")
BREAKS = re.compile("[\x00-\x1f\x7f\x85\u2028\u2029]")

Values = dict[str, str]


class NotOneLine(ValueError):
    """A personal value with a line break or a control character, which could end a header or begin a line."""


def one_line(values: Values) -> Values:
    """The values as they go into a mail: without blanks around and never two in a row. Raises NotOneLine."""
    for name, value in values.items():
        if BREAKS.search(value):
            raise NotOneLine(name)
    return {name: " ".join(value.split()) for name, value in values.items()}


def gap(number: int) -> str:
    return f"\ue000{NONCE}{number:02d}\ue001"


def fill(text: str, names: tuple[str, ...], values: Values) -> str:
    """The text with a value in each gap. What stands in a value is never taken for a gap."""
    return GAP.sub(lambda found: values[names[int(found[1])]], text)
