"""WSGI entry of the bench: the portal with the two limit pages beside it, answering as it does in production.

By default without the memory of pages, so that each answer is made anew. A header chooses another way in.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilp_portal.settings")

from django.conf import settings

settings.ROOT_URLCONF = "bench.limits"
settings.DEBUG = False  # DEBUG keeps every query in memory and reads templates anew

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

portal = get_wsgi_application()

from ilp_portal.pagecache import PageCache  # noqa: E402 it reads tables

with override_settings(MIDDLEWARE=[]):
    nothing_but_django = type(portal)()
WAYS = {"kept": PageCache(portal), "bare": nothing_but_django}  # by the header X-Way


def application(environ, start_response):
    return WAYS.get(environ.get("HTTP_X_WAY"), portal)(environ, start_response)
