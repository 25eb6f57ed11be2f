"""The name of an event in its address, made from its title."""

import datetime as dt
from collections.abc import Iterator
from itertools import count

from django.utils.text import slugify

from partners import slugs

from . import actions
from .models import Event

LONGEST_BASE = 64  # of 80 characters: a day and a number follow


def save_new(*, event: Event, now: dt.datetime) -> None:
    """Save an event, and what goes with it, under the first name that is free."""
    slugs.save_new(event, _names(event), lambda row: actions.save_event(event=row, now=now))


def _names(event: Event) -> Iterator[str]:
    """A word alone might be an address of another page, so it never goes without the day."""
    base = slugify(event.title_en or event.title_es)[:LONGEST_BASE].strip("-") or event.kind
    if "-" in base:
        yield base
    dated = f"{base}-{event.held_on.isoformat()}"
    yield dated
    yield from (f"{dated}-{number}" for number in count(2))
