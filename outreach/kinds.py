"""The registry of message kinds: the only seam between the outbox and the apps that have something to say.

An app registers its kinds in ``AppConfig.ready()``. The engine calls ``facts(message)`` inside the gate, in the
transaction that hands the message over; it reads the truth again and returns a Letter, or raises Skip.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from .models import MAX_UNCERTAIN, Message


@dataclass(frozen=True)
class Letter:
    """What one message needs to be written: one recipient, their language, a template trio and plain values.

    `template` names the folder templates/email/<template>/ with subject.txt, body.txt and body.html.
    """

    to: str
    language: str
    template: str
    context: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)


class Skip(Exception):
    """Raised by facts() when the message must not go out: the final state and a code as reason, never an address."""

    def __init__(self, state: Message.State, reason: str):
        super().__init__(reason)
        self.state, self.reason = state, reason


@dataclass(frozen=True)
class Kind:
    """How one kind of message behaves. `max_uncertain` is U of RELIABILITY 2.5: unknown outcomes before we stop."""

    name: str
    facts: Callable[[Message], Letter]
    priority: int = 5
    max_uncertain: int = 2

    def __post_init__(self):
        if not 0 <= self.max_uncertain < MAX_UNCERTAIN:
            raise ValueError(f"{self.name}: max_uncertain lies between 0 and {MAX_UNCERTAIN - 1}")


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; a second registration under the same name is a mistake of ours."""
    if kind.name in _kinds:
        raise ValueError(f"message kind {kind.name} is registered twice")
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """The kind, or KeyError when no app speaks for it."""
    return _kinds[name]


def names() -> list[str]:
    return sorted(_kinds)
