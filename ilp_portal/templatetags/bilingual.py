"""Words of a record in the language of the page: `{% said campaign "summary" %}`, `{% figure outcome %}`,
`{% name partner %}`; `{% words campaign "title" %}` where no markup may stand.

What a language does not have yet is shown in the other one, marked with `lang` for screen readers and with a visible
note. It is never left out and never passed off as this one; ilp_portal/untranslated.py counts it for staff.
"""

import re

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

NOTES = {"en": _("(only in English so far)"), "es": _("(only in Spanish so far)")}  # by the language that there is

# the end of a sentence, which the full stops of "D.C." and "St." are not
SENTENCE = re.compile(r"(?:(?<=[a-zà-ÿ0-9)»”\"]{2}[.?])|(?<=[A-Z][A-Z)»”]\.))\s+(?=[A-ZÀ-Þ¿«“])")


@register.simple_tag
def said(record, field: str) -> str:
    """A translated field of the record; empty when no language has it."""
    language, text = _found(record, field)
    return text if language == get_language() else _marked(language, text)


@register.simple_tag
def opening(record, field: str) -> str:
    """As `said`, the first sentence alone: for long lists whose rows lead to the whole text."""
    language, text = _found(record, field)
    first = SENTENCE.split(text, maxsplit=1)[0]
    return first if language == get_language() else _marked(language, first)


@register.simple_tag
def said_lines(record, field: str) -> str:
    """As `said`, of a field that holds one thing a line: the items of a list, empty when there are none."""
    language, text = _found(record, field)
    lines = filter(None, text.splitlines())
    return format_html_join(
        "", "<li>{}</li>", ((line if language == get_language() else _marked(language, line),) for line in lines)
    )


@register.simple_tag
def only_in(language: str) -> str:
    """The visible note beside words in that language; empty where it is the page's own."""
    return "" if language == get_language() else format_html(' <small class="mute">{}</small>', NOTES[language])


@register.simple_tag
def words(record, field: str, most: int = 0) -> str:
    """As `said`, for titles and descriptions of a page: the note stands in the text. `most` is in characters."""
    language, text = _found(record, field)
    text = Truncator(text).chars(most) if most else text
    return text if language == get_language() else f"{text} {NOTES[language]}"


@register.simple_tag
def figure(record) -> str:
    """The figure of an outcome or a fact with its unit."""
    language, unit = _found(record, "unit")
    is_foreign = unit and record.figure_display and language != get_language()
    return _marked(language, record.figure_display) if is_foreign else record.figure_display


def _found(record, field: str) -> tuple[str, str]:
    """The language in which the record has these words, this page's if it can be, and the words."""
    here = get_language()
    for code in (here, *(code for code, _name in settings.LANGUAGES)):
        if text := getattr(record, f"{field}_{code}"):
            return code, text
    return here, ""


def _marked(language: str, text: str) -> str:
    return format_html('<span lang="{}">{}</span>{}', language, text, only_in(language))


@register.simple_tag
def name(partner, short: bool = False) -> str:
    """The organization's own name (`short=True`: its acronym if it has one), with its language where that is known."""
    words = partner.short_name if short else partner.name
    if partner.name_language in ("", get_language()) or words == partner.acronym:
        return words
    return format_html('<span lang="{}">{}</span>', partner.name_language, words)


@register.simple_tag
def names(partners) -> str:
    """The own names of several, in one line."""
    return format_html_join(", ", "{}", ((name(partner),) for partner in partners))
