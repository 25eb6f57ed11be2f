"""Words of a record in the language of the page: `{% said campaign "summary" %}`, `{% name partner %}`.

What a language does not have yet is shown in the other one, marked with `lang` for screen readers and with a visible
note. It is never left out and never passed off as this one.
"""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

NOTES = {"en": _("(only in English so far)"), "es": _("(only in Spanish so far)")}  # by the language that there is


@register.simple_tag
def said(record, field: str) -> str:
    """A translated field of the record; empty when no language has it."""
    here = get_language()
    if words := getattr(record, f"{field}_{here}"):
        return words
    for code, _name in settings.LANGUAGES:
        if words := getattr(record, f"{field}_{code}"):
            return format_html('<span lang="{}">{}</span> <small class="mute">{}</small>', code, words, NOTES[code])
    return ""


@register.simple_tag
def name(partner, short: bool = False) -> str:
    """The organization's own name (`short=True`: its acronym if it has one), with its language where that is known."""
    words = partner.short_name if short else partner.name
    if partner.name_language in ("", get_language()) or words == partner.acronym:
        return words
    return format_html('<span lang="{}">{}</span>', partner.name_language, words)
