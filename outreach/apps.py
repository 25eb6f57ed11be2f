from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from anymail.signals import tracking

        from . import bounces

        tracking.connect(bounces.receive, dispatch_uid="outreach.bounces")
