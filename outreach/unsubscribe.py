"""The link with which a reader stops one topic, without an account, and the headers that offer it (RFC 8058).

A token is signed over kind and subject: who has it may stop that topic for the person of that subject and take it
back, nothing else. It says nothing about the person, and it dies when the subject is erased: the topic's mark of the
subject is in it too, because a restored database gives numbers away that were given before.
"""

import functools
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from . import kinds
from .kinds import Topic
from .models import Message

SIGNER = {"salt": "outreach.stop", "sep": "."}
TOKEN = "TOKEN"  # stands for it in an address
ONE_CLICK = "List-Unsubscribe", "One-Click"  # name and value of the body, RFC 8058 3.1


@dataclass(frozen=True)
class Stop:
    """What a valid token opens: one topic of one subject."""

    topic: Topic
    subject_id: int

    @property
    def is_stopped(self) -> bool:
        """Raises LookupError when the subject is erased."""
        return self.topic.is_stopped(self.subject_id)


def token_of(message: Message) -> str:
    """Raises LookupError when the subject is erased."""
    message.mark = message.mark or kinds.get(message.kind).topic.mark(message.subject_id)
    return Signer(**SIGNER).sign_object([message.kind, message.subject_id, message.mark])


def path(message: Message, language: str) -> str:
    """The page of this message's topic in that language."""
    return _page(language).replace(TOKEN, token_of(message))


@functools.cache
def _page(language: str) -> str:
    """The address with TOKEN in it: looked up once, not for every mail."""
    with translation.override(language):
        return reverse("outreach:stop", args=[TOKEN])


def url(message: Message, language: str) -> str:
    """The link for the body of a mail; "" for a kind that has no topic, like a sign-in code."""
    return settings.BASE_URL + path(message, language) if kinds.get(message.kind).topic else ""


def headers(message: Message, language: str) -> dict[str, str]:
    """What mail programs need for their own "unsubscribe" button; nothing for a kind without topic.

    https outside DEBUG, as BASE_URL is. No mailto: the portal has no mailbox that anybody reads.
    """
    return headers_of(url(message, language))


def headers_of(link: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "=".join(ONE_CLICK)} if link else {}


def find(token: str) -> Stop | None:
    """None alike for a forged token, one of a kind that has no topic, and one whose subject is erased or another."""
    try:
        kind, subject_id, mark = Signer(**SIGNER).unsign_object(token)
        topic = kinds.get(kind).topic
        mine = topic is not None and topic.mark(subject_id) == mark
    except (BadSignature, LookupError, ValueError):
        return None
    return Stop(topic, subject_id) if mine else None
