"""Forms for people without a session: no cookie, no token, but only from our own pages.

Such a form carries no authority of its own, so a stranger's page could not borrow any. What is refused here is that
other sites send it on behalf of people who look at something else.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def is_own(request, *, or_null: bool = False) -> bool:
    """Whether the browser says that a page of ours sent this. Without a word about it the answer is no.

    Sec-Fetch-Site decides where the browser sends it; older ones (Safari before 16.4) say Origin only. `or_null`
    takes "Origin: null" from those, which is what they say on a page that gives no referrer away.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin" and (origin in (None, "null") or origin in _own_origins(request))
    return origin in _own_origins(request) or (or_null and origin == "null")


def _own_origins(request) -> tuple[str, str]:
    return f"{request.scheme}://{request.get_host()}", settings.BASE_URL


def own_form(view: Callable | None = None, *, or_null: bool = False) -> Callable:
    """Decorator: no CSRF cookie for readers; what changes something must come from a page of ours, else a page 403."""

    def decorate(view):
        @csrf_exempt
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method in SAFE or is_own(request, or_null=or_null):
                return view(request, *args, **kwargs)
            return render(request, "outreach/foreign_origin.html", status=403)

        return guarded

    return decorate(view) if view else decorate


def private(response):
    """A page behind a mailed link: kept nowhere, found by nobody, and no other site learns its address."""
    response["Referrer-Policy"], response["X-Robots-Tag"] = "no-referrer", "noindex, nofollow"
    return response
