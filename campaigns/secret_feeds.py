"""Calendars behind a secret address: what their owner may do with them, and how they are answered."""

import hashlib

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _


def change(request, calendar) -> None:
    """Open the calendar, give it a new address, or close it, and say so. `calendar` is the module that keeps it: with
    open_feed, renew_feed, close_feed."""
    user, wish = request.user, request.POST.get("action")
    if wish == "open":
        calendar.open_feed(user=user)
        messages.success(request, _("Your calendar has an address now."))
    elif wish == "renew" and calendar.renew_feed(user=user):
        messages.success(request, _("Your calendar has a new address. The old one leads nowhere any more."))
    elif wish == "close" and calendar.close_feed(user=user):
        messages.success(request, _("Your calendar is closed. Its address leads nowhere any more."))


def answer(request, text: bytes) -> HttpResponse:
    """The calendar, or that it is what the program has already. Kept by nobody in between, found by no search."""
    tag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    known = tag in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if known else HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["X-Robots-Tag"] = tag, "noindex, nofollow"
    add_never_cache_headers(response)
    return response
