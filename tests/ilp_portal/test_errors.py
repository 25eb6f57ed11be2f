"""What went wrong keeps the quick exit, speaks the language of the address and tells nothing about the inside.

No test here may use the database but those that say so: pages of errors ask it nothing.
"""

import re

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.utils import translation

from ilp_portal import urls

handler400, handler500 = urls.handler400, urls.handler500  # Django reads them here as it does there
FAULTS = {400: SuspiciousOperation, 403: PermissionDenied, 404: Http404, 500: RuntimeError}
HEADINGS = {
    400: {"en": "That request could not be read", "es": "No pudimos leer esa solicitud"},
    403: {"en": "This page is not open to you", "es": "Esta página no está abierta para usted"},
    404: {"en": "There is no page here", "es": "Aquí no hay ninguna página"},
    410: {"en": "This is no longer here", "es": "Esto ya no está aquí"},
    429: {"en": "Please wait a little", "es": "Espere un poco, por favor"},
    500: {"en": "Something broke on our side", "es": "Algo falló de nuestro lado"},
}
ROOT = {"en": "/", "es": "/es/"}
WAYS_ON = ("events:event_list", "history", "rights", "home")


@login_not_required
def fail(request, code: int):
    if code in FAULTS:
        raise FAULTS[code]("secret of the inside")
    return HttpResponse(status=code, headers={"Retry-After": "60"})


urlpatterns = [*i18n_patterns(path("fail/<int:code>/", fail), prefix_default_language=False), *urls.urlpatterns]


@pytest.fixture
def visitor(settings) -> Client:
    settings.DEBUG, settings.ROOT_URLCONF = False, __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def links(page: str) -> set[str]:
    return set(re.findall(r'<a class="btn[^"]*" href="([^"]+)"', page))


@pytest.mark.parametrize("code", HEADINGS)
def test_every_error_has_a_page_in_the_language_of_its_address(visitor, code, language):
    response = visitor.get(f"{ROOT[language]}fail/{code}/")
    page = response.content.decode()
    assert (response.status_code, response["Content-Type"]) == (code, "text/html; charset=utf-8")
    assert f'<html lang="{language}">' in page
    assert f"<h1>{HEADINGS[code][language]}</h1>" in re.sub(r"\s*(</?h1>)\s*", r"\1", page)
    with translation.override(language):
        assert links(page) >= {reverse(name) for name in WAYS_ON}
    assert 'class="exit"' in page
    assert {"en": "It cannot erase your browser", "es": "No puede borrar"}[language] in page
    assert '<meta name="robots" content="noindex">' in page
    assert "secret" not in page
    assert not response.cookies


def test_bare_answer_keeps_its_headers(visitor):
    assert visitor.get("/fail/429/")["Retry-After"] == "60"


def test_page_while_the_database_is_away_speaks_the_language(visitor, language):
    """Without the mark of pytest-django every query raises, as without a database."""
    response = visitor.get({"en": "/events/", "es": "/es/eventos/"}[language])
    assert response.status_code == 500
    assert f'<html lang="{language}">' in response.content.decode()


def test_too_many_parameters_are_a_bad_request(visitor, language):
    response = visitor.get(ROOT[language] + "?" + "&".join(f"p{n}=1" for n in range(1001)))
    assert response.status_code == 400
    assert f'<html lang="{language}">' in response.content.decode()


def test_unknown_host_is_a_bad_request(visitor, settings):
    settings.ALLOWED_HOSTS = ["portal.example"]
    response = visitor.get("/es/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert '<html lang="es">' in response.content.decode()
    assert "evil.example" not in response.content.decode()


@pytest.mark.parametrize("path", ["/account/login/", "/es/cuenta/login/"])
def test_form_without_its_token_is_asked_for_again(visitor, path):
    response = visitor.post(path, {"login": "person@tests.example"})
    assert response.status_code == 403
    assert ("Envíelo otra vez" in response.content.decode()) == path.startswith("/es/")
    assert ("Please send that again" in response.content.decode()) != path.startswith("/es/")


@pytest.mark.parametrize("path", ["/nothing/", "/es/nada/", "/fr/", "/es/events/", "/%00", "/es/%F0%9F%A6%8B/"])
def test_missing_page_speaks_the_language_of_its_address(visitor, settings, path):
    for settings.DEBUG in (False, True):
        response = visitor.get(path)
        assert response.status_code == 404
        assert f'<html lang="{"es" if path.startswith("/es/") else "en"}">' in response.content.decode()
        assert "urlpatterns" not in response.content.decode().lower()
        assert not response.cookies


def test_demo_keeps_the_traceback_of_a_fault(visitor, settings):
    settings.DEBUG = True
    page = visitor.get("/fail/500/").content.decode()
    assert "secret of the inside" in page
    assert "Traceback" in page


@pytest.mark.django_db
def test_too_many_tries_to_sign_in_get_the_page(visitor, settings, language):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client, path = Client(), {"en": "/account/login/", "es": "/es/cuenta/login/"}[language]
    answers = [client.post(path, {"login": "person@tests.example", "password": "x"}) for _ in range(2)]
    assert answers[-1].status_code == 429
    assert f'<html lang="{language}">' in answers[-1].content.decode()
