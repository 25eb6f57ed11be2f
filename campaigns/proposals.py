"""Hours that a person need not type: what the portal believes was worked, and an earlier week's entries once more.

Nothing here counts before the person says yes to it.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from coordinators.models import Break, Term
from coordinators.models.term import ACCESS_AFTER_TERM

from . import actions, weeks
from .models import HourEntry, HourProposal, Placement

WEEKS_BACK = 4  # how old a week may be that stands for last week after a break


@transaction.atomic
def propose_hours(
    *, placement: Placement, worked_on: dt.date, minutes: int, activity: str, note: str, origin: str, now: dt.datetime
) -> HourProposal | None:
    """Offer hours that come from `origin`, like "events.attendance:12", once for each placement.

    A second call corrects what still waits and never offers again what was taken or set aside. None where the offer
    could not be taken: a day outside the term, or a term that gives no access any more at `now`.
    """
    if not is_open(placement.appointment.term, worked_on, weeks.today(now)):
        return None
    values = {"worked_on": worked_on, "minutes": minutes, "activity": activity, "note": note}
    proposal, is_new = HourProposal.objects.get_or_create(placement=placement, origin=origin, defaults=values)
    if not is_new and HourProposal.objects.open().filter(pk=proposal.pk).update(**values):
        proposal.refresh_from_db()
    return proposal


@transaction.atomic
def take_proposal(*, proposal: HourProposal, now: dt.datetime) -> HourEntry:
    """The entry that the proposal becomes; a second call gives the same one.

    Raises ValidationError like `actions.log_hours`; the proposal then waits on.
    """
    taken = HourEntry.objects.filter(client_key=proposal.client_key).select_related("placement__campaign").first()
    entry = taken or actions.log_hours(
        placement=proposal.placement,
        worked_on=proposal.worked_on,
        minutes=proposal.minutes,
        activity=proposal.activity,
        note=proposal.note,
        key=proposal.client_key,
    )
    set_aside(proposal=proposal, now=now)
    return entry


def set_aside(*, proposal: HourProposal, now: dt.datetime) -> None:
    """Offer it no more. Nothing is said about the person by it."""
    HourProposal.objects.open().filter(pk=proposal.pk).update(answered_at=now)


def offer_again(*, proposal: HourProposal) -> None:
    """Undo of taking or of setting aside; who took it deletes the entry first."""
    HourProposal.objects.filter(pk=proposal.pk).update(answered_at=None)


@dataclass(frozen=True)
class Repeat:
    """An entry of an earlier week on its weekday. `key` is the same at every look, so it is never added twice."""

    source: HourEntry
    worked_on: dt.date

    @property
    def key(self) -> uuid.UUID:
        return uuid.uuid5(self.source.client_key, weeks.monday_of(self.worked_on).isoformat())

    @property
    def values(self) -> dict:
        """Keyword arguments of `actions.log_hours`."""
        like = self.source
        return {
            "placement": like.placement,
            "worked_on": self.worked_on,
            "minutes": like.minutes,
            "activity": like.activity,
            "note": like.note,
            "key": self.key,
        }


def newest_week(entries: Iterable[HourEntry], *, before: dt.date) -> list[HourEntry]:
    """Those of the last week with any in the WEEKS_BACK weeks before that Monday."""
    earlier = [entry for entry in entries if before - WEEKS_BACK * weeks.WEEK <= entry.worked_on < before]
    newest = max((weeks.monday_of(entry.worked_on) for entry in earlier), default=None)
    return [entry for entry in earlier if weeks.monday_of(entry.worked_on) == newest]


def repeats(
    earlier_week: Iterable[HourEntry],
    this_week: Iterable[HourEntry],
    *,
    monday: dt.date,
    term: Term,
    today: dt.date,
    breaks: Iterable[Break] = (),
) -> list[Repeat]:
    """What of it may be repeated in the week of `monday`: days of the term that have begun, none of a break, nothing
    twice.

    An entry is there already when it came from the same one, or when campaign, day, minutes and activity are the same.
    """
    this_week = list(this_week)
    keys = {entry.client_key for entry in this_week}
    moved = [Repeat(entry, monday + dt.timedelta(days=entry.worked_on.weekday())) for entry in earlier_week]
    from_here = {one.key for one in moved if one.key in keys}
    alike = Counter(_likeness(e, e.worked_on) for e in this_week if e.client_key not in from_here)
    wanted = []
    for one in moved:
        likeness = _likeness(one.source, one.worked_on)
        is_pause = any(pause.starts_on <= one.worked_on <= pause.ends_on for pause in breaks)
        if one.key in from_here or is_pause or not is_open(term, one.worked_on, today):
            continue
        if alike[likeness]:
            alike[likeness] -= 1
        else:
            wanted.append(one)
    return wanted


def is_open(term: Term, day: dt.date, today: dt.date) -> bool:
    """True for a day of the term that has begun, while the term gives access."""
    return term.holds(day) and day <= today <= term.ends_on + ACCESS_AFTER_TERM


def _likeness(entry: HourEntry, day: dt.date) -> tuple:
    return entry.placement_id, day, entry.minutes, entry.activity
