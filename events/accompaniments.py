"""The accompaniment desk: shifts beside a person on a hard way, for those who are trained and speak the language.

Nobody outside sees them. The meeting point is told to a shift's people once all its places are taken, so that nobody
goes alone. Nothing here knows who is accompanied.
"""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from coordinators.models import User
from partners.languages import NAMES

from . import actions, people, seats
from .models import Event, Qualification, Rsvp, Shift


class NeedsLanguage(Exception):
    """The person has not said that they speak the language of the shift."""


class Access(NamedTuple):
    """What somebody signed in may do here. `expired` are their trainings that ran out, while we still know of them."""

    sees: bool
    expired: list[Qualification]


class Line(NamedTuple):
    """One shift as this person sees it."""

    shift: Shift
    mine: bool
    faults: list[str]
    asks: str  # the language they have to say they speak
    meeting_told: bool

    @property
    def is_open(self) -> bool:
        return not (self.mine or self.faults)


def access(user: User, today: dt.date) -> Access:
    """Staff who plan events, and whoever has a valid training."""
    rows = list(Qualification.objects.of_contact(people.contact_of(user)).select_related("training"))
    valid = [row for row in rows if row.earned_on <= today <= row.expires_on]
    plans = user.is_staff and user.has_perm("events.change_event")
    return Access(bool(valid) or plans, [row for row in rows if row.expires_on < today])


def coming(now: dt.datetime):
    """Shifts that are not over of accompaniments that take place, with how many have them."""
    is_on = Q(event__status=Event.Status.PUBLISHED, event__is_demo__in=(False, settings.DEBUG))
    shifts = Shift.objects.of_accompaniments().filter(is_on, ends_at__gt=now).select_related("event", "training")
    confirmed = Q(places__rsvp__state=Rsvp.State.CONFIRMED)
    return shifts.annotate(taken=Count("places", filter=confirmed)).order_by("starts_at", "pk")


class Me(NamedTuple):
    """What decides about the shifts of one person; asked once for all of them."""

    user: User
    sign_ups: dict[int, Rsvp]
    taken: set[int]
    spoken: set[str]
    known: dict[int, Qualification]


def lines(user: User, now: dt.datetime) -> list[Line]:
    """The shifts to come for this person, in a fixed number of questions."""
    mine = list(people.of_user(user).filter(event__kind=Event.Kind.ACCOMPANIMENT).prefetch_related("places"))
    taken = {place.shift_id for rsvp in mine if rsvp.is_confirmed for place in rsvp.places.all()}
    known = seats.known_trainings(people.contact_of(user))
    me = Me(user, {rsvp.event_id: rsvp for rsvp in mine}, taken, languages_of(user), known)
    return [_line(shift, me, now) for shift in coming(now)]


def _line(shift: Shift, me: Me, now: dt.datetime) -> Line:
    if shift.pk in me.taken:
        return Line(shift, True, [], "", shift.tells_meeting_point(shift.taken))
    would_be = _once_signed_up(shift, me.user, me.spoken | {shift.language})
    faults = seats.shift_faults(shift, would_be, now, known=me.known)
    rsvp = me.sign_ups.get(shift.event_id)
    if not faults and not (rsvp and rsvp.is_confirmed) and not shift.event.takes_signups(now):
        faults = [_("Sign-up is closed.")]
    return Line(shift, False, faults, shift.language if shift.language not in me.spoken else "", False)


def _once_signed_up(shift: Shift, user: User, speaks: set[str]) -> Rsvp:
    """The person as they would be once they took it."""
    return Rsvp(event=shift.event, contact_bi=people.contact_of(user), speaks=sorted(speaks - {""}))


def languages_of(user: User) -> set[str]:
    """What they said they speak, in any sign-up that is still kept; what nobody confirmed a stranger may have typed."""
    said = people.of_user(user).signed_up().values_list("speaks", flat=True)
    return {code for codes in said for code in codes}


@transaction.atomic
def take(*, shift: Shift, user: User, speaks: bool, now: dt.datetime) -> None:
    """Sign the person up for the accompaniment, if they are not, and give them the shift.

    `speaks`: they say now that they speak its language. Raises NeedsLanguage, seats.ShiftClosed and
    actions.SignUpClosed; then nothing has changed.
    """
    spoken = languages_of(user)
    if shift.language and shift.language not in spoken and not speaks:
        raise NeedsLanguage(NAMES[shift.language])
    me = _once_signed_up(shift, user, spoken | {shift.language})
    if faults := seats.shift_faults(shift, me, now):
        raise seats.ShiftClosed(faults)
    rsvp = actions.sign_up_account(event=shift.event, user=user, now=now, speaks=me.speaks, discreet=True)
    if set(me.speaks) - set(rsvp.speaks):  # they were signed up before
        rsvp = actions.change_signup(rsvp=rsvp, now=now, speaks=me.speaks)
    seats.take_shift(shift=shift, rsvp=rsvp, now=now)


@transaction.atomic
def leave(*, shift: Shift, user: User, now: dt.datetime) -> None:
    """Give the shift back; with the last one of the accompaniment the sign-up goes too. Raises seats.ShiftClosed, and
    Rsvp.DoesNotExist when the person has none."""
    rsvp = people.of_user(user).get(event=shift.event_id)
    seats.leave_shift(shift=shift, rsvp=rsvp, now=now)
    if not rsvp.places.exists():
        actions.withdraw(rsvp=rsvp, now=now)
