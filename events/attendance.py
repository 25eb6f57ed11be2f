"""What follows from being checked in: hours are offered to a coordinator, and a training gives its qualification.

Both follow the person's state, so that a press taken back takes them back as well.
"""

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.utils import translation

from campaigns import proposals
from campaigns.models import HourEntry, HourProposal, Placement
from campaigns.models.hours import MAX_MINUTES_A_DAY, QUARTER_HOUR
from outreach import sealing

from .models import Event, Qualification, Rsvp, Shift

Kind, Activity = Event.Kind, HourEntry.Activity
NOTE_LENGTH = 280  # as HourProposal.note
ACTIVITIES = {
    Kind.RALLY: Activity.RALLY,
    Kind.MARCH: Activity.RALLY,
    Kind.HEARING: Activity.RALLY,
    Kind.TRAINING: Activity.TRAINING,
    Kind.ACCOMPANIMENT: Activity.ACCOMPANIMENT,
    Kind.CLINIC: Activity.OUTREACH,
    Kind.COMMUNITY_DAY: Activity.OUTREACH,
}


def follow(event: Event, *, came: list[Rsvp], left: list[Rsvp], now: dt.datetime) -> None:
    """After a delivery of presses: `came` were not in before, `left` were. The caller holds the lock on the event."""
    placements = _placements(event) if came or left else {}
    for rsvp in came:
        if placement := placements.get(bytes(rsvp.contact_bi)):
            _offer(event, rsvp, placement, now)
        if event.training:
            qualify(event, bytes(rsvp.contact_bi))
    for rsvp in left:
        if placement := placements.get(bytes(rsvp.contact_bi)):
            HourProposal.objects.open().filter(placement=placement, origin=_origin(event)).delete()
        if event.training:
            disqualify(event, bytes(rsvp.contact_bi))


def day_of(event: Event) -> dt.date:
    return event.starts_at.astimezone(event.zone).date()


def minutes_of(event: Event, shifts: list[Shift]) -> int:
    """What to offer: the shifts the person had or else the whole event, rounded to quarters of an hour."""
    spans = [(shift.starts_at, shift.ends_at) for shift in shifts] or [(event.starts_at, event.ends_at)]
    minutes = sum((end - start).total_seconds() for start, end in spans) / 60
    rounded = int(minutes / QUARTER_HOUR + 0.5) * QUARTER_HOUR
    return min(max(rounded, QUARTER_HOUR), MAX_MINUTES_A_DAY)


def qualify(event: Event, contact_bi: bytes) -> None:
    """Give or renew what the event trains for; it never ends sooner than it did. `earned_on` stays the first day of
    an unbroken time."""
    day = day_of(event)
    until = day + relativedelta(months=event.training.months_valid)
    fresh = {"earned_on": day, "expires_on": until, "expired_before": None}
    row, is_new = Qualification.objects.get_or_create(contact_bi=contact_bi, training=event.training, defaults=fresh)
    if is_new or row.expires_on >= until:
        return
    if row.expires_on >= day:
        fresh = {"earned_on": min(row.earned_on, day), "expires_on": until, "expired_before": row.expires_on}
    Qualification.objects.filter(pk=row.pk).update(**fresh)


def disqualify(event: Event, contact_bi: bytes) -> None:
    """Take back what this event gave: a renewal goes back to the last day it had before, and what is no renewal goes.
    Nothing happens where another event gave as much or more."""
    same = Rsvp.objects.filter(contact_bi=contact_bi, event__training=event.training, event__held_on=event.held_on)
    if same.exclude(event=event).filter(arrived_at__isnull=False).exists():
        return
    until = day_of(event) + relativedelta(months=event.training.months_valid)
    given = Qualification.objects.filter(contact_bi=contact_bi, training=event.training, expires_on=until)
    for row in given:
        if row.expired_before is None:
            row.delete()
        else:
            row.expires_on, row.expired_before = row.expired_before, None
            row.save(update_fields=["expires_on", "expired_before"])


def _offer(event: Event, rsvp: Rsvp, placement: Placement, now: dt.datetime) -> None:
    shifts = list(Shift.objects.filter(places__rsvp=rsvp))
    with translation.override(placement.appointment.coordinator.user.language):
        note = str(event.get_kind_display() if event.kind == Kind.ACCOMPANIMENT else event.title)
    proposals.propose_hours(
        placement=placement,
        worked_on=day_of(event),
        minutes=minutes_of(event, shifts),
        activity=ACTIVITIES.get(event.kind, Activity.MEETING),
        note=note[:NOTE_LENGTH],
        origin=_origin(event),
        now=now,
    )


def _placements(event: Event) -> dict[bytes, Placement]:
    """Placements on the campaign of the event that hold its day, by the hash of the person's own address."""
    if event.campaign_id is None:
        return {}
    user = "appointment__coordinator__user"
    rows = Placement.objects.on(day_of(event)).filter(campaign=event.campaign_id, **{f"{user}__isnull": False})
    rows = rows.select_related(user, "appointment__term")
    return {sealing.contact_index(row.appointment.coordinator.user.email): row for row in rows}


def _origin(event: Event) -> str:
    return f"events.attendance:{event.pk}"
