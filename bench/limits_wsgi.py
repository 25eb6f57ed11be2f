"""WSGI entry of the bench: the portal with the two limit pages beside it, answering as it does in production."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilp_portal.settings")

from django.conf import settings

settings.ROOT_URLCONF = "bench.limits"
settings.DEBUG = False  # DEBUG keeps every query in memory and reads templates anew

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
