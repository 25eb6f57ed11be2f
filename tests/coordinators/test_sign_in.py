"""Who gets in, and what a try leaves behind."""

import pytest
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.urls import reverse

from coordinators import actions

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-for-tests"


@pytest.fixture
def demo_user(coordinator):
    user = coordinator.user
    user.is_demo = True
    user.set_password(PASSWORD)
    user.save()
    actions.confirm_address(user=user)
    return user


@pytest.mark.parametrize(("debug", "status"), [(True, 200), (False, 302)])
def test_accounts_of_the_demo_open_nothing_outside_debug(client, demo_user, settings, debug, status):
    settings.DEBUG = debug
    client.post(reverse("account_login"), {"login": demo_user.email, "password": PASSWORD})
    assert client.get(reverse("start")).status_code == status


def test_a_session_of_the_demo_ends_with_debug(client, demo_user, settings):
    client.force_login(demo_user)
    settings.DEBUG = True
    assert client.get(reverse("start")).status_code == 200
    settings.DEBUG = False
    assert client.get(reverse("start")).status_code == 302


def test_no_ip_stays_in_the_cache(client):
    client.post(reverse("account_login"), {"login": "a@tests.example", "password": PASSWORD}, REMOTE_ADDR="192.0.2.7")
    keys = list(cache._cache)
    assert any("allauth:rl" in key for key in keys)
    assert [key for key in keys if "192.0.2.7" in key] == []


def test_clients_are_told_apart_and_one_network_of_ipv6_is_one(rf):
    def mark(address: str) -> str:
        return get_adapter().get_client_ip(rf.get("/", REMOTE_ADDR=address))

    assert mark("192.0.2.7") == mark("192.0.2.7")
    assert mark("192.0.2.7") != mark("192.0.2.8")
    assert mark("2001:db8::1") == mark("2001:db8::2")
    assert mark("2001:db8:1::1") != mark("2001:db8:2::1")
