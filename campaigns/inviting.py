"""Inviting with a place on campaigns, one or many; and placing somebody who is there already."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress

from django.db import transaction

from coordinators import inviting
from coordinators.models import Appointment, Coordinator, Term, User
from coordinators.pasted import Line

from .models import Campaign, Placement


@transaction.atomic
def invite(*, now: dt.datetime, term: Term | None = None, campaigns: Iterable[Campaign] = (), **who) -> User:
    """As coordinators.inviting.bring_in, with a place on each campaign for the term."""
    user = inviting.bring_in(now=now, term=term, **who)
    if term:
        place(person=user.coordinator, term=term, campaigns=campaigns)
    return user


@transaction.atomic
def invite_lines(lines: Iterable[Line], *, now: dt.datetime, **serving) -> set[str]:
    """Invite everybody of these lines. Returns the addresses that get a mail: none that was taken meanwhile."""
    sent = set()
    for line in lines:
        with suppress(inviting.AddressInUse):
            invite(name=line.name, address=line.address, now=now, **serving)
            sent.add(line.address)
    return sent


@transaction.atomic
def place(*, person: Coordinator, term: Term, campaigns: Iterable[Campaign]) -> Appointment:
    """Let the person serve in the term and work on these campaigns; what is so already stays."""
    appointment = inviting.appoint(person=person, term=term)
    for campaign in campaigns:
        Placement.objects.get_or_create(
            appointment=appointment, campaign=campaign, defaults={"is_demo": campaign.is_demo or person.is_demo}
        )
    return appointment
