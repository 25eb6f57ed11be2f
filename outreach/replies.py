"""What came of handing one message over, in the words of every channel, and what that means for the message."""

from dataclasses import dataclass
from enum import Enum

from .models import Suppression

OUR_ADDRESS = ("5.1.7", "5.1.8")  # RFC 3463: it is the sender's address that is refused, not the reader's


class Verdict(Enum):
    SENT = "sent"
    DEAD = "refused"
    FAILED = "refused for what it says"
    STOPPED = "the reader asked to stop"
    UNCONFIRMED = "outcome unknown, no further try"
    UNKNOWN = "outcome unknown"
    RETRY = "not handed over"
    OURS = "we were refused"


@dataclass(frozen=True)
class Reply:
    """How far the conversation came. `code` is None when the network failed; `enhanced` is RFC 3463, like 5.1.1.

    Phases: connect, login, mail, rcpt, data, and dot: from the first byte of the text on, nobody knows what arrived.
    A channel that asks a provider, whose numbers mean something else, says the verdict itself.
    """

    phase: str
    code: int | None = None
    enhanced: str = ""
    verdict: Verdict | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.phase, str(self.code or "no answer"), self.enhanced)))


def judge(reply: Reply) -> Verdict:
    """What a reply means. Only a broken connection after the text began is unknown; a clear no is never a copy."""
    if reply.verdict:
        return reply.verdict
    if reply.code is None:
        return Verdict.UNKNOWN if reply.phase == "dot" else Verdict.RETRY
    if reply.phase == "dot" and reply.code < 300:
        return Verdict.SENT
    if ours(reply):
        return Verdict.OURS
    return Verdict.DEAD if reply.code >= 500 and reply.phase != "connect" else Verdict.RETRY


def ours(reply: Reply) -> bool:
    """Whether the server refuses us, not the reader: sign-in missing or wrong, sender or policy refused."""
    if reply.verdict:
        return reply.verdict is Verdict.OURS
    if reply.code is None:
        return False
    return (
        reply.code in (530, 535)
        or (reply.phase in ("login", "mail") and reply.code >= 500)
        or (reply.code >= 500 and reply.enhanced.startswith(("5.7.", *OUR_ADDRESS)))
    )


def stops(reply: Reply) -> str:
    """The reason for which this contact is not written to again, or nothing: it does not exist, or said stop."""
    verdict = judge(reply)
    if verdict is Verdict.STOPPED:
        return Suppression.Reason.ASKED
    gone = verdict is Verdict.DEAD and reply.phase == "rcpt" and reply.enhanced.startswith("5.1.")
    return Suppression.Reason.BOUNCED if gone else ""
