"""Checking people in: who may open the door of an event and when, and what presses make of it.

Several phones press, some of them off line. The presses are what is kept; the state of a person follows from them in
the order in which they were made, so that two phones come to the same end whichever of them is heard first.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import weeks
from campaigns.models import Placement

from . import attendance, codes, people, tally
from .codes import Found, Is
from .models import DoorStroke, Event, EventTally, Rsvp
from .strokes import Kind, Stroke

BEFORE, AFTER = dt.timedelta(hours=12), dt.timedelta(hours=24)  # of the start, of the end
MOST_DOORS = 10  # on the page after signing in
REASONS = {
    Is.UNKNOWN: gettext_lazy("We do not know this code. Find the person in the list by name."),
    Is.ELSEWHERE: gettext_lazy("This code is for another event. Nobody was checked in."),
    Is.ERASED: gettext_lazy("This sign-up has been erased. Count the person without a name."),
    Is.PENDING: gettext_lazy("This sign-up was never confirmed. If you let the person in, count them without a name."),
    Is.WAITING: gettext_lazy(
        "This person is on the waiting list and has no place. If you let them in, count them without a name."
    ),
    Is.WITHDRAWN: gettext_lazy("This person withdrew. If they came after all, count them without a name."),
}
UNREADABLE = gettext_lazy("This press could not be read. Nothing was counted: press once more.")
NOT_YET = gettext_lazy("The door of this event is not open yet. Nothing was counted.")
ONESELF = gettext_lazy("At a training nobody checks in themselves. Ask somebody else at the door to do it.")
CLOSED = gettext_lazy("The numbers of this event were counted for the last time. This came too late to change them.")


# --- who and when -----------------------------------------------------------------------------------------------------
def opens_at(event: Event) -> dt.datetime:
    return event.starts_at - BEFORE


def closes_at(event: Event) -> dt.datetime:
    return event.ends_at + AFTER


def is_open(event: Event, now: dt.datetime) -> bool:
    """True from twelve hours before the start to a day after the end, while the event takes place."""
    takes_place = event.status == Event.Status.PUBLISHED and event.starts_at and event.ends_at
    return bool(takes_place) and opens_at(event) <= now < closes_at(event)


def keeps(user, event: Event, now: dt.datetime) -> bool:
    """Whether the door is theirs: staff, or a coordinator placed on the campaign of the event. That of a draft, which
    nobody else knows of, and that of a planned accompaniment are for staff alone."""
    if _is_staff(user):
        return True
    placed = event.campaign_id is not None and not event.is_secret and event.status != Event.Status.DRAFT
    return placed and _campaigns(user, now).filter(campaign=event.campaign_id).exists()


def doors_of(user, now: dt.datetime) -> list[Event]:
    """The open doors that are theirs, the next event first, in one query."""
    rows = Event.objects.filter(status=Event.Status.PUBLISHED, starts_at__lte=now + BEFORE, ends_at__gt=now - AFTER)
    if not _is_staff(user):
        rows = rows.filter(campaign__in=_campaigns(user, now).values("campaign"))
    return [event for event in rows.order_by("starts_at", "pk")[:MOST_DOORS] if _is_staff(user) or not event.is_secret]


def _is_staff(user) -> bool:
    return user.is_staff and user.has_perm("events.add_doorstroke")


def _campaigns(user, now: dt.datetime):
    return Placement.objects.of_user(user).open_on(weeks.today(now))


def may_open(user, event: Event, now: dt.datetime) -> bool:
    return is_open(event, now) and keeps(user, event, now)


def card(event: Event, now: dt.datetime) -> dict | None:
    """For the desk: when it is open and who came. None for an event that has no hours or no public."""
    if event.status == Event.Status.DRAFT or not (event.starts_at and event.ends_at):
        return None
    stays = EventTally.objects.filter(event=event).first() or EventTally()
    known = {"headcount": stays.headcount, "arrived": stays.arrived, "nameless": stays.nameless}
    opens, closes = opens_at(event), closes_at(event)
    is_ahead = event.status == Event.Status.PUBLISHED and now < opens
    if not (is_ahead or is_open(event, now) or (stays.headcount and now >= opens)):
        return None
    return known | {"opens": opens, "closes": closes, "is_open": is_open(event, now), "is_ahead": is_ahead}


# --- presses ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def record(*, event: Event, strokes: Iterable[Stroke | None], by, now: dt.datetime) -> list[dict]:
    """Keep the presses and let state, numbers, hours and trainings follow. One answer each: `state` is saved, already
    (a resend) or refused; then `errors` says why, and who sent it keeps it."""
    event = Event.objects.select_for_update(of=("self",)).select_related("training").get(pk=event.pk)
    strokes = list(strokes)
    delivery = _Delivery(event, strokes, by, now)
    answers = [delivery.take(stroke) for stroke in strokes]
    DoorStroke.objects.bulk_create(delivery.new)
    _follow(event, {row.rsvp_id for row in delivery.new if row.rsvp_id}, now)
    if delivery.new:
        tally.count(event)
    return answers


class _Delivery:
    """What the presses of one delivery share, read once however many they are."""

    def __init__(self, event: Event, strokes: list[Stroke | None], by, now: dt.datetime):
        self.event, self.by, self.now, self.new = event, by, now, []
        said = [stroke for stroke in strokes if stroke]
        known = DoorStroke.objects.filter(client_key__in=[stroke.key for stroke in said])
        self.known = dict(known.values_list("client_key", "event_id"))
        self.people = event.rsvps.in_bulk({stroke.rsvp for stroke in said if stroke.rsvp})
        self.is_over = tally.is_closed(event)

    def take(self, stroke: Stroke | None) -> dict:
        if stroke is None:
            return _refused(UNREADABLE)
        if stroke.key in self.known:
            there = {"state": "already"} | ({"rsvp": stroke.rsvp} if stroke.rsvp else {})
            return there if self.known[stroke.key] == self.event.pk else _refused(UNREADABLE)
        found = self._person(stroke)
        if why := self._fault(stroke, found):
            return _refused(why)
        self.known[stroke.key] = self.event.pk
        row = DoorStroke(event=self.event, client_key=stroke.key, kind=stroke.kind, by=self.by, people=stroke.people)
        row.rsvp, row.at = found.rsvp if found else None, _believed(stroke.at, self.event, self.now)
        self.new.append(row)
        return {"state": "saved"} | ({"rsvp": row.rsvp_id} if row.rsvp_id else {})

    def _fault(self, stroke: Stroke, found: Found | None) -> str | Promise:
        """Why it is not counted; empty when it is."""
        if self.is_over:
            return CLOSED
        if not self._has_begun():
            return NOT_YET
        if found and not (found.rsvp and (found.state in (Is.EXPECTED, Is.ARRIVED) or stroke.kind == Kind.MISTAKE)):
            return reason(found, self.by, self.now)
        return ONESELF if found and stroke.kind == Kind.ARRIVED and self._is_own(found.rsvp) else ""

    def _has_begun(self) -> bool:
        """What a phone brings late is taken as long as there are people; nobody has come before the door opened."""
        event = self.event
        return event.status != Event.Status.DRAFT and event.starts_at is not None and opens_at(event) <= self.now

    def _is_own(self, rsvp: Rsvp) -> bool:
        """A training opens the accompaniment desk, so that nobody but staff gives it to themselves."""
        if not self.event.training_id or self.by is None or _is_staff(self.by):
            return False
        return bytes(rsvp.contact_bi) == people.contact_of(self.by)

    def _person(self, stroke: Stroke) -> Found | None:
        """Whom it names; None where it counts without a name."""
        if stroke.kind == Kind.COUNT:
            return None
        if not stroke.rsvp:
            return codes.find(stroke.code, self.event, self.now)
        rsvp = self.people.get(stroke.rsvp)
        if rsvp is None:  # of another event, or erased: by its number alone nobody is told which
            return Found(Is.ERASED)
        rsvp.event = self.event
        return codes.of_row(rsvp, self.now)


def reason(found: Found, user, now: dt.datetime) -> str:
    """Why nobody is checked in by this code. Another event is named to whoever may open its door, to no one else."""
    if found.state == Is.ELSEWHERE and found.event and may_open(user, found.event, now):
        return _("This code is for another event: %(event)s. Nobody was checked in.") % {"event": found.event.title}
    return str(REASONS[found.state])


def _refused(why: str | Promise) -> dict:
    return {"state": "refused", "errors": {"": [str(why)]}}


def _believed(at: dt.datetime | None, event: Event, now: dt.datetime) -> dt.datetime:
    """When it was pressed, if that can be: not in the future and not before the door opened. Otherwise now."""
    return at if at and event.starts_at and opens_at(event) <= at <= now else now


def _follow(event: Event, pressed: set[int], now: dt.datetime) -> None:
    """Set who is in by all their presses: in since the first one that none of "mistake" followed."""
    since: dict[int, dt.datetime | None] = defaultdict(lambda: None)
    rows = DoorStroke.objects.filter(event=event, rsvp__in=pressed).order_by("at", "pk")
    for pk, kind, at in rows.values_list("rsvp", "kind", "at"):
        since[pk] = (since[pk] or at) if kind == Kind.ARRIVED else None
    came, left = [], []
    people: list[Rsvp] = list(event.rsvps.filter(pk__in=pressed))
    for rsvp in people:
        before, rsvp.arrived_at = rsvp.arrived_at, since[rsvp.pk]
        if bool(before) != bool(rsvp.arrived_at):
            (came if rsvp.arrived_at else left).append(rsvp)
    Rsvp.objects.bulk_update(people, ["arrived_at"])
    attendance.follow(event, came=came, left=left, now=now)
