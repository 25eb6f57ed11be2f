"""Working time in templates: `{{ entry.minutes|hours }}` prints 1.5; `{% new_key %}` marks one form as sent once."""

import uuid

from django import template

from campaigns import durations, sync

register = template.Library()
register.filter("hours", durations.as_hours)


@register.simple_tag
def new_key() -> str:
    """A key for a hidden field: a second submit with it makes no second entry."""
    return str(uuid.uuid4())


@register.simple_tag(takes_context=True)
def account_key(context) -> str:
    """What a phone calls the account of the reader; see campaigns/sync.py."""
    return sync.account_key(context["request"].user)
