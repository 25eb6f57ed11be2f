"""What a reader's text message does, and what we answer. Nothing of the text is kept, and no number."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from . import actions, limits, sealing
from .models import Suppression
from .sms_words import Verb, hear

ANSWERS_AN_HOUR = 5  # to one number: two machines must not write to each other all night
HOUR = 3600  # seconds

_languages: list[Callable[[bytes], str | None]] = []


def ask_for_language(source: Callable[[bytes], str | None]) -> None:
    """Register who knows the language a contact chose last, by its keyed hash; None when they do not know it."""
    _languages.append(source)


def take(*, number: str, text: str, now: dt.datetime, told_by_provider: str = "") -> str:
    """Do what the text asks for. Returns the answer in the reader's language, or "" for none.

    `told_by_provider` is the word with which Twilio says that it has recognized and answered the text itself.
    """
    heard, contact = hear(text), sealing.contact_index(number)
    verb = {word.name: word for word in Verb}.get(told_by_provider.upper(), heard.verb)
    chosen = (source(contact) for source in _languages)
    language = next(filter(None, chosen), None) or heard.language or "en"
    if verb is Verb.STOP:
        actions.stop_writing(contact_bi=contact, topic="", reason=Suppression.Reason.ASKED, now=now)
    elif verb is Verb.START:
        _lift_every_stop(contact)
    if told_by_provider or not limits.allow("answer to a number", number, limit=ANSWERS_AN_HOUR, seconds=HOUR):
        return ""
    with translation.override(language):
        return answer(verb)


def _lift_every_stop(contact: bytes) -> None:
    asked = Suppression.objects.filter(contact_bi=contact, reason=Suppression.Reason.ASKED)
    for topic in list(asked.values_list("topic", flat=True)):
        actions.write_again(contact_bi=contact, topic=topic)


def answer(verb: Verb) -> str:
    """In the active language, in letters of GSM-7 only and short enough for one part."""
    return {
        Verb.STOP: _("ILP: You will get no more texts from us. Text START to get them again."),
        Verb.START: _("ILP: You will get our texts again. Text STOP to end them, HELP for help."),
        Verb.HELP: _("ILP: Immigration and Labor Project, Georgetown University. %(home)s Text STOP to end all texts.")
        % {"home": settings.BASE_URL},
        Verb.OTHER: _("ILP: Nobody reads texts to this number. Text STOP to end them, HELP for help."),
    }[verb]
