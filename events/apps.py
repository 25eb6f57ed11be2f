from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from outreach import kinds, sms_answers

        from . import letters, place_letters, readers, shift_letters
        from .models import Rsvp
        from .topic import EVENTS

        sms_answers.ask_for_language(Rsvp.objects.last_language)

        words = {"readers": readers.readers, "rule_text": readers.rule_text}
        confirmation = {"priority": 1, "quiet": False, "label": readers.CONFIRMATION}
        reminder = {"priority": 3, "topic": EVENTS, "label": readers.REMINDER}
        kinds.register(kinds.Kind(letters.CONFIRMATION, letters.confirmation, **confirmation, **words))
        kinds.register(kinds.Kind(letters.REMINDER, letters.reminder, **reminder, **words))
        notice = {"max_uncertain": 5, "topic": EVENTS}
        changed, cancelled = {"priority": 1, "label": readers.CHANGED}, {"priority": 0, "label": readers.CANCELLED}
        kinds.register(kinds.Kind(letters.CHANGED, letters.changed, **notice, **changed, **words))
        kinds.register(kinds.Kind(letters.CANCELLED, letters.cancelled, **notice, **cancelled, **words))
        place, offer = {"priority": 2, "label": readers.PLACE}, {"priority": 1, "label": readers.OFFER}
        kinds.register(kinds.Kind(place_letters.PLACE, place_letters.place, **notice, **place, **words))
        kinds.register(kinds.Kind(place_letters.OFFER, place_letters.offer, **notice, **offer, **words))
        shift = {"priority": 1, "label": readers.SHIFT_CHANGED}
        kinds.register(kinds.Kind(shift_letters.SHIFT_CHANGED, shift_letters.changed, **notice, **shift, **words))
