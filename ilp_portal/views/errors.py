"""Pages for what went wrong before or below everything else: 400, 500 and a stale form.

They speak the language of the address, also where no middleware has read it yet, and are made without request, session
and database, any of which may be what is broken.
"""

from django.conf import settings
from django.http import HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.translation import get_language_from_path


def bad_request(request, exception=None):
    return _plain(request, "400.html", status=400)


def server_error(request):
    return _plain(request, "500.html", status=500)


def stale_form(request, reason=""):
    """CSRF_FAILURE_VIEW: of those who have a session; forms of visitors need no token."""
    return _plain(request, "403_csrf.html", status=403)


def _plain(request, template: str, *, status: int) -> HttpResponse:
    language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        return HttpResponse(loader.render_to_string(template, {"language": language}), status=status)
