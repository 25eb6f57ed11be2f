"""What gunicorn calls: no header of a stranger decides how a request is read."""

import runpy

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from gunicorn.config import Config
from gunicorn.http import RequestParser, wsgi

from events.models import Rsvp
from ilp_portal.wsgi import application
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

NO_TEXT = ("hex", "undefined", "punycode", "zlib")  # Python knows them as codecs, but they read no query


@pytest.fixture(autouse=True)
def _kept_connection():
    """As Django's own test client does it: the connection of the test's transaction outlives the request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def status(environ: dict) -> str:
    said = []
    b"".join(application(environ, lambda line, headers, *error: said.append(line)))
    return said[0]


@pytest.mark.parametrize("charset", [f"charset={name}" for name in NO_TEXT] + ["charset*=utf-8'en'hex", "x*=no'en'%41"])
def test_a_charset_of_the_sender_breaks_no_page(charset):
    environ = RequestFactory().get("/", {"q": "x"}).environ
    assert status(environ | {"CONTENT_TYPE": f"text/plain; {charset}"}) == "200 OK"


def test_half_a_character_does_not_come_in_by_another_charset(frozen):
    event, own = EventFactory(), {"origin": "http://testserver"}
    fields = {"contact": "a@tests.example", "language": "es", "name": r"\ud800"}
    environ = RequestFactory().post(f"/events/{event.slug}/sign-up/", fields, headers=own).environ
    assert status(environ | {"CONTENT_TYPE": environ["CONTENT_TYPE"] + "; charset=unicode_escape"}) == "302 Found"
    assert Rsvp.objects.get().name == r"\ud800"


@pytest.mark.parametrize("header", ["SCRIPT_NAME: /facts", "SCRIPT_NAME: /evil", "PATH_INFO: /partners/"])
def test_no_header_moves_the_portal_to_another_place(header):
    """gunicorn believes those of whoever connects from this machine, which is every reader behind a proxy on it."""
    cfg = Config()
    for name, value in runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py")).items():
        if name in cfg.settings:
            cfg.set(name, value)
    sent = f"GET /facts/ HTTP/1.1\r\nHost: testserver\r\n{header}\r\n\r\n".encode()
    request = next(RequestParser(cfg, iter([sent]), ("127.0.0.1", 1)))
    environ = wsgi.create(request, None, ("127.0.0.1", 1), ("127.0.0.1", 8000), cfg)[1]
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == ("", "/facts/")
