"""The name of an event in its address, made from its title."""

import datetime as dt
from collections.abc import Iterator
from itertools import count, islice

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from . import actions
from .models import Event

LONGEST_BASE = 64  # of 80 characters: a day and a number follow
MOST_TRIES = 50


@transaction.atomic
def save_new(*, event: Event, now: dt.datetime) -> None:
    """Save an event under the first name that is free, also where somebody else takes one at the same moment."""
    for slug in islice(_names(event), MOST_TRIES):
        if Event.objects.filter(slug=slug).exists():
            continue
        event.slug = slug
        try:
            with transaction.atomic():
                actions.save_event(event=event, now=now)
        except IntegrityError:
            event.pk = None
        else:
            return
    raise RuntimeError("no free name for an event")


def _names(event: Event) -> Iterator[str]:
    """A word alone might be an address of another page, so it never goes without the day."""
    base = slugify(event.title_en or event.title_es)[:LONGEST_BASE].strip("-") or event.kind
    if "-" in base:
        yield base
    dated = f"{base}-{event.held_on.isoformat()}"
    yield dated
    yield from (f"{dated}-{number}" for number in count(2))
