"""What the outbox should hold for the people of one event, worked out from what is true. Pure: no clock, no database.

RELIABILITY 2.4 is the specification: reminders by rule, a notice of a change to who was told something else before, a
notice of the cancellation to everybody. Who waits for a place gets notices and offers, never a reminder.
"""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from outreach import quiet
from outreach.models import Message

from . import waiting
from .letters import CANCELLED, CHANGED, REMINDER, TOLD, event_is_near
from .models import Event, ReminderRule, Rsvp
from .models.event import SETTLE
from .place_letters import OFFER, PLACE, offer_rule

CATCH_UP = dt.timedelta(minutes=15)  # three rounds of the sweeper: a reminder missed for longer is not sent late
SETTLE_SHARE = 10  # a change waits for at most this part of the time that is left
KEPT = Message.Privacy.keep  # what people were told longer ago nobody knows any more
KINDS = (REMINDER, PLACE, OFFER, CHANGED, CANCELLED)  # what reconcile plans
TIMED = (REMINDER, PLACE, OFFER)  # of use at their moment only: dropped when they are no longer wanted
UNSENT = (Message.State.QUEUED, Message.State.CLAIMED)  # no mail server has heard of these


class Key(NamedTuple):
    """What is planned once in a revision."""

    rsvp: int
    kind: str
    rule: str


class Span(NamedTuple):
    """From when a message may go, and until when it is of use."""

    due: dt.datetime
    not_after: dt.datetime


class Row(NamedTuple):
    """A message of the outbox, as far as planning looks at it."""

    pk: int
    subject_id: int
    kind: str
    rule: str
    revision: int
    state: str
    told: int | None
    uncertain: int
    attempts: int
    due_at: dt.datetime
    lease_until: dt.datetime | None


Wanted = dict[Key, Span]
Planned = dict[Key, list[Row]]


def by_key(rows: Iterable[Row]) -> Planned:
    planned: Planned = defaultdict(list)
    for row in rows:
        planned[Key(row.subject_id, row.kind, row.rule)].append(row)
    return planned


def wanted(event: Event, people: list[Rsvp], rules: list[ReminderRule], rows: list[Row], now: dt.datetime) -> Wanted:
    """All that people are to be told, from now on and before."""
    confirmed = [rsvp for rsvp in people if rsvp.is_confirmed]
    timely = reminders(event, confirmed, rules, now) | places(event, confirmed, rows, now) | offers(event, people, now)
    return timely | notices(event, [rsvp for rsvp in people if rsvp.is_signed_up], rows, now)


# --- reminders --------------------------------------------------------------------------------------------------------
def reminders(event: Event, confirmed: list[Rsvp], rules: list[ReminderRule], now: dt.datetime) -> Wanted:
    if not event.is_ahead(now):
        return {}
    zones = {rsvp.time_zone: zone_of(rsvp, event) for rsvp in confirmed}
    due = {(rule.key, name): rule.due_at(event, zone, now) for rule in rules for name, zone in zones.items()}
    keys = dict.fromkeys(rule.key for rule in rules)  # two rules that say the same remind once
    return {
        Key(rsvp.pk, REMINDER, rule_for(rsvp, rule)): Span(at, event.starts_at)
        for rsvp in confirmed
        for rule in keys
        if (at := due[rule, rsvp.time_zone]) is not None
    }


def places(event: Event, confirmed: list[Rsvp], rows: list[Row], now: dt.datetime) -> Wanted:
    """The exact place at its hour, to who confirmed before; who comes later finds it on the page that says thanks."""
    at = event.exact_from
    if at is None or event.is_secret or not event.is_ahead(now):
        return {}
    heard = {row.subject_id for row in rows if row.kind == PLACE and (row.state in TOLD or row.uncertain)}
    found: Wanted = {}
    for rsvp in confirmed:
        due = at if _is_free_of_night(event, rsvp, at) else quiet.over_at(at, zone_of(rsvp, event)) or at
        if due < event.starts_at and rsvp.confirmed_at < at and (at > now or rsvp.pk not in heard):
            rule = rule_for(rsvp, f"{event.exact_hours_before}h")
            found[Key(rsvp.pk, PLACE, rule)] = Span(max(due, now), event.starts_at)
    return found


