"""Working time in templates: `{{ entry.minutes|hours }}` prints 1.5; `{% new_key %}` marks one form as sent once."""

import re
import uuid

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from campaigns import durations, sync

register = template.Library()
register.filter("hours", durations.as_hours)
RANGE = re.compile(r"\d+–\d+")


@register.filter
def unbroken(words: str, place: str = "page") -> SafeString:
    """The words with a range like 16–22 kept on one line; `place` is "page" or "mail", which loads no style sheet."""
    keeps = 'style="white-space:nowrap"' if place == "mail" else 'class="nb"'
    return mark_safe(RANGE.sub(rf"<span {keeps}>\g<0></span>", escape(words)))  # noqa: S308 escaped before


@register.simple_tag
def new_key() -> str:
    """A key for a hidden field: a second submit with it makes no second entry."""
    return str(uuid.uuid4())


@register.simple_tag(takes_context=True)
def account_key(context) -> str:
    """What a phone calls the account of the reader; see campaigns/sync.py."""
    return sync.account_key(context["request"].user)
