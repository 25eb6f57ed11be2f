"""What every request passes before it reaches a view."""

from http import HTTPStatus
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpResponseNotFound, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from campaigns import typed
from campaigns.models import Campaign, Resource
from coordinators.models import Term
from events.models import Event
from partners.models import FormerAddress, Partner

from . import pagecache
from .api import faults


class CleanInput:
    """Keep out the NUL byte, which PostgreSQL can neither store nor compare: a cookie with one is no cookie, an
    address or a query with one is no page. Forms say it at the field by themselves."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\x00" not in value}
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        values = [request.path, *request.GET, *(v for key in request.GET for v in request.GET.getlist(key))]
        if any("\x00" in value for value in values):
            raise Http404


class ClosedByDefault(LoginRequiredMiddleware):
    """Every view asks for sign-in unless it says `login_not_required`.

    Django's own looks at the person first; here an open page never opens the session, so `/healthz` answers a browser
    with a cookie also while the database is away.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if getattr(view_func, "login_required", True):
            return super().process_view(request, view_func, view_args, view_kwargs)
        return None

    def handle_no_permission(self, request, view_func):
        """Lead to the sign-in; what was typed into a form that keeps it waits until then."""
        response = super().handle_no_permission(request, view_func)
        if request.htmx:  # or the sign-in page would be put into a part of the page
            response = HttpResponseClientRedirect(response.url)
        if request.method == "POST" and getattr(view_func, "keeps_typed", False):
            typed.keep(request, response)
        return response


class PublicPages:
    """Say of a page that is the same for all readers that it may be kept, here (pagecache.py) and by a CDN that asks
    again each time. The address alone decides the language, so no header of the reader varies it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if self._is_same_for_all(request, response):
            response["Cache-Control"] = "public, max-age=0, must-revalidate"
            del response["Vary"]
            request.META[pagecache.FLAG] = True
        return response

    def process_view(self, request, view, args, kwargs):
        """The version goes with the page, so it is read before the view reads a row: rather too old than too new."""
        if request.resolver_match.view_name in pagecache.KEPT and pagecache.LOOK in request.META:
            request.META[pagecache.VERSION] = request.META[pagecache.LOOK]()

    def _is_same_for_all(self, request, response) -> bool:
        match = getattr(request, "resolver_match", None)
        return (
            match is not None
            and match.view_name in pagecache.KEPT | pagecache.SENT
            and response.status_code == HTTPStatus.OK
            and not response.streaming
            and not response.cookies
            and "Cache-Control" not in response
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )


class ErrorPages:
    """Words for what is answered without any: 410 and 429, and in a demo the page that visitors get for an address that
    is not there, instead of Django's list of addresses for developers. Faults keep their traceback there."""

    BARE = (HTTPStatus.GONE, HTTPStatus.TOO_MANY_REQUESTS)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if type(response) is HttpResponseNotFound and request.path.startswith("/api/"):
            return faults.answer("not_found")  # programs read no page; an address of the API says it by itself
        bare = response.status_code in self.BARE and not response.streaming and not response.content
        if bare or (settings.DEBUG and type(response) is HttpResponseNotFound):
            page = render(request, f"{response.status_code}.html", status=response.status_code)
            response.content, response["Content-Type"] = page.content, page["Content-Type"]
        return response


class MovedPages:
    """A page whose address changed is found at the new one. Only what a stranger may see is: of the rest no hint."""

    PAGES: ClassVar = {  # by the name of the address: whatever a stranger may see
        "campaigns:campaign_detail": Campaign.objects.public,
        "campaigns:resource_detail": Resource.objects.public,
        "campaigns:file_detail": Resource.objects.public,
        "coordinators:term_detail": Term.objects.all,
        "events:event_detail": Event.objects.public,
        "events:event_file": Event.objects.public,
        "events:rsvp_create": Event.objects.public,  # what somebody was typing meanwhile is sent on
        "partners:partner_detail": Partner.objects.public,
    }

    REMEMBERED = 3600  # seconds; without a limit browsers keep it for ever, and the slug may be another page's one day

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        if response.status_code == HTTPStatus.NOT_FOUND and match and match.view_name in self.PAGES:
            return self._moved(request, match, self.PAGES[match.view_name]()) or response
        return response

    def _moved(self, request, match, rows) -> HttpResponsePermanentRedirect | None:
        former = FormerAddress.objects.of(rows.model, match.kwargs["slug"])
        row = rows.filter(pk__in=former.values("object_id")).first()
        if row is None:
            return None
        there, query = (
            reverse(match.view_name, kwargs=match.kwargs | {"slug": row.slug}),
            request.META.get("QUERY_STRING", ""),
        )
        kept = request.method not in ("GET", "HEAD")
        moved = HttpResponsePermanentRedirect(f"{there}?{query}" if query else there, preserve_request=kept)
        moved["Cache-Control"] = f"max-age={self.REMEMBERED}"
        return moved


class NothingKept:
    """What a signed-in person saw stays in no cache: on a shared laptop the next one may press "back".

    A phone keeps the week and the list at a door for the time without a connection (static/js/sw.js). Signing out wipes
    all of it, and asks first while something waits there unsent: the page says so in a cookie, which also works without
    script.
    """

    UNSENT, UNSENT_DOOR = "unsent", "unsent_door"  # how many hours, how many presses; set by static/js/queue.js

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if self._signs_out(request) and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"storage"'
            for name in {self.UNSENT, self.UNSENT_DOOR} & request.COOKIES.keys():
                response.delete_cookie(name)
        if "Cache-Control" not in response and request.session.accessed and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    def process_view(self, request, view, args, kwargs):
        names = (self.UNSENT, self.UNSENT_DOOR)
        hours, presses = (request.COOKIES.get(name, "0") not in ("", "0") for name in names)
        waits = hours or presses
        if waits and self._signs_out(request) and "erase" not in request.POST and request.user.is_authenticated:
            return render(request, "account/logout_unsent.html", {"hours": hours, "presses": presses})
        return None

    @staticmethod
    def _signs_out(request) -> bool:
        match = getattr(request, "resolver_match", None)
        return request.method == "POST" and match is not None and match.view_name == "account_logout"
