"""How many seats an event has left and who gets them, and the same for its shifts.

A seat is a person; who brings two guests takes three. Confirmed people have seats, and whoever is offered one: it is
held until `offered_until`. All but `free` and `shift_faults` write, and need the lock on the event's row, which the
verbs for views (take_shift, leave_shift) take themselves.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.languages import NAMES

from . import clock, gate, shifts, waiting
from .models import Event, Qualification, Rsvp, Shift, ShiftPlace

HOLDING = (Rsvp.State.CONFIRMED, Rsvp.State.OFFERED)  # seats


class ShiftClosed(Exception):
    """The person cannot take the shift. `faults` says why, in words for them."""

    def __init__(self, faults: list[str]):
        super().__init__(*faults)
        self.faults = faults


# --- the event --------------------------------------------------------------------------------------------------------
def free(event: Event) -> int | None:
    """How many seats nobody has and nobody is offered; None without a limit. True only of a row read under the lock."""
    return None if event.capacity is None else max(0, event.capacity - event.seats_taken)


def validate_capacity(event: Event) -> None:
    """Raises ValidationError at `capacity` when more seats are taken than the edited event would have."""
    taken = Event.objects.filter(pk=event.pk).values_list("seats_taken", flat=True).first() or 0
    if event.capacity is None or event.capacity >= taken:
        return
    text = ngettext(
        "One place is taken or offered already. Nobody loses a place: type 1 or more.",
        "%(n)d places are taken or offered already. Nobody loses a place: type %(n)d or more.",
        taken,
    )
    raise ValidationError({"capacity": text % {"n": taken}})


def claim(event: Event, rsvp: Rsvp, now: dt.datetime) -> None:
    """Give the person a place now if their party fits, else one in the line; a place that is held for them is theirs.

    Who let an offer lapse stands at the end of the line, and with this they are offered places again.
    """
    if rsvp.is_confirmed:
        return
    if rsvp.state == Rsvp.State.OFFERED or _fits(event, rsvp.seats):
        rsvp.state, rsvp.waiting_since, rsvp.confirmed_at = Rsvp.State.CONFIRMED, None, now
    elif rsvp.state != Rsvp.State.WAITING:
        rsvp.state, rsvp.waiting_since, rsvp.confirmed_at = Rsvp.State.WAITING, now, now
    rsvp.offered_until = None
    rsvp.save(update_fields=["state", "waiting_since", "offered_until", "confirmed_at"])
    recount(event)


def set_guests(event: Event, rsvp: Rsvp, guests: int) -> None:
    """Bring so many. Raises ValidationError at `guests` for more than there is room for."""
    if not 0 <= guests <= max(event.most_guests, rsvp.guests):
        text = ngettext("You may bring one person at most.", "You may bring %(n)d people at most.", event.most_guests)
        raise ValidationError({"guests": text % {"n": event.most_guests}})
    more = guests - rsvp.guests
    if rsvp.state in HOLDING and more > 0 and not _fits(event, more):
        raise ValidationError({"guests": _room_text(free(event))})
    rsvp.guests = guests
    rsvp.save(update_fields=["guests"])
    recount(event)


def _room_text(left: int) -> str:
    if not left:
        return _("There is no room for more people.")
    return ngettext("There is room for one more person.", "There is room for %(n)d more people.", left) % {"n": left}


def leave(event: Event, rsvp: Rsvp, now: dt.datetime) -> None:
    """Give up place, place in the line, offer and shifts."""
    rsvp.state, rsvp.withdrawn_at, rsvp.waiting_since, rsvp.offered_until = Rsvp.State.WITHDRAWN, now, None, None
    rsvp.save(update_fields=["state", "withdrawn_at", "waiting_since", "offered_until"])
    had = list(rsvp.places.values_list("shift", flat=True))
    rsvp.places.all().delete()
    shifts.tell_pair(event, had, but=rsvp, now=now)
    recount(event)


def move_up(event: Event, now: dt.datetime) -> list[Rsvp]:
    """End offers that nobody answered and offer what is free to the line. Returns whose state changed.

    Who did not answer waits at the end of the line and is offered nothing more until they say that they still want a
    place. While the event does not take place, as when it is postponed, offers go back to their places in the line.
    While a language is missing nothing is offered, since no message could say so.
    """
    waiters = list(event.rsvps.waiters())
    changed = _end_offers(event, waiters, now)
    if event.is_ahead(now):
        changed += _shorten_offers(event, waiters, now) + _offer(event, waiters, now)
    return changed


def recount(event: Event) -> None:
    """Make `seats_taken` and `is_full` true."""
    held = event.rsvps.filter(state__in=HOLDING).aggregate(people=Count("pk"), guests=Sum("guests"))
    taken = held["people"] + (held["guests"] or 0)
    full = event.capacity is not None and taken >= event.capacity
    if (taken, full) != (event.seats_taken, event.is_full):
        event.seats_taken, event.is_full = taken, full
        Event.objects.filter(pk=event.pk).update(seats_taken=taken, is_full=full)


def _fits(event: Event, seats: int) -> bool:
    left = free(event)
    return left is None or seats <= left


def _end_offers(event: Event, waiters: list[Rsvp], now: dt.datetime) -> list[Rsvp]:
    off = not event.is_ahead(now) and (event.starts_at is None or event.starts_at > now)
    ended = [rsvp for rsvp in waiters if rsvp.state == Rsvp.State.OFFERED and (off or rsvp.offered_until <= now)]
    for rsvp in ended:
        rsvp.state = Rsvp.State.WAITING
        if off:
            rsvp.offered_until = None
        else:
            rsvp.waiting_since = now
    if ended:
        Rsvp.objects.bulk_update(ended, ["state", "waiting_since", "offered_until"])
        recount(event)
    return ended


def _shorten_offers(event: Event, waiters: list[Rsvp], now: dt.datetime) -> list[Rsvp]:
    """Those that would outlast the start, since it was moved: with a new time to answer, which is told again."""
    late = [one for one in waiters if one.state == Rsvp.State.OFFERED and one.offered_until > event.starts_at]
    for rsvp in late:
        rsvp.offered_until = waiting.deadline(_told_at(event, rsvp, now), event.starts_at)
    if late:
        Rsvp.objects.bulk_update(late, ["offered_until"])
    return late


def _offer(event: Event, waiters: list[Rsvp], now: dt.datetime) -> list[Rsvp]:
    line = [rsvp for rsvp in waiters if rsvp.is_in_line and _told_at(event, rsvp, now) < event.starts_at]
    if not line or gate.is_closed(event):
        return []
    chosen = set(waiting.whom([(rsvp.pk, rsvp.seats) for rsvp in line], free(event)))
    offered = [rsvp for rsvp in line if rsvp.pk in chosen]
    for rsvp in offered:
        rsvp.state = Rsvp.State.OFFERED
        rsvp.offered_until = waiting.deadline(_told_at(event, rsvp, now), event.starts_at)
    if offered:
        Rsvp.objects.bulk_update(offered, ["state", "offered_until"])
        recount(event)
    return offered


def _told_at(event: Event, rsvp: Rsvp, now: dt.datetime) -> dt.datetime:
    rsvp.event = event
    return waiting.told_at(now, event.starts_at, rsvp.channel, rsvp.quiet_zone)


# --- its shifts -------------------------------------------------------------------------------------------------------
@transaction.atomic
def take_shift(*, shift: Shift, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person takes a place of the shift; nothing happens when they have it. Raises ShiftClosed, and
    Shift.DoesNotExist or Rsvp.DoesNotExist for what was deleted meanwhile."""
    event = Event.objects.select_for_update().get(pk=rsvp.event_id)
    rsvp, shift = event.rsvps.get(pk=rsvp.pk), Shift.objects.select_related("event", "training").get(pk=shift.pk)
    if rsvp.places.filter(shift=shift).exists():
        return
    faults = shift_faults(shift, rsvp, now)
    if ShiftPlace.objects.of_contact(bytes(rsvp.contact_bi)).meanwhile(shift).exists():
        faults.append(_("You have another shift at these hours. Give that one back first."))
    if faults:
        raise ShiftClosed(faults)
    ShiftPlace.objects.create(shift=shift, rsvp=rsvp, taken_at=now)
    if shift.places.count() >= shift.capacity:
        shifts.tell_pair(event, [shift.pk], but=rsvp, now=now)


