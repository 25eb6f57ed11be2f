"""Bringing somebody in: the account with its mail, the person on record, the year in which they serve."""

import datetime as dt
from itertools import chain, count

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from partners import audit, slugs

from . import actions, roles
from .models import Appointment, Coordinator, Term, User
from .models.person import new_public_id


class AddressInUse(Exception):
    """An account has the address; it was left as it is."""


@transaction.atomic
def bring_in(
    *,
    name: str,
    address: str,
    language: str,
    role: str,
    now: dt.datetime,
    term: Term | None = None,
    person: Coordinator | None = None,
) -> User:
    """Invite a new address, and with a term let the person serve in it. Raises AddressInUse, KeyError for a role.

    `person` is who this is on record, if anybody; otherwise a new one is put there as soon as a term is given.
    """
    if User.objects.filter(email=address.strip().lower()).exists():
        raise AddressInUse
    try:
        with transaction.atomic():
            user = actions.invite(address=address, role=role, now=now, name=name, language=language)
    except IntegrityError as error:  # somebody invited the same address in the same moment
        raise AddressInUse from error
    if term or person or role == roles.COORDINATOR:
        person = _tied(person or new_person(name), user)
        if term:
            appoint(person=person, term=term)
    audit.note("coordinators.invite", record=user)
    return user


def _tied(person: Coordinator, user: User) -> Coordinator:
    person = Coordinator.objects.select_for_update().get(pk=person.pk)
    if person.user_id:
        raise AddressInUse
    person.user = user
    person.save(update_fields=["user"])
    return person


def new_person(name: str, **values) -> Coordinator:
    """A person on record under an address that is free. The name shows nowhere until the person says yes."""
    base = slugify(name)[:90] or f"person-{new_public_id()}"
    person = Coordinator(name=name, **values)
    slugs.save_new(person, chain([base], (f"{base}-{n}" for n in count(2))))
    return person


def appoint(*, person: Coordinator, term: Term) -> Appointment:
    """Let the person serve in the term; a second time changes nothing."""
    return Appointment.objects.get_or_create(coordinator=person, term=term)[0]
