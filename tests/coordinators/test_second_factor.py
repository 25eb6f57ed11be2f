"""Outside DEBUG staff reach nothing but the pages where the second factor is set up."""

import time
from urllib.parse import urlencode

import pytest
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation

from coordinators import actions
from coordinators.models import User

pytestmark = pytest.mark.django_db

CLOSED = ("/admin/", "/es/admin/", "/admin/login/", "/admin/password_change/", "/admin/nowhere/", "/", "/start/")


@pytest.fixture(autouse=True)
def _as_in_production(settings, frozen):  # a code holds for a half minute of the clock, which may end in a test
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


def sign_in(client, user, *methods: str):
    """With the steps that allauth wrote down in the session."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time()} for method in methods]
    session["account_authentication_methods_user"] = user_id_to_str(user)
    session.save()
    return client


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_second_factor_are_led_to_its_page(client, staff, path, method):
    answer = getattr(sign_in(client, staff), method)(path)
    with translation.override("es" if path.startswith("/es/") else "en"):
        assert (answer.status_code, answer.url) == (302, reverse("mfa_index"))


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "account_logout", "account_email"])
def test_staff_without_second_factor_reach_the_account_pages(client, staff, name):
    staff.set_unusable_password()
    staff.save()
    assert sign_in(client, staff).get(reverse(name)).status_code == 200


def test_staff_without_second_factor_can_sign_out(client, staff):
    sign_in(client, staff).post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_staff_with_second_factor_reach_the_admin(client, staff, kind):
    Authenticator.objects.create(user=staff, type=kind, data={})
    assert sign_in(client, staff, "password", "mfa").get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "page"),
    [(Authenticator.Type.TOTP, "mfa_reauthenticate"), (Authenticator.Type.WEBAUTHN, "mfa_reauthenticate_webauthn")],
)
def test_a_session_older_than_the_factor_has_to_show_it(client, staff, kind, page):
    Authenticator.objects.create(user=staff, type=kind, data={})
    sign_in(client, staff, "password")
    for path in ("/admin/", "/start/", reverse("mfa_index"), reverse("account_email")):
        assert client.get(path).url == f"{reverse(page)}?{urlencode({'next': path})}"
    assert client.post("/admin/").url == f"{reverse(page)}?{urlencode({'next': reverse('start')})}"


def test_another_persons_proof_in_the_session_counts_for_nothing(client, staff, administrator):
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={})
    sign_in(client, administrator, "mfa").force_login(staff)
    assert client.get("/admin/").status_code == 302


@pytest.mark.django_db(transaction=True, serialized_rollback=True)  # it is noted after the commit
def test_setting_up_opens_the_session_and_every_later_sign_in_asks(client, staff):
    secret = new_secret(client, staff)
    assert client.get("/admin/").status_code == 200
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": staff.email, "password": PASSWORD})
    assert client.get("/admin/").status_code == 302
    cache.clear()  # a code counts once; the clock of this test stands still
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert client.get("/admin/").status_code == 200


def test_an_old_session_opens_when_it_shows_the_code(client, staff):
    secret = new_secret(Client(), staff)
    cache.clear()
    answer = sign_in(client, staff, "password").post(
        reverse("mfa_reauthenticate"), {"code": code(secret), "next": "/admin/"}
    )
    assert (answer.url, client.get("/admin/").status_code) == ("/admin/", 200)


PASSWORD = "a-long-password-for-tests"


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def new_secret(client, user) -> str:
    """Sign in with the password and set an authenticator app up; its secret."""
    user.set_password(PASSWORD)
    user.save()
    actions.confirm_address(user=user)
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": code(secret)}).status_code == 302
    return secret


def test_recovery_codes_alone_are_no_second_factor(client, staff):
    Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert sign_in(client, staff).get("/admin/").url == reverse("mfa_index")


def test_superuser_without_staff_flag_needs_it_too(client):
    root = User.objects.create_user("root@tests.example", is_superuser=True)
    assert sign_in(client, root).get("/start/").url == reverse("mfa_index")


def test_coordinator_and_visitor_are_not_asked(client, coordinator):
    assert client.get(reverse("account_login")).status_code == 200
    assert sign_in(client, coordinator.user).get("/start/").status_code == 200


def test_staff_are_not_asked_in_debug(client, staff, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    assert sign_in(client, staff).get("/admin/").status_code == 200
