"""WSGI entry of gunicorn."""

import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilp_portal.settings")


class Utf8Request(WSGIRequest):
    """Everything that is sent to us is UTF-8, whatever the sender says.

    Django reads the query in the charset of a header before anything can answer. In "hex" no page can be read, and
    "unicode_escape" brings in halves of characters that no database stores.
    """

    def _set_content_type_params(self, meta) -> None:
        try:
            self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, LookupError):
            self.content_type, self.content_params = "", {}


class Utf8Handler(WSGIHandler):
    request_class = Utf8Request


django.setup(set_prefix=False)

from ilp_portal.pagecache import PageCache  # noqa: E402 it reads tables

application = PageCache(Utf8Handler())
