from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "ilp_portal"
    verbose_name = "ILP Portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from outreach import kinds

        from . import audit_log, content, partner_digest
        from .reports import seal
        from .search import index

        audit_log.watch()
        kinds.register(partner_digest.DIGEST)
        post_migrate.connect(content.watch_tables, sender=self)
        post_migrate.connect(index.forget_version, sender=self)
        post_migrate.connect(seal.protect, sender=self)
