"""The channels behind one interface. The engine knows no other way to the outside.

ready()                  None, or the Reply that says why nothing can be handed over now
hand_over(made, seconds) give what the gate made to the other side; never raises for what that side does
close()                  end the connection, if there is one
"""

import logging
from typing import Protocol

from anymail.backends.base import AnymailBaseBackend
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from . import providers, sms, smtp
from .models import Message
from .replies import Reply

log = logging.getLogger(__name__)

ALL = tuple(Message.Channel.values)


class NotConfigured(Exception):
    """Nothing says where messages of this channel go; the text names the setting."""


class Channel(Protocol):
    def ready(self) -> Reply | None: ...

    def hand_over(self, made, seconds: float) -> Reply: ...

    def close(self) -> None: ...


class Email:
    """Mail by a Django backend. Our own for SMTP knows the phases; of any other we learn one thing: yes, or unknown."""

    def __init__(self, backend: BaseEmailBackend) -> None:
        self.backend = backend

    def ready(self) -> Reply | None:
        return self.backend.ready() if isinstance(self.backend, smtp.EmailBackend) else None

    def hand_over(self, made: EmailMessage, seconds: float) -> Reply:
        if isinstance(self.backend, smtp.EmailBackend):
            return self.backend.hand_over(made, seconds)
        try:
            return Reply("dot", 250) if self.backend.send_messages([made]) else Reply("dot")
        except Exception as error:
            log.warning("mail backend failed: %s", type(error).__name__)
            return Reply("dot")

    def close(self) -> None:
        try:
            self.backend.close()
        except OSError as error:
            log.info("mail connection closed badly: %s", type(error).__name__)


def open_channel(name: str) -> Channel:
    """The channel, not connected yet. Raises NotConfigured."""
    if name == Message.Channel.SMS:
        if not sms.is_on():
            raise NotConfigured("SMS_URL is not set")
        return sms.open_adapter()
    backend = get_connection()
    if isinstance(backend, AnymailBaseBackend):
        return providers.Provider(backend)
    return Email(backend)
