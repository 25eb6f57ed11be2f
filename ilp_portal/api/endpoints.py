"""The API as django-ninja serves it: every view by its name, and their description."""

import inspect
from collections.abc import Callable
from functools import cache

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, Throttled, ValidationError

from . import exports, faults, limits, public

IN_PATHS = ("slug", "number")
SHOWN = 60  # characters of a name that is none of ours

api = NinjaAPI(
    title="ILP Portal",
    version="1",
    description="The public record of Georgetown's Immigration and Labor Project, in English and Spanish, and exports "
    "for its staff. Within version 1 fields are added, never renamed, removed or given another meaning.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    servers=[{"url": "/"}],
)
api.add_router("", public.router, tags=["public"])
api.add_router("exports/", exports.router)


@api.exception_handler(Http404)
def _not_found(request, error):
    return faults.answer("not_found")


@api.exception_handler(AuthenticationError)
def _no_key(request, error):
    return faults.answer("key", headers={"WWW-Authenticate": 'Bearer realm="ilp"'})


@api.exception_handler(AuthorizationError)
def _no_scope(request, error):
    return faults.answer("scope")


@api.exception_handler(Throttled)
def _too_many(request, error):
    return faults.answer("too_many", headers={"Retry-After": str(limits.HOUR)})


@api.exception_handler(ValidationError)
def _invalid(request, error):
    fields = [faults.problem(str(one["loc"][-1]), one["type"], one.get("ctx", {})) for one in error.errors]
    return faults.answer("invalid", fields=fields)


@cache
def described() -> dict:
    """OpenAPI 3.1."""
    return api.get_openapi_schema(path_prefix="/api/")


def _strict(name: str, view: Callable) -> Callable:
    """The view, for questions that name only what it knows: with ?yaer=2019 nobody means all events there are."""
    function = getattr(public, name, None) or getattr(exports, name)
    known = set(inspect.signature(function).parameters) - {"request", *IN_PATHS}

    def checked(request, **kwargs):
        unknown = sorted(request.GET.keys() - known)
        if unknown:
            values = {"known": ", ".join(sorted(known)) or "–"}
            return faults.answer("invalid", fields=[faults.problem(one[:SHOWN], "unknown", values) for one in unknown])
        return view(request, **kwargs)

    return checked


VIEWS = {entry.name: _strict(entry.name, entry.callback) for entry in api.urls[0] if entry.name != "api-root"}
