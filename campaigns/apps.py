from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns and hours")

    def ready(self):
        from outreach import kinds

        from . import closings, digest, left_contacts, nudges, questions

        for kind in (nudges.NUDGE, digest.DIGEST_OF_WEEK, questions.QUESTION, closings.TERM_CLOSED):
            kinds.register(kind)
        left_contacts.watch()
