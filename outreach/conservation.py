"""The conservation law (RELIABILITY 2.3): planned = finals + pending. No message is lost, none waits forgotten."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from .models import Message

OVERDUE = dt.timedelta(minutes=3)  # the goal of recovery: lease 90 s and the loop's poll (RELIABILITY 2.6)


@dataclass(frozen=True)
class Account:
    """The outbox at one instant. The three lists hold ids of messages that need a look."""

    by_state: dict[str, int]
    finals: int
    pending: int
    overdue: list[int]
    stuck: list[int]
    unrecorded: list[int]

    @property
    def planned(self) -> int:
        return sum(self.by_state.values())

    @property
    def holds(self) -> bool:
        return self.planned == self.finals + self.pending and not self.unrecorded


def take(now: dt.datetime) -> Account:
    """Count the outbox. `stuck` was claimed by a worker that is gone; `unrecorded` claims to be sent without a try."""
    counted = Message.objects.order_by("state").values_list("state").annotate(n=Count("pk"))
    late, messages = now - OVERDUE, Message.objects
    return Account(
        by_state=dict(counted),
        finals=messages.final().filter(finished_at__isnull=False).count(),
        pending=messages.pending().filter(finished_at=None).count(),
        overdue=_ids(messages.due(late)),
        stuck=_ids(messages.claimable(late).exclude(state=Message.State.QUEUED)),
        unrecorded=_ids(messages.filter(state=Message.State.SENT, tries=None)),
    )


def _ids(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
