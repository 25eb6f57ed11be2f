from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoordinatorsConfig(AppConfig):
    name = "coordinators"
    verbose_name = _("People and terms")

    def ready(self):
        from allauth.mfa.signals import authenticator_added

        from outreach import kinds

        from . import application_mail, claim_mail, mail, middleware, roles

        authenticator_added.connect(middleware.note_set_up, dispatch_uid="coordinators.second_factor")
        post_migrate.connect(roles.sync_after_migrate, dispatch_uid="coordinators.roles")
        for kind in (*mail.KINDS, *application_mail.KINDS, *claim_mail.KINDS):
            kinds.register(kind)
