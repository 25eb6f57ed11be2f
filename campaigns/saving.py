"""What saving an hour entry asks of the database; it is what a phone in a hallway waits for."""

import datetime as dt
import uuid

from django.db.models import BigAutoField, DateField, UUIDField

from coordinators.models import Coordinator
from coordinators.models.term import ACCESS_AFTER_TERM
from partners.prepared import Asked, Prepared, PreparedInsert

from .models import HourEntry, Placement

PERSON, FIRST, LAST = Asked("person", BigAutoField()), Asked("first", DateField()), Asked("last", DateField())

_open = Prepared(
    lambda: Placement.objects.of_user(PERSON).touching(FIRST, LAST).select_related("campaign", "appointment__term")
)
_lock = Prepared(lambda: Coordinator.objects.select_for_update().filter(pk=PERSON).order_by().only("pk"))
_day = Prepared(
    lambda: HourEntry.objects.of_day_or_key(coordinator_id=PERSON, day=LAST, key=Asked("key", UUIDField())).locked()
)
insert = PreparedInsert(HourEntry)


def open_placements(user, today: dt.date) -> list[Placement]:
    """Placements that still give access, as Placement.objects.open_on(today), with campaign and term."""
    return _open(person=user.pk, first=today - ACCESS_AFTER_TERM, last=today)


def locked_day(entry: HourEntry, *, key: uuid.UUID) -> list[HourEntry]:
    """The person's entries of that day and the one with the key, with the person's row locked until the commit.

    Two tabs cannot both pass the 24 hours. SQLite has no row locks; there every transaction begins as a writer.
    """
    person = entry.placement.appointment.coordinator_id
    if not _lock(person=person):
        raise Coordinator.DoesNotExist
    return _day(person=person, last=entry.worked_on, key=key)
