"""Verbs of the desk: make an event out of a form, change one, say what of it is missing."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from coordinators.models import Term
from partners.bilingual import label_of

from . import actions, gate, shifts, slugs
from .desk_forms import DeskForm
from .models import Event


@transaction.atomic
def add(form: DeskForm, now: dt.datetime) -> Event:
    """Save what a valid form says as a new event, of the term of its day; under its address, if it has one already."""
    event = form.save(commit=False)
    event.term = Term.objects.on(event.held_on).first()
    (actions.save_event if event.slug else slugs.save_new)(event=event, now=now)
    form.save_m2m()
    return event


@transaction.atomic
def change(form: DeskForm, now: dt.datetime) -> Event:
    """Save what a valid form says; the caller holds the lock on the event. Its shifts go along where it was moved."""
    event = form.save(commit=False)
    actions.save_event(event=event, now=now)
    form.save_m2m()
    if form.known_start and event.starts_at and event.starts_at != form.known_start:
        shifts.move_along(event=event, by=event.starts_at - form.known_start, now=now)
    return event


def lacking(event: Event) -> list[str]:
    """What readers of one language would not find, in words: "Title in Spanish"."""
    languages = {code: str(name) for code, name in settings.LANGUAGES}
    roles = [_("the name of a role in %(language)s") % {"language": languages[c]} for c in gate.missing_in_roles(event)]
    texts = [label_of(Event, column.removesuffix(f"_{code}"), code) for column, code in gate.missing(event).items()]
    return texts + [capfirst(text) for text in sorted(roles)]
