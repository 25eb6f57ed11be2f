"""The registry of message kinds: the only seam between the outbox and the apps that have something to say.

An app registers its kinds in ``AppConfig.ready()``. The engine calls ``facts(message)`` inside the gate, in the
transaction that hands the message over; it reads the truth again and returns a Letter, or raises Skip.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise

from .models import MAX_UNCERTAIN, Message


@dataclass(frozen=True)
class Attachment:
    """A file of one mail, like the .ics of an event; `mime` with its parameters."""

    name: str
    content: bytes
    mime: str


@dataclass(frozen=True)
class Letter:
    """What one message needs to be written: one recipient, their language, a template trio and plain values.

    `template` names the folder templates/email/<template>/ with subject.txt, body.txt and body.html, and sms.txt where
    the kind may go as a text message. `context` is equal for all readers with the same `shared` key, so that it is
    rendered once for them; what differs from reader to reader stands in `personal` as text. `shared` None: rendered
    for this reader alone. `zone` is the reader's, for the quiet hours; `told` the revision of the facts it carries.
    """

    to: str
    language: str
    template: str
    context: dict = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    shared: tuple | None = None
    headers: dict = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    channel: str = Message.Channel.EMAIL
    zone: str = "America/New_York"
    told: int | None = None
    urgent: bool = False  # may go out in the quiet hours


class Skip(Exception):
    """Raised by facts() when the message must not go out: the final state and a code as reason, never an address."""

    def __init__(self, state: Message.State, reason: str):
        super().__init__(reason)
        self.state, self.reason = state, reason


@dataclass(frozen=True)
class Reader:
    """Who a message is for, as the ledger shows it: a word that names nobody; no language, no channel once erased."""

    label: str
    language: str
    channel: str = Message.Channel.EMAIL


@dataclass(frozen=True)
class Topic:
    """What a reader may stop without the rest. `stop`, `resume`, `is_stopped` and `mark` take a message's subject id.

    They raise LookupError when the subject is erased. `mark` tells it from every other that ever has the same number,
    as after a restore; it is the same in all its messages and says nothing about anybody. `note` says what the reader
    then misses.
    """

    name: str
    label: str | Promise
    stop: Callable[[int, dt.datetime], None]
    resume: Callable[[int, dt.datetime], None]
    is_stopped: Callable[[int], bool]
    mark: Callable[[int], str]
    note: str | Promise = ""


@dataclass(frozen=True)
class Kind:
    """How one kind of message behaves. `max_uncertain` is U of RELIABILITY 2.5: unknown outcomes before we stop.

    `topic` None is what needs no consent, like a sign-in code. `quiet` holds it back from 21:00 to 8:00 where the
    reader is. `readers` tells the ledger whom messages of this kind are for, by subject id, erased ones included;
    `rule_text` says in words what a rule means, like "the day before at 6:00 pm".
    """

    name: str
    facts: Callable[[Message], Letter]
    priority: int = 5
    max_uncertain: int = 2
    label: str | Promise = ""
    topic: Topic | None = None
    quiet: bool = True
    readers: Callable[[set[int]], dict[int, Reader]] = field(default=lambda ids: {})
    rule_text: Callable[[str], str] = field(default=lambda rule: "")

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
