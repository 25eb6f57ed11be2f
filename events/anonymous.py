"""People who come and leave nothing behind but a number."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from .actions import SignUpClosed
from .models import Event, EventTally


@transaction.atomic
def count_one(*, event: Event, now: dt.datetime) -> None:
    """One person more who says that they come. No place is taken from anybody. Raises SignUpClosed, also when full."""
    event = Event.objects.select_for_update().get(pk=event.pk)
    if event.is_full or not event.takes_signups(now):
        raise SignUpClosed
    EventTally.objects.get_or_create(event=event)
    EventTally.objects.filter(event=event).update(anonymous=F("anonymous") + 1)