@transaction.atomic
def leave_shift(*, shift: Shift, rsvp: Rsvp, now: dt.datetime) -> None:
    """The person gives the shift back. Raises ShiftClosed once it began: then who stands there has to be known."""
    event = Event.objects.select_for_update().get(pk=rsvp.event_id)
    if shift.starts_at <= now:
        raise ShiftClosed([_("This shift has begun.")])
    if ShiftPlace.objects.filter(shift=shift, rsvp=rsvp, rsvp__event=event).delete()[0]:
        shifts.tell_pair(event, [shift.pk], but=rsvp, now=now)


def known_trainings(contact_bi: bytes) -> dict[int, Qualification]:
    """The qualifications of one person by training, to be handed to `shift_faults` where it is asked for many."""
    return {row.training_id: row for row in Qualification.objects.of_contact(bytes(contact_bi))}


def shift_faults(
    shift: Shift, rsvp: Rsvp, now: dt.datetime, *, known: dict[int, Qualification] | None = None
) -> list[str]:
    """Why this person cannot take this shift, in words for them; empty when they can.

    Reads shift.event and shift.training, `shift.taken` where it was annotated (Shift.objects.with_taken()), and
    `known` (known_trainings) instead of asking the database. `rsvp` may be unsaved: then it is judged as confirmed.
    """
    event = shift.event
    if rsvp.event_id != event.pk:
        return [_("This shift belongs to another event.")]
    if event.status != Event.Status.PUBLISHED:
        return [_("Shifts of this event are not open.")]
    if shift.starts_at <= now:
        return [_("This shift has begun.")]
    faults = [] if rsvp.pk is None or rsvp.is_confirmed else [_("You need a place at the event first.")]
    taken = getattr(shift, "taken", None)
    if (shift.places.count() if taken is None else taken) >= shift.capacity:
        faults.append(_("This shift is full."))
    if shift.language and shift.language not in rsvp.speaks:
        language = NAMES.get(shift.language, shift.language)
        faults.append(_("This shift needs somebody who speaks %(language)s.") % {"language": language})
    if shift.training_id:
        faults += _training_faults(shift, known_trainings(rsvp.contact_bi) if known is None else known, now)
    return faults


def _training_faults(shift: Shift, known: dict[int, Qualification], now: dt.datetime) -> list[str]:
    row, words = known.get(shift.training_id), {"training": shift.training.name}
    if row is None or row.earned_on > shift.day:
        return [_("This shift needs the training “%(training)s”, and you do not have it yet.") % words]
    if shift.day <= row.expires_on:
        return []
    words["day"] = clock.day_text(row.expires_on)
    if row.expires_on < now.astimezone(shift.event.zone).date():
        return [_("This shift needs the training “%(training)s”. Yours expired on %(day)s.") % words]
    return [_("This shift needs the training “%(training)s”. Yours ends on %(day)s, before the shift.") % words]