def offers(event: Event, people: list[Rsvp], now: dt.datetime) -> Wanted:
    """To each who is offered a place, while it is held for them; each offer is a message of its own."""
    if not event.is_ahead(now):
        return {}
    offered = [rsvp for rsvp in people if rsvp.state == Rsvp.State.OFFERED and rsvp.offered_until > now]
    told_at = {rsvp.pk: waiting.told_at(now, event.starts_at, rsvp.channel, zone_of(rsvp, event)) for rsvp in offered}
    return {Key(rsvp.pk, OFFER, offer_rule(rsvp)): Span(told_at[rsvp.pk], rsvp.offered_until) for rsvp in offered}


def rule_for(rsvp: Rsvp, rule: str) -> str:
    """Who withdrew and came back is told again, although the messages of the first time are final."""
    return f"{rule}~{rsvp.withdrawn_at:%y%m%d%H%M%S%f}" if rsvp.withdrawn_at else rule


def zone_of(rsvp: Rsvp, event: Event) -> zoneinfo.ZoneInfo:
    """The reader's, where the quiet hours hold. One that tzdata dropped must not stop the planning for the others."""
    try:
        return rsvp.zone or event.zone
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return event.zone


# --- changes and cancellations ----------------------------------------------------------------------------------------
def revisions_told(rows: Iterable[Row]) -> dict[int, int]:
    """By person, the revision of the facts that they go by. Who is not in it was told nothing that we know of."""
    told: dict[int, int] = {}
    for row in rows:
        if row.told is None or not (row.state in TOLD or row.uncertain):
            continue
        # Of several tries only the last left its mark, and nobody knows which of them arrived: count the oldest.
        mixed = row.uncertain and row.state != Message.State.SENT
        revision = min(row.told, row.revision) if mixed else row.told
        told[row.subject_id] = max(revision, told.get(row.subject_id, 0))
    return told


def on_their_way(rows: Iterable[Row]) -> dict[int, dt.datetime]:
    """By person, until when a message that a worker is handing over right now may still arrive."""
    sending = [row for row in rows if row.state == Message.State.SENDING]
    return {row.subject_id: row.lease_until for row in sorted(sending, key=lambda row: row.lease_until)}


def notices(event: Event, readers: list[Rsvp], rows: list[Row], now: dt.datetime) -> Wanted:
    """To whom to say that it changed or is off; after what is on its way, since people go by what came last."""
    until = told_until(event)
    if until is None or until <= now:
        return {}
    told, arriving = revisions_told(rows), on_their_way(rows)
    off = event.status == Event.Status.CANCELLED
    kind, due = (CANCELLED if off else CHANGED), {}
    found: Wanted = {}
    for rsvp in readers:
        if off or _goes_by_older_facts(rsvp, event, told, now):
            where = rsvp.time_zone, rsvp.channel
            if where not in due:
                due[where] = notice_due(event, kind, rsvp, until, now)
            at = min(max(due[where], arriving.get(rsvp.pk, now)), until)
            found[Key(rsvp.pk, kind, rule_for(rsvp, "-"))] = Span(at, until)
    return found


def _goes_by_older_facts(rsvp: Rsvp, event: Event, told: dict[int, int], now: dt.datetime) -> bool:
    if rsvp.pk in told:
        return told[rsvp.pk] < event.revision
    # They were told once, or they could not have confirmed, but the record of it is purged by now.
    return rsvp.confirmed_at <= now - KEPT and event.revised_at is not None and event.revised_at > now - KEPT


def told_until(event: Event) -> dt.datetime | None:
    """When somebody who knows only what was announced before would find out by themselves."""
    ends = [instant for instant in (event.ends_at, event.previous_start) if instant is not None]
    return max(ends, default=None)


