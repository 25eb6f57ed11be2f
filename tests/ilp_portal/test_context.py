"""The language switch stays on the page, and the addresses that machines read are true."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from ilp_portal.context import shell


def at(path: str, language: str = "en") -> dict:
    request = RequestFactory().get(path)
    request.LANGUAGE_CODE = language
    return shell(request)


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("/", "/es/"),
        ("/history/", "/es/historia/"),
        ("/coordinators/2010-2011/", "/es/coordinacion/2010-2011/"),
        ("/campaigns/ijls-expansion/", "/es/campanas/ijls-expansion/"),
        ("/partners/?q=caf%C3%A9&page=2", "/es/organizaciones/?q=caf%C3%A9&page=2"),
        ("/hours/2026-11-16/", "/es/horas/2026-11-16/"),
        ("/admin/", "/es/admin/"),
    ],
)
def test_switch_leads_to_the_same_page_with_its_query(english, spanish):
    assert at(english)["other_language_url"] == spanish
    with translation.override("es"):
        assert at(spanish, "es")["other_language_url"] == english


@pytest.mark.parametrize("path", ["/nothing/here/", "/healthz", "/mailbox/", "/%00/", "/ñ/?x=[", "/🦋/"])
def test_page_without_a_twin_leads_to_the_other_home(path):
    context = at(path)
    assert context["other_language_url"] == "/es/"
    assert (context["canonical_url"], context["alternate_urls"]) == ("", [])


def test_address_that_begins_with_another_host_stays_here():
    request = RequestFactory().get("/")
    request.path = request.path_info = "//evil.example/"
    context = shell(request)
    assert (context["other_language_url"], context["canonical_url"]) == ("/es/", "")


def test_canonical_address_has_no_query(settings):
    settings.BASE_URL = "https://portal.example"
    context = at("/history/?utm_source=mail")
    assert context["canonical_url"] == "https://portal.example/history/"
    assert context["alternate_urls"] == [
        ("en", "https://portal.example/history/"),
        ("es", "https://portal.example/es/historia/"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/here/", "/es/nada/", "/campaigns/nothing/", "/es/campanas/nada/"])
def test_missing_page_keeps_its_switch(client, path):
    response = client.get(path)
    assert response.status_code == 404
    html = response.content.decode()
    assert ('lang="en" hreflang="en"' if path.startswith("/es/") else 'lang="es" hreflang="es"') in html
