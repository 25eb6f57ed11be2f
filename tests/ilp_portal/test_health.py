"""/healthz: what machines ask every few seconds."""

import pytest
from django.db import OperationalError, connection


@pytest.mark.django_db
def test_healthy_portal_answers_plain_and_unstored(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_portal_without_its_database_is_unhealthy_also_for_a_browser_with_a_cookie(client, monkeypatch, settings):
    def away():
        raise OperationalError("away")

    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    monkeypatch.setattr(connection, "cursor", away)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"database away\n")


@pytest.mark.django_db
def test_health_is_only_asked(client):
    assert client.post("/healthz").status_code == 405
