"""From a Letter to a text message: sms.txt of its template, in the reader's language."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from . import gsm, letters
from .kinds import Letter, Skip
from .models import Message

NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164
LONGEST = 1600  # characters; no provider takes more (Twilio's error 21617)


class TooLong(ValueError):
    """No provider takes a text of this length."""


@dataclass(frozen=True)
class Text:
    """One text message to one number. `to` is a list, as a mail's."""

    to: list[str]
    body: str

    @property
    def size(self) -> gsm.Size:
        return gsm.size(self.body)


def compose(message: Message, letter: Letter) -> Text:
    """The text of one message. Raises Skip for what is no number, and whatever a broken template raises."""
    if not NUMBER.fullmatch(letter.to):
        raise Skip(Message.State.DEAD, "no phone number")
    with translation.override(letter.language):
        values = {
            "language": letter.language,
            "base_url": settings.BASE_URL,
            "home_url": settings.BASE_URL + reverse("home"),
            **letter.context,
            **letter.personal,
        }
        body = " ".join(letters.render(f"email/{letter.template}/sms.txt", values).split())
    if len(body) > LONGEST:
        raise TooLong
    return Text([letter.to], body)
