"""The mailbox of the embedded portal. It holds sign-in codes, so it exists in DEBUG and on this machine only."""

import ipaddress
from functools import wraps

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from outreach import mailbox as box

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")  # a tunnel makes anybody look local
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],  # mail knows no other style
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],  # also where it is opened without the frame
}


def on_this_machine(request) -> bool:
    """Whether the reader sits at the machine that runs the demo, with nothing in between."""
    try:
        local = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return local and not any(name in request.META for name in FORWARDED)


def demo_only(view):
    """404 outside DEBUG and for every other machine, whoever asks."""

    @login_not_required
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEBUG or not on_this_machine(request):
            raise Http404
        return require_safe(view)(request, *args, **kwargs)

    return guarded


@demo_only
def mailbox(request):
    request.LANGUAGE_CODE = translation.get_language_from_request(request)  # the browser's, since the address has none
    with translation.override(request.LANGUAGE_CODE):
        return render(request, "mailbox/mailbox.html", {"mails": box.newest()})


@demo_only
@xframe_options_sameorigin
@csp(MAIL_POLICY)
def mail_html(request, name):
    mail = box.get(name)
    if mail is None or not mail.html:
        raise Http404
    # Links open beside the mailbox: the frame is sandboxed, and our own pages refuse to be framed.
    return HttpResponse(mail.html.replace("<head>", '<head><base target="_blank">', 1))
