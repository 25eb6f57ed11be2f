"""Where a phone delivers what was written without a connection: hours (campaigns/sync.py), presses at a door."""

import json
from collections.abc import Callable
from http import HTTPStatus

from django.http import JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns import sync


@require_http_methods(["GET", "POST"])
def hours_sync(request):
    """The hours of one person; see `sync.deliver`."""
    return answer(request, lambda said: sync.deliver(said["operations"], user=request.user, now=timezone.now()))


def answer(request, deliver: Callable[[dict], list[dict]], also: Callable[[], dict] = dict) -> JsonResponse:
    """GET: whose phone this is and a fresh token. POST {account, operations}: {results}, what `deliver` makes of it.

    Both carry what `also` gives after that. 400 for what is no such list, 409 when another person has signed in
    meanwhile, 413 when it is too much at once. Then nothing was done, and the phone keeps everything.
    """
    account = sync.account_key(request.user)
    if request.method == "GET":
        return JsonResponse({"account": account, "token": get_token(request), **also()})
    if int(request.headers.get("Content-Length") or 0) > sync.LARGEST_BODY:
        return _fault("too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    said = _read(request)
    operations = said.get("operations")
    if not isinstance(operations, list):
        return _fault("unreadable", HTTPStatus.BAD_REQUEST)
    if len(operations) > sync.MOST_OPERATIONS:
        return _fault("too-many", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if said.get("account") != account:
        return _fault("other-account", HTTPStatus.CONFLICT)
    results = deliver(said)
    return JsonResponse({"results": results, **also()})


def _read(request) -> dict:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException):  # no JSON, no UTF-8, nested a thousandfold, or a form
        return {}
    return said if isinstance(said, dict) else {}


def _fault(name: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"error": name}, status=status)
