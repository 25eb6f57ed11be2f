"""Outside DEBUG staff reach nothing but the pages where the second factor is set up."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import translation

from coordinators.models import User

pytestmark = pytest.mark.django_db

CLOSED = ("/admin/", "/es/admin/", "/admin/login/", "/admin/password_change/", "/admin/nowhere/", "/", "/start/")


@pytest.fixture(autouse=True)
def _as_in_production(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


def sign_in(client, user):
    client.force_login(user)
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
    assert sign_in(client, staff).get("/admin/").status_code == 200


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
