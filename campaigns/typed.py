"""What somebody was typing when the session ended: it waits in their own browser until they are signed in again.

The cookie is sealed, so that nobody at a shared computer reads it, opens for the account whose page it was typed into
alone, and holds for an hour; nothing is kept here.
"""

import base64
import json

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from outreach import sealing

from . import sync

COOKIE = "typed"
KEPT = 3600  # seconds
FIELDS = ("day", "campaign", "quick", "time", "activity", "note", "key", "reflection")
LONGEST_FIELD = 500  # characters; a browser takes cookies of 4 KB
LARGEST_COOKIE = 3900  # bytes


def kept(view):
    """Marks a view: what is posted to it without a session is given back on the page after signing in."""
    view.keeps_typed = True
    return view


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Seal the written fields of a form into a cookie of the response."""
    fields = {name: request.POST[name][:LONGEST_FIELD] for name in FIELDS if request.POST.get(name)}
    account = request.POST.get("account", "")[:LONGEST_FIELD]
    said = {"path": request.path, "account": account, "fields": fields}
    plain = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace").decode()
    value = base64.urlsafe_b64encode(sealing.seal(_key(), plain, COOKIE)).decode()
    if fields and account and len(value) <= LARGEST_COOKIE:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(COOKIE, value, max_age=KEPT, secure=secure, httponly=True, samesite="Lax")


def given_back(request: HttpRequest) -> dict[str, str]:
    """The fields that the reader posted to this address or below it; empty where there are none."""
    value = request.COOKIES.get(COOKIE, "")
    if not value or len(value) > LARGEST_COOKIE:
        return {}
    try:
        known = json.loads(sealing.unseal(_key(), base64.urlsafe_b64decode(value), COOKIE))
    except (InvalidTag, ValueError):
        return {}
    is_own = known.get("account") == sync.account_key(request.user)
    return known["fields"] if is_own and known["path"].startswith(request.path) else {}


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def _key() -> bytes:
    return sealing.purpose_key("typed hours")
