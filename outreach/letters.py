"""From a Letter to a mail: subject, plain text and HTML in the reader's language, one recipient."""

import hashlib
import hmac
from email.utils import formatdate, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils.functional import cached_property
from django.utils.html import escape

from . import renderings, sealing, smtp, unsubscribe, wire
from .gaps import fill, one_line
from .kinds import Attachment, Letter, Skip
from .models import Message
from .renderings import render

__all__ = ["compose", "message_id", "render"]


class Mail(EmailMultiAlternatives):
    """A mail that is built once: inside the gate, where a fault is plainly ours, and not half-way to the server.

    Our own driver takes `wire`, the finished bytes. Any other backend asks for the parts, which say the same.
    """

    wire = b""
    files: tuple[Attachment, ...] = ()
    _parts: list | None = None

    @property
    def attachments(self) -> list:
        if self._parts is None:
            self._parts = [wire.part(file) for file in self.files]
        return self._parts

    @attachments.setter
    def attachments(self, given: list) -> None:
        self._parts = given or None

    @cached_property
    def built(self):
        return super().message()

    def message(self):
        return self.built


def compose(message: Message, letter: Letter) -> Mail:
    """The mail of one message. Raises Skip for what is no address, and whatever a broken template raises."""
    check(letter.to)
    link = unsubscribe.url(message, letter.language)  # "" where there is nothing to stop
    values = one_line({"stop_url": link, **letter.personal})
    escaped = {name: str(escape(value)) for name, value in values.items()}
    pattern = renderings.rendering(letter, values)
    subject, text = (fill(each, pattern.names, values) for each in (pattern.subject, pattern.text))
    mail = Mail(subject, text, settings.DEFAULT_FROM_EMAIL, [letter.to])
    mail.encoding = wire.QUOTED
    mail.attach_alternative(fill(pattern.html, pattern.names, escaped), "text/html")
    mail.files = letter.attachments
    mail.metadata = {"message_id": message_id(message.pk)}  # an HTTP provider gives it back with a bounce
    mail.extra_headers = {
        **letter.headers,
        **unsubscribe.headers_of(link),
        "Date": formatdate(localtime=settings.EMAIL_USE_LOCALTIME),
        "Message-ID": mail.metadata["message_id"],
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notice answers it
    }
    mail.wire = wire.build(mail, pattern.body, (values, escaped))
    return mail


def check(address: str) -> None:
    """Raises Skip for what is no address."""
    try:
        validate_email(address)
        known = is_said_as_written(address)
    except (ValidationError, ValueError) as error:
        raise Skip(Message.State.DEAD, "no mail address") from error
    if not known:
        raise Skip(Message.State.DEAD, "no mail address")


def is_said_as_written(address: str) -> bool:
    """Whether mail to it goes where it says: "reader"@ and =?utf-8?q?reader?=@ would both go to reader@.

    The keyed hash of such a second writing is another one, so that no stop and no limit of the reader would hold for
    it. Raises ValueError for what is no address.
    """
    return smtp.bare(address).rpartition("@")[0] == address.rpartition("@")[0]


def message_id(pk: int) -> str:
    """The same for every try, so that clients may fold copies and a bounce finds its message; not to be guessed."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mark = hmac.digest(sealing.purpose_key("message id"), str(pk).encode(), hashlib.sha256).hex()[:8]
    return f"<d.{pk}.{mark}@{domain}>"
