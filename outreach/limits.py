"""Rate limits on the shared cache. No address and no IP is stored: a key is a keyed hash with a salt of the day."""

import hashlib
import hmac
import logging

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from . import sealing

log = logging.getLogger(__name__)


def allow(scope: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one use of `scope` by `who`; False from use number limit + 1 on, until `seconds` after the first use.

    While the cache is away everything is allowed and a warning is logged: a sign-up is worth more than its limit.
    """
    key = f"limit:{pseudonym(scope, who)}"
    try:
        return _count(key, seconds) <= limit
    except RedisError as error:
        log.warning("limit of %s not counted: %s", scope, type(error).__name__)
        return True


def pseudonym(scope: str, who: str) -> str:
    """40 signs that stand for `who` in this scope on this day (UTC); without our key nobody finds out whom."""
    salt = f"{timezone.now():%Y-%m-%d}/{scope}/{who.strip().lower()}"
    return hmac.digest(sealing.purpose_key("limits"), salt.encode(), hashlib.sha256).hex()[:40]


def _count(key: str, seconds: int) -> int:
    """Which use of the span this is, from 1 on."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two calls: this is the first use of a new span
        cache.set(key, 1, seconds)
        return 1


def client(request) -> str:
    """What stands for the caller's address in a limit: REMOTE_ADDR, or the proxy's word where proxies are trusted."""
    from allauth.account.adapter import get_adapter

    return get_adapter().get_client_ip(request)
