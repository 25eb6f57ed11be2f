"""Every page of django-allauth that a person can meet wears the shell and fits the strict policy."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

OWN_PAGES = (
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
)


@pytest.fixture
def signed_in(client):
    client.force_login(UserFactory(role="coordinator"))
    return client


def read(response) -> str:
    html = response.content.decode()
    assert response.status_code == 200, response.headers.get("Location")
    assert 'class="exit"' in html
    assert not re.search(r"\sstyle=|<style", html)
    return html


def test_login_asks_for_an_address_first_and_offers_a_passkey(client):
    html = read(client.get(reverse("account_login")))
    assert html.index('type="email"') < html.index("Send me a code") < html.index('id="passkey_login"')
    assert 'action="/account/2fa/webauthn/login/"' in html  # the passkey's own form and scripts came along
    assert "mfa/js/webauthn.js" in html


def test_login_says_what_is_wrong_with_an_address(client):
    html = read(client.post(reverse("account_request_login_code"), {"email": "nobody"}))
    assert 'aria-describedby="id_code_address_hint id_code_address_error" aria-invalid="true"' in html


def test_code_page_is_the_same_for_an_unknown_address(client):
    known = UserFactory(role="coordinator").email
    pages = []
    for address in (known, "nobody@demo.example"):
        client.cookies.clear()
        client.post(reverse("account_request_login_code"), {"email": address})
        html = read(client.get(reverse("account_confirm_login_code")))
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html))
    assert pages[0] == pages[1]
    assert 'autocomplete="one-time-code"' in pages[0]


def test_code_page_says_when_a_code_is_wrong(client):
    client.post(reverse("account_request_login_code"), {"email": "nobody@demo.example"})
    html = read(client.post(reverse("account_confirm_login_code"), {"code": "WRONG"}))
    assert "That code did not match." in html
    assert 'aria-describedby="id_code_error"' in html


def test_password_is_the_other_way_in(client):
    user = UserFactory(role="coordinator")
    user.set_password("long enough to keep")
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    assert 'type="password"' in read(client.get(reverse("account_login")))
    client.post(reverse("account_login"), {"login": user.email, "password": "long enough to keep"})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_accounts_are_by_invitation(client):
    assert "Accounts are by invitation" in read(client.get(reverse("account_signup")))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_account_page_wears_the_shell(signed_in, name):
    response = signed_in.get(reverse(name), follow=True)
    html = read(response)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert "Sign out" in html
