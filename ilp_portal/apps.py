from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "ilp_portal"
    verbose_name = "ILP Portal"
