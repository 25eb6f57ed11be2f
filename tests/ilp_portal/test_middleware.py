"""What never reaches a view."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/?q=%00", "/?%00=1", "/campaigns/a%00b/", "/sign-up/%00/", "/es/?q=%00", "/%00"])
def test_nul_in_address_or_query_is_no_page(client, path):
    assert client.get(path).status_code == 404


def test_nul_is_hidden_in_a_quoted_cookie_and_the_cookie_is_dropped(client, settings):
    quoted = f'{settings.SESSION_COOKIE_NAME}="aaaaaaaaaaaa\\000aaaaaaaa"; csrftoken="\\000"'
    response = client.get("/", headers={"cookie": quoted})
    assert response.status_code == 200
    assert response.wsgi_request.COOKIES == {}


@pytest.mark.parametrize("path", ["/", "/history/", "/campaigns/", "/sitemap.xml", "/robots.txt"])
def test_pages_of_the_record_are_only_read(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/start/", "/start/settings/", "/hours/", "/hours/2026-11-16/", "/", "/nowhere/"])
def test_nothing_a_signed_in_person_saw_is_kept(client, coordinator, path):
    client.force_login(coordinator.user)
    kept = {word.strip() for word in client.get(path)["Cache-Control"].split(",")}
    assert {"no-store", "private"} <= kept


@pytest.mark.parametrize("path", ["/", "/history/", "/es/eventos/"])
def test_readers_may_keep_the_pages_of_the_record_if_they_ask_each_time(client, path):
    response = client.get(path)
    assert (response["Cache-Control"], "Vary" in response) == ("public, max-age=0, must-revalidate", False)


@pytest.mark.parametrize(
    "path", ["/", "/es/", "/start/", "/admin/login/", "/static/css/portal.css", "/sitemap.xml", "/healthz"]
)
def test_every_answer_carries_the_policy(client, path):
    assert "default-src 'none'" in client.get(path)["Content-Security-Policy"]
