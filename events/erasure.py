"""Erasing the people of an event, on time or at once, and of an accompaniment nearly everything. Its numbers stay.

Whoever erases holds the lock on the event's row. The key goes with the sign-ups, so that no copy of them is readable.
"""

import datetime as dt
import logging

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from outreach.models import Message
from partners import audit

from . import clock, tally
from .letters import SUBJECT
from .models import Event, EventKey, EventTally, ReminderRule, Rsvp
from .models.event_rows import ERASED

log = logging.getLogger(__name__)

WORDS = ("summary", "recurrence", "access_note", "bring")  # in both languages


class StillAhead(Exception):
    """The event is to take place: its people are erased after it, or when it is canceled."""


def purge_signups(*, now: dt.datetime) -> dict[str, int]:
    """Erase what we promised to erase: all about the people after the event, requests that nobody confirmed.

    Messages about them stay as ids. Returns how many rows of each went.
    """
    counts = {"signups": 0, "keys": 0, "unconfirmed": 0}
    for pk in Event.objects.past_erasure(now).still_holding_people().values_list("pk", flat=True):
        with transaction.atomic():
            event = Event.objects.past_erasure(now).select_for_update().filter(pk=pk).first()
            if event:  # it was not moved meanwhile
                tally.close(event, now)
                for name, count in erase(event, now).items():
                    counts[name] += count
    late = Rsvp.objects.never_confirmed(now)
    for pk in set(late.values_list("event_id", flat=True)):
        with transaction.atomic():
            event = Event.objects.select_for_update().get(pk=pk)
            counts["unconfirmed"] += _forget(event.rsvps.never_confirmed(now), now)
    return counts


@transaction.atomic
def erase_now(*, pk: int, now: dt.datetime) -> int:
    """Erase before the time because staff want it. Returns how many sign-ups went. Raises StillAhead.

    While a canceled event could still be taken up again its numbers stay open.
    """
    event = Event.objects.select_for_update().get(pk=pk)
    if not may_erase(event, now):
        raise StillAhead
    is_over = event.ends_at is None or event.ends_at <= now
    tally.close(event, now) if is_over else tally.count(event)
    gone = erase(event, now)
    audit.note("events.erase", record=event, count=gone["signups"], now=now)
    log.info("event %s: %d sign-ups and %d keys erased by hand", pk, gone["signups"], gone["keys"])
    return gone["signups"]


def may_erase(event: Event, now: dt.datetime) -> bool:
    """When it is over or canceled."""
    return event.status == Event.Status.CANCELLED or (event.ends_at is not None and event.ends_at <= now)


def what_goes(event: Event) -> dict[str, int]:
    """What is lost by erasing now, in numbers: people, what they were still to be told, shifts and presses at the
    door. The numbers of the tally are not among it."""
    rsvps = event.rsvps.all()
    unsent = Message.objects.about(SUBJECT, rsvps.values("pk")).unsent()
    untold = unsent.exclude(kind="events.confirmation").values("subject_id").distinct().count()
    return {
        "people": rsvps.count(),
        "confirmed": rsvps.confirmed().count(),
        "messages": unsent.count(),
        "untold": untold,
        "shifts": event.shifts.count(),
        "strokes": event.strokes.count(),
    }


def card(event: Event, now: dt.datetime) -> dict:
    """For the overview: the numbers, how many people are kept and for how long yet."""
    numbers = EventTally.objects.filter(event=event).first()
    return {
        "numbers": numbers,
        "came": numbers.headcount if numbers else 0,
        "closed": numbers is not None and numbers.closed_at is not None,
        "people": event.rsvps.count(),
        "left": max(event.erased_at - now, dt.timedelta(0)) if event.erased_at else None,
        "may": may_erase(event, now),
    }


def erase(event: Event, now: dt.datetime) -> dict[str, int]:
    """The people of the event with all they did and the key; where their shifts met; of an accompaniment the rest."""
    gone = {"signups": _forget(event.rsvps.all(), now)}
    gone["keys"] = EventKey.objects.filter(event=event).delete()[0]
    event.strokes.all().delete()
    event.shifts.update(meeting_point="", note="")
    Event.objects.filter(pk=event.pk).update(seats_taken=0, is_full=False)
    if event.is_secret:
        _wipe(event)
    return gone


def _forget(rsvps, now: dt.datetime) -> int:
    """Returns how many sign-ups went; what hangs on them goes along uncounted."""
    Message.objects.about(SUBJECT, rsvps.values("pk")).unsent().finish(Message.State.SUPPRESSED, "erased", now)
    return rsvps.delete()[1].get(Rsvp._meta.label, 0)


def _wipe(event: Event) -> None:
    """Leave the kind, the day, the campaign, the partners and the numbers: what reports need. The day stands as hours
    from midnight to midnight, since an accompaniment without hours would be one of the public history."""
    event.shifts.all().delete()
    event.citations.all().delete()
    ReminderRule.objects.filter(event=event).delete()
    about = ContentType.objects.get_for_model(Event)
    LogEntry.objects.filter(content_type=about, object_id=str(event.pk)).delete()
    day = event.starts_at.astimezone(event.zone).date() if event.starts_at else event.held_on
    values = {
        "slug": f"{ERASED}{event.pk}",
        "starts_at": clock.next_real(day, dt.time(), event.zone),
        "ends_at": clock.next_real(day + dt.timedelta(days=1), dt.time(), event.zone),
        **dict.fromkeys(("place", "neighborhood", "online_url", "record_note"), ""),
        **{name: [] for name in ("languages", "interpretation", "access")},
        **dict.fromkeys(("previous_start", "previous_facts", "revised_at", "revised_facts"), None),
        **dict.fromkeys(("series", "series_day", "training", "announced_in", "capacity", "exact_hours_before"), None),
        "signup_open": False,
    }
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            values[f"title_{code}"] = str(Event.Kind.ACCOMPANIMENT.label)
        values |= {f"{name}_{code}": "" for name in WORDS}
    values |= {"title": values["title_en"], **dict.fromkeys(WORDS, "")}
    QuerySet(Event).filter(pk=event.pk).update(
        **values
    )  # not the manager: it would leave the columns without a language