def settled_at(event: Event, kind: str, now: dt.datetime) -> dt.datetime:
    """From when a notice may go: a cancellation at once, a change when no other one followed it for a while."""
    since = event.revised_at or now
    starts = [start for start in (event.previous_start, event.starts_at) if start is not None]
    if kind == CANCELLED or not starts:
        return now
    left = max(min(starts) - since, dt.timedelta(0))
    return max(now, since + min(SETTLE, left / SETTLE_SHARE))


def notice_due(event: Event, kind: str, rsvp: Rsvp, until: dt.datetime, now: dt.datetime) -> dt.datetime:
    """As settled_at, outside the reader's quiet hours unless it cannot wait. The gate asks the same again."""
    due = settled_at(event, kind, now)
    if _is_free_of_night(event, rsvp, due) or (kind == CANCELLED and event_is_near(event, due)):
        return due
    morning = quiet.over_at(due, zone_of(rsvp, event))
    return due if morning is None or morning > until else morning


def _is_free_of_night(event: Event, rsvp: Rsvp, at: dt.datetime) -> bool:
    """Whether what goes then need not wait for the morning. A text message always does."""
    return rsvp.channel == Message.Channel.EMAIL and event_is_near(event, at)


# --- what is different from that --------------------------------------------------------------------------------------
def missing(wanted: Wanted, planned: Planned, people: list[Rsvp], revision: int, now: dt.datetime) -> Wanted:
    """What is to be planned of it."""
    since = {rsvp.pk: rsvp.confirmed_at for rsvp in people}
    new = {key: span for key, span in wanted.items() if _is_new(key, planned.get(key, ()), revision)}
    return {
        key: span
        for key, span in new.items()
        if key.kind != REMINDER or _is_still_of_use(planned.get(key, []), span.due, since[key.rsvp], now)
    }


def _is_new(key: Key, rows: Iterable[Row], revision: int) -> bool:
    """Not planned in this revision; an offer that went out is not made twice, since a notice says what changed."""
    return not any(
        row.revision == revision or (key.kind == OFFER and (row.state in TOLD or row.uncertain)) for row in rows
    )


def _is_still_of_use(rows: list[Row], due: dt.datetime, since: dt.datetime, now: dt.datetime) -> bool:
    """A reminder whose moment has passed is not, unless it was still waiting when the facts changed, or an earlier
    planning was missed a moment ago."""
    if due > now or any(row.state in UNSENT for row in rows):
        return True
    return not rows and since < due and due > now - CATCH_UP


def ends(
    wanted: Wanted, planned: Planned, people: list[Rsvp], revision: int
) -> dict[tuple[Message.State, str], list[int]]:
    """Ids of messages that must not go out any more, by state and reason."""
    readers = {rsvp.pk for rsvp in people if rsvp.is_signed_up}
    found = defaultdict(list)
    for key, rows in planned.items():
        dropped = key.kind in TIMED and key not in wanted
        for row in rows:
            if row.kind not in KINDS or row.state not in UNSENT:
                continue
            if key.rsvp not in readers:
                found[Message.State.SUPPRESSED, "withdrawn"].append(row.pk)
            elif key.kind == OFFER and dropped:
                found[Message.State.SUPERSEDED, "offer is over"].append(row.pk)
            elif dropped or row.revision < revision:
                found[Message.State.SUPERSEDED, "facts changed"].append(row.pk)
    return found


def returns(wanted: Wanted, planned: Planned, revision: int, now: dt.datetime, *, asked: bool) -> dict[Span, list[int]]:
    """Ids of messages to queue (again), by when.

    A rule that was taken away and came back finds its reminder superseded. When the reader `asked`, because they want
    mail again or live by another clock, what they had stopped returns and what waits gets its new hour.
    """
    ended = {Message.State.SUPERSEDED} | ({Message.State.SUPPRESSED} if asked else set())
    found = defaultdict(list)
    for key, span in wanted.items():
        for row in planned.get(key, ()):
            back = row.state in ended and (key.kind != REMINDER or span.due > now)
            moved = asked and row.state == Message.State.QUEUED and not row.attempts and row.due_at != span.due
            if row.revision == revision and (back or (moved and row.due_at > now)):
                found[span].append(row.pk)
    return found
