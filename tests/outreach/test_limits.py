"""Rate limits: counted per scope and person, readable to nobody, open while the cache is away."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

import ilp_portal.settings
from outreach import limits

pytestmark = pytest.mark.usefixtures("frozen")  # at midnight everybody is somebody else
READER = "neighbor@tests.example"


def _use(who=READER, scope="sign-up", limit=2):
    return limits.allow(scope, who, limit=limit, seconds=3600)


def test_limit_is_per_scope_and_person():
    assert [_use(), _use(), _use()] == [True, True, False]
    assert _use("  NEIGHBOR@tests.example ") is False
    assert _use("other@tests.example") is True
    assert _use(scope="something else") is True


def test_limit_begins_anew_with_the_span(frozen):
    assert [_use(), _use(), _use()] == [True, True, False]
    frozen.move_to(timezone.now() + dt.timedelta(seconds=3601))
    assert _use() is True


def test_limit_keeps_no_address():
    _use()
    assert READER not in str(cache._cache)


@override_settings(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/1"}}
)
def test_limit_allows_while_the_cache_is_away(caplog):
    assert [_use(limit=1), _use(limit=1)] == [True, True]
    assert "limit of sign-up not counted: ConnectionError" in caplog.text
    assert READER not in caplog.text


@override_settings(CACHES=ilp_portal.settings.CACHES)
def test_limit_of_the_embedded_cache_lasts_as_long(frozen, db):
    call_command("createcachetable")
    uses = []
    for _ in range(4):
        uses.append(_use())
        frozen.shift(dt.timedelta(minutes=10))
    assert uses == [True, True, False, False]
