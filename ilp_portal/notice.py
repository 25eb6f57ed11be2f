"""The privacy notice: the register (privacy.py) in plain words, by whom it concerns.

What is kept how long and why comes from the register; here stand only a title, what is kept, and who sees it. A table
nobody has written words for still appears, under the names of its fields (tests/ilp_portal/test_notice.py).
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import privacy
from .notice_words import CONCERNS, REST, VERSIONS, WORDS, Words


class Line(NamedTuple):
    """One line of the notice."""

    words: Words
    entry: privacy.Entry


def concerns() -> list[tuple[str, str | Promise, list[Line]]]:
    """(slug, heading, lines) of each part that has lines, in the order of CONCERNS and of WORDS."""
    order = list(WORDS)
    found = [entry for entry in privacy.register() if entry.personal]
    found.sort(key=lambda entry: order.index(entry.label) if entry.label in WORDS else len(order))
    lines = [Line(words_of(entry), entry) for entry in found]
    parts = [(slug, label, [line for line in lines if line.words.concern == slug]) for slug, label in CONCERNS.items()]
    return [part for part in parts if part[2]]


def impersonal() -> list[str]:
    """What the other tables are called, those left out that only tie two of them together."""
    rows = (
        entry.model._meta for entry in privacy.register() if not entry.personal and not privacy.is_version(entry.model)
    )
    return sorted({str(meta.verbose_name_plural) for meta in rows if not meta.auto_created})


def words_of(entry: privacy.Entry) -> Words:
    if entry.why == privacy.VERSION.why:
        return VERSIONS  # the same for all of them, so the page says it once
    return WORDS.get(entry.label) or _unwritten(entry)


def _unwritten(entry: privacy.Entry) -> Words:
    names = {field.name: str(getattr(field, "verbose_name", field.name)) for field in entry.model._meta.get_fields()}
    kept = ", ".join(sorted(names.get(name, name) for name in entry.personal))
    return Words(REST, entry.model._meta.verbose_name_plural, kept, _("Staff."))
