"""The gate of languages: nothing is published, and no message planned, while readers of one language would find less.

Staff may open it (`Event.one_language`). Then the page and each message begin with a line that says which language the
words are in. Pure but for the roles of shifts, which are read when they are asked for.
"""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

TEXTS = ("title", "summary", "recurrence", "access_note", "bring")  # of an event, that readers see
CODES = tuple(code for code, _name in settings.LANGUAGES)


class Unpublishable(Exception):
    """What stands against showing the event, by column."""

    def __init__(self, faults: dict[str, str]):
        super().__init__(", ".join(sorted(faults)))
        self.faults = faults


def missing(event) -> dict[str, str]:
    """The columns that are empty although the other language has something, each with its language."""
    found = {}
    for name in TEXTS:
        texts = {code: getattr(event, f"{name}_{code}") for code in CODES}
        if name == "title" or any(texts.values()):
            found |= {f"{name}_{code}": code for code, text in texts.items() if not text}
    return found


def missing_in_roles(event) -> set[str]:
    """The languages in which a role of a shift has no name."""
    if event.pk is None:
        return set()
    roles = event.shifts.order_by().values_list(*(f"role_{code}" for code in CODES))
    return {code for names in roles for code, name in zip(CODES, names, strict=True) if not name}


def faults(event) -> dict[str, str]:
    """Words for staff, by column; empty when it may be published. One language has to be whole in any case."""
    found, roles = missing(event), missing_in_roles(event)
    absent = set(found.values()) | roles
    if event.one_language:
        whole = len(absent) < len(CODES)
        return {} if whole else dict.fromkeys(found or ["one_language"], _("One language has to be there as a whole."))
    words = dict.fromkeys(found, _("Both languages are needed before this can be published."))
    return words | ({"one_language": _("The role of a shift is missing in one language.")} if roles else {})


def is_closed(event) -> bool:
    """Whether messages about it wait until somebody writes what is missing, or chooses to send them as they are."""
    return bool(faults(event))


def only_in(event, language: str = "") -> str:
    """The language of the words that somebody reads who reads `language`, or the active one; empty when it is theirs.

    The roles of shifts are asked for only where staff chose one language: else the gate has looked at them.
    """
    reader = language or get_language()
    absent = set(missing(event).values()) | (missing_in_roles(event) if event.one_language else set())
    return next((code for code in CODES if code != reader), "") if reader in absent else ""
