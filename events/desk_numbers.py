"""What the overview of one event says in numbers: who comes, in which language and channel, and what goes out when.

Never a name, never an address; as many questions for five hundred people as for one.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max, Min, Sum

from outreach.models import Message

from . import actions, clock, gate
from .letters import REMINDER
from .models import Event, EventTally, ReminderRule, Rsvp
from .readers import rule_text

State = Rsvp.State
TOLD = (State.CONFIRMED, State.WAITING, State.OFFERED)  # who hears of a change or a cancellation


@dataclass(frozen=True)
class Share:
    """So many of the people who are told, by one language or one channel, in words."""

    code: str
    label: str
    n: int


@dataclass(frozen=True)
class Numbers:
    """People by state; `guests` of those who are confirmed; `told` all who hear of a change."""

    confirmed: int
    guests: int
    waiting: int
    offered: int
    unconfirmed: int
    anonymous: int
    told: int
    languages: list[Share]
    channels: list[Share]

    @property
    def expected(self) -> int:
        return self.confirmed + self.guests + self.anonymous


def of(event: Event) -> Numbers:
    rows = event.rsvps.values("state", "language", "channel").annotate(n=Count("pk"), guests=Sum("guests")).order_by()
    states, languages, channels, guests = Counter(), Counter(), Counter(), 0
    for row in rows:
        states[row["state"]] += row["n"]
        guests += row["guests"] if row["state"] == State.CONFIRMED else 0
        if row["state"] in TOLD:
            languages[row["language"]] += row["n"]
            channels[row["channel"]] += row["n"]
    anonymous = EventTally.objects.filter(event=event).values_list("anonymous", flat=True).first() or 0
    return Numbers(
        *(states[State.CONFIRMED], guests, states[State.WAITING], states[State.OFFERED], states[State.PENDING]),
        *(anonymous, sum(languages.values())),
        _shares(languages, dict(settings.LANGUAGES)),
        _shares(channels, dict(Message.Channel.choices)),
    )


def _shares(counts: Counter, labels: dict) -> list[Share]:
    return [Share(code, str(label), counts[code]) for code, label in labels.items() if counts[code]]


@dataclass(frozen=True)
class Reminder:
    """One rule: what it says, when it goes out (`last` where readers' mornings differ), how many wait for it."""

    words: str
    at: str
    last: str
    n: int


def reminders(event: Event, now: dt.datetime) -> list[Reminder]:
    """Those still to come, soonest first; also while nobody has signed up yet."""
    if event.starts_at is None or event.starts_at <= now:
        return []
    about = Message.objects.filter(scope_type=actions.SCOPE, scope_id=event.pk, kind=REMINDER).queued()
    waiting: dict[str, list] = {}
    for rule, n, first, last in (
        about.order_by().values_list("rule").annotate(Count("pk"), Min("due_at"), Max("due_at"))
    ):
        waiting.setdefault(rule.partition("~")[0], []).append((n, first, last))
    found = []
    for rule in {rule.key: rule for rule in ReminderRule.objects.for_event(event)}.values():
        planned, due = waiting.get(rule.key, []), rule.due_at(event, event.zone, now)
        first = min((first for _n, first, _last in planned), default=due)
        last = max((last for _n, _first, last in planned), default=due)
        if first is not None and last > now:
            found.append((first, last, rule_text(rule.key), sum(n for n, _first, _last in planned)))
    return [
        Reminder(words, clock.moment_text(first, event.zone), last != first and clock.moment_text(last, event.zone), n)
        for first, last, words, n in sorted(found)
    ]


def waits_for_words(event: Event, now: dt.datetime) -> bool:
    """Whether messages about a published event are held back because a language is missing."""
    return (
        event.status != Event.Status.DRAFT
        and event.starts_at is not None
        and event.starts_at > now
        and gate.is_closed(event)
    )
