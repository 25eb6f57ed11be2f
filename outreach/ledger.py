"""What staff read about messages: counts and lines from the delivery record, never from what was meant to happen.

Everything here is a fixed number of statements, however many people a message went to.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.utils.translation import pgettext_lazy

from . import kinds, reasons
from .conservation import OVERDUE
from .kinds import Kind, Reader
from .models import DeliveryAttempt, Engine, Message

COMING = dt.timedelta(hours=48)
SEALED = "-"  # subject of what has none, like a sign-in code: counted, never listed, or it would tell who signs in when
State = Message.State
WAITING = "waiting"  # the three states that are not final, which staff need not tell apart
WORDS = {  # short, for a tag and a filter; the line says more
    State.QUEUED: pgettext_lazy("message", "waiting"),
    State.CLAIMED: pgettext_lazy("message", "about to be sent"),
    State.SENDING: pgettext_lazy("message", "being sent"),
    State.SENT: pgettext_lazy("message", "sent"),
    State.UNCONFIRMED: pgettext_lazy("message", "unknown"),
    State.DEAD: pgettext_lazy("message", "refused"),
    State.FAILED: pgettext_lazy("message", "failed"),
    State.SUPERSEDED: pgettext_lazy("message", "replaced"),
    State.SUPPRESSED: pgettext_lazy("message", "not wanted"),
    State.EXPIRED: pgettext_lazy("message", "too late"),
}
LOOK_FIRST = (State.UNCONFIRMED, State.FAILED, State.DEAD)
GROUPS = {
    WAITING: Message.PENDING,
    "sent": (State.SENT,),
    "unconfirmed": (State.UNCONFIRMED,),
    "failed": (State.DEAD, State.FAILED),
    "not_sent": (State.SUPERSEDED, State.SUPPRESSED, State.EXPIRED),
}
RANK = Case(When(state__in=LOOK_FIRST, then=0), When(state__in=Message.PENDING, then=1), default=2)


@dataclass(frozen=True)
class Law:
    """The conservation law (RELIABILITY 2.3) at one instant, as counts."""

    planned: int
    ended: int
    waiting: int
    overdue: int
    stuck: int
    unrecorded: int

    @property
    def holds(self) -> bool:
        return self.planned == self.ended + self.waiting and not self.unrecorded

    @property
    def is_calm(self) -> bool:
        return self.holds and not self.overdue and not self.stuck


def law(now: dt.datetime) -> Law:
    """Everything that was ever planned and not yet purged, in one statement."""
    late, tries = now - OVERDUE, DeliveryAttempt.objects.filter(message=OuterRef("pk"))
    pending = Q(state__in=Message.PENDING)
    leased = Q(state__in=(State.CLAIMED, State.SENDING), lease_until__lt=late)
    counts = {
        "planned": Count("pk"),
        "ended": Count("pk", filter=~pending & Q(finished_at__isnull=False)),
        "waiting": Count("pk", filter=pending & Q(finished_at=None)),
        "overdue": Count("pk", filter=Q(state=State.QUEUED, next_at__lte=late)),
        "stuck": Count("pk", filter=leased),
        "unrecorded": Count("pk", filter=Q(state=State.SENT) & ~Exists(tries)),
    }
    return Law(**Message.objects.aggregate(**counts))


@dataclass(frozen=True)
class Lane:
    """One channel, as it is now: it runs, is paused or not set up, or no worker looks for its messages."""

    engine: Engine
    now: dt.datetime

    @property
    def is_silent(self) -> bool:
        """No worker has looked for so long that a message which is due would be late."""
        last = self.engine.last_tick_at
        return last is None or self.now - last > OVERDUE

    @property
    def is_off(self) -> bool:
        """Text messages cost money and need a provider: off until somebody sets one up."""
        return self.engine.channel == Message.Channel.SMS and settings.SMS is None

    @property
    def why(self) -> str:
        return reasons.of_pause(self.engine.reason)


def lanes(now: dt.datetime) -> list[Lane]:
    """Email first."""
    return [Lane(engine, now) for engine in Engine.objects.all()]


@dataclass(frozen=True)
class Tally:
    """How many messages of one scope, or of one kind without scope, are in which group of states."""

    scope_type: str
    scope_id: int | None
    kind: str
    counts: Counter

    @property
    def planned(self) -> int:
        return self.counts.total()

    @property
    def label(self) -> str:
        return kind_label(self.kind)


def tallies() -> tuple[list[Tally], list[Tally]]:
    """By scope (its type and id), and by kind for what has no scope."""
    group = {state: name for name, states in GROUPS.items() for state in states}
    columns = ("scope_type", "scope_id", "kind", "state")
    counted: dict[tuple, Counter] = defaultdict(Counter)
    for scope, pk, kind, state, n in Message.objects.order_by(*columns).values_list(*columns).annotate(n=Count("pk")):
        counted[(scope, pk, "") if scope else ("", None, kind)][group[state]] += n
    found = [Tally(*key, counts) for key, counts in counted.items()]
    return [tally for tally in found if tally.scope_type], [tally for tally in found if not tally.scope_type]


@dataclass(frozen=True)
class Coming:
    """How many messages of one kind are queued for readers of one language on one channel."""

    label: str
    language: str
    channel: str
    n: int
    share: float = 1  # of the longest bar

    @property
    def channel_label(self) -> str:
        return Message.Channel(self.channel).label

    @property
    def bar(self) -> int:
        """Length of its bar, of 95 at most."""
        return round(95 * self.share)


def coming(now: dt.datetime) -> list[Coming]:
    """What is to go out in the next 48 hours, by kind, language of the reader and channel; most first."""
    queued = Message.objects.pending().filter(next_at__lte=now + COMING)
    rows = list(queued.values_list("kind", "subject_id", "channel"))
    people = _readers((kind, pk) for kind, pk, _channel in rows)
    counted = Counter()
    for kind, pk, channel in rows:
        reader = people.get((kind, pk), Reader("", "", ""))
        counted[kind, reader.language, reader.channel or channel] += 1
    most = max(counted.values(), default=1)
    found = [Coming(kind_label(kind), tongue, channel, n, n / most) for (kind, tongue, channel), n in counted.items()]
    return sorted(found, key=lambda row: (-row.n, row.label, row.language))


def rows(
    *, state: str = "", kind: str = "", channel: str = "", scope: tuple[str, int | None] | None = None
) -> QuerySet[Message]:
    """What may be listed: first what needs a look, then what waits, soonest first, then what ended, newest first.

    `state` is one of GROUPS or a state; scope ("", None) stands for messages without one.
    """
    found = Message.objects.exclude(subject_type=SEALED)
    if state:
        found = found.filter(state__in=GROUPS.get(state, (state,)))
    if kind:
        found = found.filter(kind=kind)
    if channel:
        found = found.filter(channel=channel)
    if scope is not None:
        found = found.filter(scope_type=scope[0], scope_id=scope[1])
    return found.order_by(RANK, Case(When(state__in=Message.PENDING, then="next_at")), "-finished_at", "-pk")


def again(now: dt.datetime) -> QuerySet[Message]:
    """What may be sent again: of unknown outcome or our own fault, in time, and no newer message took its place."""
    newer = Message.objects.filter(
        subject_type=OuterRef("subject_type"),
        subject_id=OuterRef("subject_id"),
        kind=OuterRef("kind"),
        rule=OuterRef("rule"),
        revision__gt=OuterRef("revision"),
    )
    ended = Message.objects.filter(state__in=(State.UNCONFIRMED, State.FAILED), not_after__gt=now)
    return ended.exclude(subject_type=SEALED).exclude(Exists(newer))


def scopes(scope_type: str) -> QuerySet:
    """Ids of what has messages, like events, for a filter."""
    return Message.objects.filter(scope_type=scope_type).order_by().values("scope_id").distinct()


def copies(message: Message) -> int:
    """How many copies its reader may have in the end when it is sent again: those of before, and U + 1 new ones."""
    kind = _kind(message.kind)
    before = message.uncertain + (message.state == State.UNCONFIRMED)
    return before + 1 + (kind.max_uncertain if kind else 0)


@dataclass(frozen=True)
class Line:
    """One message for one person, as staff read it."""

    message: Message
    kind: Kind | None
    reader: Reader
    may_go_again: bool
    about: object | None  # what the message's scope names, like an event

    @property
    def label(self) -> str:
        return kind_label(self.message.kind)

    @property
    def state_words(self) -> str:
        return str(WORDS[self.message.state])

    @property
    def rule(self) -> str:
        return self.kind.rule_text(self.message.rule) if self.kind else ""

    @property
    def why(self) -> str:
        return reasons.of_message(self.message)

    @property
    def is_last_try(self) -> bool:
        """The reason says how the last try went, not why it ended: it is still to go."""
        return bool(self.message.reason) and self.message.state in Message.PENDING

    @property
    def tries(self) -> list[tuple[dt.datetime, str]]:
        return [(one.at, reasons.of_try(one)) for one in self.message.tries.all()]


def lines(found: Iterable[Message], now: dt.datetime, about: dict[tuple, object]) -> list[Line]:
    """The messages of one page with readers, tries and whether they may go again: one statement each.

    `about` holds what their scopes name, by scope type and id.
    """
    found = list(found)
    people = _readers((message.kind, message.subject_id) for message in found)
    may = set(again(now).filter(pk__in=[message.pk for message in found]).values_list("pk", flat=True))
    nobody = Reader("", "", "")
    return [
        Line(
            row,
            _kind(row.kind),
            people.get((row.kind, row.subject_id), nobody),
            row.pk in may,
            about.get((row.scope_type, row.scope_id)),
        )
        for row in found
    ]


def kind_label(name: str) -> str:
    """What staff call it; the name itself when no app speaks for it any more."""
    kind = _kind(name)
    return str(kind.label) if kind and kind.label else name


def _kind(name: str) -> Kind | None:
    try:
        return kinds.get(name)
    except KeyError:
        return None


def _readers(pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Reader]:
    """By kind and subject id. Kinds that ask the same function are asked together."""
    asked: dict = {}
    for name, pk in set(pairs):
        if kind := _kind(name):
            asked.setdefault(kind.readers, {}).setdefault(pk, set()).add(name)
    found = {}
    for function, wanted in asked.items():
        for pk, reader in function(set(wanted)).items():
            found |= {(name, pk): reader for name in wanted.get(pk, ())}
    return found
