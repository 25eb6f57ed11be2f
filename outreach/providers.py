"""Mail by a provider's HTTP API, through django-anymail; and what HTTP's failures mean for a message.

A request that never left us is tried again without a copy. One that left us and was not answered clearly may have
been carried out: nobody knows. The provider's own id of a message is not kept.
"""

import logging
import ssl

import requests
from anymail.backends.base import AnymailBaseBackend
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMessage
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from .replies import Reply, Verdict

log = logging.getLogger(__name__)

CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
TOO_MANY, REQUEST_TIMEOUT = 429, 408  # HTTP statuses
ABOUT_THIS_ONE = (400, 409, 413, 415, 422)  # HTTP statuses: the provider understood us, and does not like the message
TAKEN = {"sent", "queued"}  # anymail's words


def time_limits(seconds: float) -> tuple[float, float]:
    """(connect, read) for requests, so that one message never outlasts its lease."""
    connect = min(CONNECT_SECONDS, seconds / 4)
    return connect, min(READ_SECONDS, seconds - connect)


def of_network(error: BaseException | None) -> Reply:
    """What a request that got no answer means."""
    if isinstance(error, requests.ConnectTimeout):
        return Reply("connect")
    reason = getattr(error.args[0], "reason", None) if getattr(error, "args", None) else None
    if isinstance(reason, NewConnectionError | ConnectTimeoutError):
        return Reply("connect")
    untrusted = reason is not None and any(isinstance(part, ssl.SSLCertVerificationError) for part in reason.args)
    return Reply("connect") if untrusted else Reply("dot")


def of_status(status: int, *, about_reader: bool = False, about_sender: bool = False) -> Reply:
    """What an HTTP status that is no success means; the caller knows from the answer's body whom it is about."""
    if status in (TOO_MANY, REQUEST_TIMEOUT):
        return Reply("connect", status, verdict=Verdict.RETRY)
    if status >= 500 or status < 300:
        return Reply("dot", status, verdict=Verdict.UNKNOWN)
    if status in ABOUT_THIS_ONE and about_reader:
        return Reply("rcpt", status, verdict=Verdict.DEAD)
    if status in ABOUT_THIS_ONE and not about_sender:
        return Reply("data", status, verdict=Verdict.OURS)  # and, when it comes back, the end of this one message
    return Reply("login" if status in (401, 403) else "mail", status, verdict=Verdict.OURS)


class Provider:
    """The mail channel over one of anymail's backends."""

    def __init__(self, backend: AnymailBaseBackend) -> None:
        self.backend = backend

    def ready(self) -> None:
        self.backend.open()  # a session, not a connection: that one is made with the first message

    def hand_over(self, made: EmailMessage, seconds: float) -> Reply:
        self.backend.timeout = time_limits(seconds)
        try:
            self.backend.send_messages([made])
        except AnymailRecipientsRefused as error:
            answer = getattr(error.response, "status_code", None)
            return Reply("rcpt", answer, verdict=Verdict.DEAD)
        except AnymailAPIError as error:
            log.warning("mail provider: %s, status %s", type(error.__cause__ or error).__name__, error.status_code)
            return _of_answer(error.response, made.to[0]) if error.response is not None else of_network(error.__cause__)
        except AnymailError as error:  # before anything was sent: this message cannot be said in the provider's words
            log.error("mail provider cannot take this message: %s", type(error).__name__)
            return Reply("data", verdict=Verdict.FAILED)
        except Exception as error:
            log.warning("mail provider failed: %s", type(error).__name__)
            return Reply("dot")
        status = made.anymail_status
        code = getattr(status.esp_response, "status_code", None) or 250
        return Reply("dot", code, verdict=Verdict.SENT if status.status and status.status <= TAKEN else Verdict.UNKNOWN)

    def close(self) -> None:
        self.backend.close()


def _of_answer(answer: requests.Response, reader: str) -> Reply:
    """The provider's words are read, and thrown away, only to learn whom it refuses.

    What a stranger typed may stand in them: an address like sender@ must not make the refusal ours.
    """
    said = " ".join(answer.text[:2000].lower().split())
    said = said.replace(reader.lower(), "").replace(reader.lower().rpartition("@")[2], "")
    about_sender = any(word in said for word in ('"from', "'from'", "from address", "sender"))
    about_reader = any(
        word in said for word in ("personalizations.0.to", "'to' parameter", "to parameter", "in to", "'to'")
    )
    return of_status(answer.status_code, about_reader=about_reader and not about_sender, about_sender=about_sender)
