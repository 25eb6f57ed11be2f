"""Who of the accounts has which training until when, and who lacks what for the shifts to come.

A qualification names nobody: it is found by the keyed hash of an account's own address, for staff only.
"""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet

from coordinators.models import User
from outreach import sealing

from .models import Qualification, Shift, ShiftPlace, Training

GRACE = dt.timedelta(days=30)  # after the last day, so that whoever asks is told when it ran out
SOON = dt.timedelta(days=30)


class Held(NamedTuple):
    """One training of one account."""

    training: Training
    row: Qualification | None
    is_valid: bool
    is_ending: bool  # within 30 days


class Person(NamedTuple):
    """An account with its trainings, in the order of the list of trainings."""

    user: User
    held: list[Held]
    lacks: tuple[Shift, ...] = ()  # shifts they have without what it needs


class Lack(NamedTuple):
    """Somebody who has a shift and not what it asks for; `user` is None where the sign-up belongs to no account."""

    shift: Shift
    number: int
    user: User | None
    trained: bool
    language: bool
    expired_on: dt.date | None = None


def past_keep(today: dt.date) -> QuerySet:
    """What ran out more than 30 days before."""
    return Qualification.objects.past(today - GRACE)


def purge(*, today: dt.date) -> int:
    """Erase what is past its time. Returns how many."""
    return past_keep(today).delete()[0]


@transaction.atomic
def give(*, user: User, training: Training, on: dt.date, by: User) -> Qualification:
    """As if they had attended that day; a later end that they have already stays."""
    until = on + relativedelta(months=training.months_valid)
    contact = sealing.contact_index(user.email)
    fresh = {"earned_on": on, "expires_on": until}
    row, _is_new = Qualification.objects.get_or_create(contact_bi=contact, training=training, defaults=fresh)
    if row.expires_on < until:
        row.earned_on = min(row.earned_on, on) if row.expires_on >= on else on
        row.expires_on, row.expired_before = until, None
        row.save(update_fields=["earned_on", "expires_on", "expired_before"])
    _note(user, by, f"Training {training.slug} given by hand until {row.expires_on}.")
    return row


@transaction.atomic
def take_back(*, user: User, training: Training, by: User) -> bool:
    """Returns whether they had it."""
    mine = Qualification.objects.of_contact(sealing.contact_index(user.email))
    had = bool(mine.filter(training=training).delete()[0])
    if had:
        _note(user, by, f"Training {training.slug} taken back by hand.")
    return had


def _note(user: User, by: User, text: str) -> None:
    """In the log of record keeping, about the account; it is erased as that log is."""
    about = ContentType.objects.get_for_model(User)
    entry = {"content_type": about, "object_id": str(user.pk), "object_repr": str(user)[:200]}
    LogEntry.objects.create(user=by, action_flag=CHANGE, change_message=text, **entry)


def people(trainings: list[Training], today: dt.date) -> list[Person]:
    """All active accounts by name, each with every training: two queries."""
    users = list(User.objects.filter(is_active=True).order_by("name", "email"))
    rows = {(bytes(row.contact_bi), row.training_id): row for row in Qualification.objects.all()}
    return [Person(user, [_held(user, training, rows, today) for training in trainings]) for user in users]


def _held(user: User, training: Training, rows: dict, today: dt.date) -> Held:
    row = rows.get((sealing.contact_index(user.email), training.pk))
    is_valid = row is not None and row.earned_on <= today <= row.expires_on
    return Held(training, row, is_valid, is_valid and row.expires_on < today + SOON)


def counts(trainings: list[Training], today: dt.date) -> dict[int, int]:
    """How many people have each training today, with an account or without."""
    found = defaultdict(int)
    for pk in Qualification.objects.valid_on(today).values_list("training", flat=True):
        found[pk] += 1
    return {training.pk: found[training.pk] for training in trainings}


def coming(now: dt.datetime) -> list[Shift]:
    """Shifts to come that ask for a language or a training, soonest first, with how many have them."""
    shifts = Shift.objects.filter(starts_at__gt=now).exclude(training=None, language="").with_taken()
    shifts = shifts.exclude(event__status__in=("draft", "cancelled"))
    return list(shifts.select_related("event", "training").order_by("starts_at", "pk"))


def lacking(shifts: list[Shift]) -> dict[int, list[Lack]]:
    """By shift, who has it and does not have what it asks for on its day."""
    by_pk = {shift.pk: shift for shift in shifts}
    places = ShiftPlace.objects.filter(shift__in=by_pk).select_related("rsvp").order_by("taken_at", "pk")
    contacts = {bytes(place.rsvp.contact_bi) for place in places}
    rows = Qualification.objects.filter(contact_bi__in=contacts)
    known = {(bytes(row.contact_bi), row.training_id): row for row in rows}
    users = {sealing.contact_index(user.email): user for user in User.objects.filter(is_active=True)}
    found = defaultdict(list)
    for place in places:
        shift, contact = by_pk[place.shift_id], bytes(place.rsvp.contact_bi)
        row = known.get((contact, shift.training_id))
        trained = not shift.training_id or (row is not None and row.earned_on <= shift.day <= row.expires_on)
        speaks = not shift.language or shift.language in place.rsvp.speaks
        if not (trained and speaks):
            expired = None if trained or row is None else row.expires_on
            found[shift.pk].append(Lack(shift, place.rsvp_id, users.get(contact), trained, speaks, expired))
    return found


def with_lacks(persons: list[Person], lacks: dict[int, list[Lack]]) -> list[Person]:
    """The same people, each with the shifts to come for which something is missing."""
    by_user = defaultdict(list)
    for lack in (lack for found in lacks.values() for lack in found if lack.user):
        by_user[lack.user.pk].append(lack.shift)
    return [person._replace(lacks=tuple(by_user[person.user.pk])) for person in persons]


def could_take(shift: Shift, persons: list[Person]) -> int:
    """How many accounts hold its training on its day."""
    if not shift.training_id:
        return len(persons)
    held = (
        next((held.row for held in person.held if held.training.pk == shift.training_id), None) for person in persons
    )
    return sum(row is not None and row.earned_on <= shift.day <= row.expires_on for row in held)
