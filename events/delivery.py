"""How the notice of the last change goes out, counted from the delivery record, never from what was meant to happen."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, CharField, Count, Min, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from outreach import sms
from outreach.models import Engine, Message

from . import actions
from .letters import CANCELLED, CHANGED
from .models import Event, Rsvp

State = Message.State
STEPS = {  # in the order in which a message goes through them; each with what it means for staff
    "waiting": _("waits for its time"),
    "due": _("due now"),
    "going": _("on its way"),
    "sent": _("taken by the server"),
    "unconfirmed": _("outcome unknown"),
    "failed": _("failed"),
    "late": _("too late"),
    "stopped": _("not sent"),
}
OPEN = ("waiting", "due", "going")
FOR_THE_PHONE = ("unconfirmed", "failed", "late")
STEP_OF = {
    State.CLAIMED: "going",
    State.SENDING: "going",
    State.SENT: "sent",
    State.UNCONFIRMED: "unconfirmed",
    State.DEAD: "failed",
    State.FAILED: "failed",
    State.SUPERSEDED: "stopped",
    State.SUPPRESSED: "stopped",
    State.EXPIRED: "late",
}


@dataclass(frozen=True)
class Line:
    """All messages of one language on one channel, by step."""

    language: str
    channel: str
    counts: Counter

    @property
    def language_label(self) -> str:
        return str(dict(settings.LANGUAGES).get(self.language, "–"))

    @property
    def channel_label(self) -> str:
        return str(Message.Channel(self.channel).label)

    @property
    def planned(self) -> int:
        return self.counts.total()

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(str(words), self.counts[name]) for name, words in STEPS.items()]


@dataclass(frozen=True)
class Delivery:
    """The whole, its lines, from when the first of those go that wait for their time; what does not go out at all."""

    lines: list[Line]
    first_at: dt.datetime | None
    paused: list[str]
    texts_off: bool

    @property
    def counts(self) -> Counter:
        return sum((line.counts for line in self.lines), Counter())

    @property
    def planned(self) -> int:
        return self.counts.total()

    @property
    def ended(self) -> int:
        return self.planned - sum(self.counts[name] for name in OPEN)

    @property
    def is_over(self) -> bool:
        """Whether looking again shows nothing new: texts that nobody sends stay where they are."""
        moving = [line for line in self.lines if not (self.texts_off and line.channel == Message.Channel.SMS)]
        return not any(line.counts[name] for line in moving for name in OPEN)

    @property
    def to_call(self) -> int:
        return sum(self.counts[name] for name in FOR_THE_PHONE)

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Of all lines together."""
        counts = self.counts
        return [(str(words), counts[name]) for name, words in STEPS.items()]


def of(event: Event, now: dt.datetime) -> Delivery:
    """Two statements, however many people are told."""
    language = Rsvp.objects.filter(pk=OuterRef("subject_id")).values("language")[:1]
    waits = Q(state=State.QUEUED, next_at__gt=now)
    steps = [When(waits, then=Value("waiting")), When(state=State.QUEUED, then=Value("due"))]
    steps += [When(state=state, then=Value(name)) for state, name in STEP_OF.items()]
    rows = Message.objects.within(actions.SCOPE, event.pk).filter(
        kind__in=(CHANGED, CANCELLED), revision=event.revision
    )
    columns = ("language", "channel", "step")
    rows = rows.annotate(language=Subquery(language), step=Case(*steps, output_field=CharField()))
    counted: dict[tuple, Counter] = defaultdict(Counter)
    first = None
    for *where, step, n, at in rows.order_by().values_list(*columns).annotate(n=Count("pk"), at=Min("next_at")):
        counted[tuple(where)][step] += n
        if step == "waiting":
            first = min(first or at, at)
    lines = [Line(language or "", channel, counts) for (language, channel), counts in sorted(counted.items(), key=str)]
    paused = Engine.objects.filter(paused=True, channel__in={line.channel for line in lines})
    texts_off = not sms.is_on() and any(line.channel == Message.Channel.SMS for line in lines)
    return Delivery(lines, first, [str(lane.get_channel_display()) for lane in paused], texts_off)
