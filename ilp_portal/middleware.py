"""What every request passes before it reaches a view."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404
from django.utils.cache import add_never_cache_headers


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


class NothingKept:
    """What a signed-in person saw stays in no cache: on a shared laptop the next one may press "back"."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Cache-Control" not in response and request.session.accessed and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response
