"""What went wrong keeps the quick exit, speaks both languages and tells nothing about the inside."""

import pytest
from django.test import Client

from ilp_portal import timeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(settings) -> Client:
    settings.DEBUG = False
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def test_broken_page_says_so_in_both_languages(visitor, monkeypatch):
    def broken():
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(timeline, "terms", broken)
    response = visitor.get("/history/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Something broke on our side." in page
    assert "Algo falló de nuestro lado." in page
    assert 'class="exit"' in page
    assert "secret" not in page
    assert not response.cookies


def test_too_many_parameters_are_a_bad_request(visitor):
    response = visitor.get("/?" + "&".join(f"p{n}=1" for n in range(1001)))
    assert response.status_code == 400
    assert 'class="exit"' in response.content.decode()


def test_unknown_host_is_a_bad_request(visitor, settings):
    settings.ALLOWED_HOSTS = ["portal.example"]
    response = visitor.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_form_without_its_token_is_asked_for_again(visitor):
    response = visitor.post("/account/login/", {"login": "person@tests.example"})
    assert response.status_code == 403
    assert "Please send that again." in response.content.decode()


@pytest.mark.parametrize(("path", "words"), [("/nothing/", "There is no page here"), ("/es/nada/", '<html lang="es">')])
def test_missing_page_speaks_the_language_of_its_address(visitor, path, words):
    response = visitor.get(path)
    assert response.status_code == 404
    assert words in response.content.decode()
    assert not response.cookies
