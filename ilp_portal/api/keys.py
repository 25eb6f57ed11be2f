"""Keys of the API: made once, known to us by their hash alone."""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from campaigns import weeks
from ilp_portal.models import ApiToken
from partners import audit

PREFIX = "ilp_"
LONGEST = dt.timedelta(days=365)  # until the last day of a key
LOOKED_AT = dt.timedelta(minutes=1)  # the last use is written down no more often
MAKE = "ilp_portal.add_apitoken"  # whoever may make no key any more has none that opens anything
RIGHTS = {  # what a key may read, and the right of its maker without which it may not
    ApiToken.Scope.HOURS: "campaigns.view_hourentry",
    ApiToken.Scope.PEOPLE: "coordinators.view_coordinator",
    ApiToken.Scope.REPORTS: "campaigns.view_report",
}
HINT = 8  # signs; the prefix and four of 43, which leaves 232 bits


def hashed(key: str) -> bytes:
    """SHA-256 alone: a key is 256 bits by chance, of which no list of likely ones can be tried."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()


@transaction.atomic
def make(*, name: str, scopes: list[str], expires_on: dt.date, by, now: dt.datetime) -> tuple[ApiToken, str]:
    """The new row and the key, which nobody can read again."""
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        key_hash=hashed(key),
        hint=key[:HINT],
        scopes=sorted(scopes),
        made_at=now,
        made_by=by,
        expires_on=expires_on,
    )
    audit.note("ilp_portal.make_key", actor=by, record=token, now=now)
    return token, key


@transaction.atomic
def revoke(*, token: ApiToken, by, now: dt.datetime) -> bool:
    """Let it open nothing from now on. False when that was so already."""
    done = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    if done:
        audit.note("ilp_portal.revoke_key", actor=by, record=token, now=now)
    return bool(done)


def find(key: str, *, now: dt.datetime) -> ApiToken | None:
    """The valid key of somebody who may make keys today, with its last use written down; None for any other words."""
    if not key.startswith(PREFIX):
        return None
    here = {"made_by__is_staff": True, "made_by__is_demo__in": (False, settings.DEBUG)}
    known = ApiToken.objects.valid_on(weeks.today(now)).filter(**here)
    token = known.select_related("made_by").filter(key_hash=hashed(key)).first()
    if token is None or not token.made_by.has_perm(MAKE):
        return None
    old = Q(last_used_at=None) | Q(last_used_at__lte=now - LOOKED_AT)
    ApiToken.objects.filter(old, pk=token.pk).update(last_used_at=now)
    return token


def may_read(token: ApiToken, scope: str) -> bool:
    """A key never reads more than its maker may read at this moment."""
    return scope in token.scopes and token.made_by.has_perm(RIGHTS[scope])
