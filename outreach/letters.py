"""From a Letter to a mail: subject, plain text and HTML in the reader's language, one recipient."""

import hashlib
import hmac
import re
from email import charset
from email.encoders import encode_base64
from email.message import Message as Header
from email.mime.base import MIMEBase
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property

from . import sealing, unsubscribe
from .kinds import Attachment, Letter, Skip
from .models import Message

QUOTED = charset.Charset("utf-8")  # seven-bit lines: every mail server passes them on unchanged
QUOTED.body_encoding = charset.QP


class Mail(EmailMultiAlternatives):
    """A mail that is built once: inside the gate, where a fault is plainly ours, and not half-way to the server."""

    @cached_property
    def built(self):
        return super().message()

    def message(self):
        return self.built


def compose(message: Message, letter: Letter) -> Mail:
    """The mail of one message. Raises Skip for what is no address, and whatever a broken template raises."""
    try:
        validate_email(letter.to)
        sanitize_address(letter.to, "utf-8")
    except (ValidationError, ValueError) as error:
        raise Skip(Message.State.DEAD, "no mail address") from error
    with translation.override(letter.language):
        values = {
            "language": letter.language,
            "base_url": settings.BASE_URL,
            "home_url": settings.BASE_URL + reverse("home"),
            "stop_url": unsubscribe.url(message, letter.language),  # "" where there is nothing to stop
            **letter.context,
            **letter.personal,
        }
        folder = f"email/{letter.template}"
        subject = " ".join(render(f"{folder}/subject.txt", values).split())
        text, html = render(f"{folder}/body.txt", values), render(f"{folder}/body.html", values)
    mail = Mail(subject, tidy_text(text), settings.DEFAULT_FROM_EMAIL, [letter.to])
    mail.encoding = QUOTED
    mail.attach_alternative(html.strip() + "\n", "text/html")
    for attachment in letter.attachments:
        mail.attach(part(attachment))
    mail.metadata = {"message_id": message_id(message.pk)}  # an HTTP provider gives it back with a bounce
    mail.extra_headers = {
        **letter.headers,
        **unsubscribe.headers(message, letter.language),
        "Message-ID": message_id(message.pk),
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notice answers it
    }
    mail.message()
    return mail


def part(attachment: Attachment) -> MIMEBase:
    """A file as part of a mail; in base64, which changes neither its line ends nor its letters on the way."""
    head = Header()
    head["Content-Type"] = attachment.mime
    (full, _blank), *params = head.get_params()
    made = MIMEBase(*full.split("/"), **dict(params))
    made.set_payload(attachment.content)
    encode_base64(made)
    made.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return made


def render(name: str, values: dict) -> str:
    """A template's text. Only HTML is escaped: a subject that says “Tenants' meeting” stays readable."""
    template = get_template(name).template
    return template.render(Context(values, autoescape=name.endswith(".html")))


def tidy_text(text: str) -> str:
    """Plain text without trailing blanks, and never more than one empty line, whatever blocks stayed empty."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def message_id(pk: int) -> str:
    """The same for every try, so that clients may fold copies and a bounce finds its message; not to be guessed."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mark = hmac.digest(sealing.purpose_key("message id"), str(pk).encode(), hashlib.sha256).hex()[:8]
    return f"<d.{pk}.{mark}@{domain}>"
