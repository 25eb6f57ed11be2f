"""Forms for people without a session: only from our own pages, and without a cookie."""

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from ilp_portal.urls import urlpatterns as portal
from outreach.origin import own_form

pytestmark = pytest.mark.django_db


@login_not_required
@own_form
def plain(request):
    return HttpResponse("taken in")


@login_not_required
@own_form(or_null=True)
def behind_a_token(request):
    return HttpResponse("taken in")


urlpatterns = [path("plain/", plain), path("token/", behind_a_token), *portal]

OWN = "http://testserver"


@pytest.fixture(scope="module", autouse=True)
def own_addresses():
    """Once for all tests here: reading all addresses of the portal anew takes a twentieth of a second."""
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": OWN},
        {"origin": settings.BASE_URL},
        {"origin": OWN, "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin"},
        {"origin": "null", "sec-fetch-site": "same-origin"},  # from a page that gives no referrer away
    ],
)
def test_own_form_is_taken_in_without_a_cookie(browser, headers):
    response = browser.post("/plain/", headers=headers)
    assert (response.status_code, response.content) == (200, b"taken in")
    assert response.cookies == {}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://elsewhere.example"},
        {"origin": "http://testserver.elsewhere.example"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:8080"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": OWN, "sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example", "sec-fetch-site": "same-origin"},
        {"referer": OWN + "/plain/"},
    ],
)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_form_from_elsewhere_is_refused(browser, headers, method):
    response = getattr(browser, method)("/plain/", headers=headers)
    assert response.status_code == 403
    assert "We did not save this" in response.content.decode()
    assert response.cookies == {}


def test_looking_needs_no_origin(browser):
    assert browser.get("/plain/").status_code == 200
    assert browser.head("/plain/").status_code == 200


def test_older_browsers_on_a_page_without_referrer_are_believed_where_a_token_is_the_authority(browser):
    assert browser.post("/token/", headers={"origin": "null"}).status_code == 200
    assert browser.post("/token/", headers={"origin": "null", "sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post("/token/", headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert browser.post("/token/").status_code == 403
