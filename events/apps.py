from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        from outreach import kinds

        from . import letters

        kinds.register(kinds.Kind(letters.CONFIRMATION, letters.confirmation, priority=1))
        kinds.register(kinds.Kind(letters.REMINDER, letters.reminder, priority=3))
