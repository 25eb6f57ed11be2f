from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from outreach import kinds

        from . import letters
        from .topic import EVENTS

        kinds.register(kinds.Kind(letters.CONFIRMATION, letters.confirmation, priority=1, quiet=False))
        kinds.register(kinds.Kind(letters.REMINDER, letters.reminder, priority=3, topic=EVENTS))
