"""Public pages from memory: whole, current, and never one person's page for another."""

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory

from ilp_portal import content, pagecache
from ilp_portal.wsgi import Utf8Handler
from tests.factories import CampaignFactory, EventFactory, HourEntryFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept_connection(monkeypatch):
    """As Django's own test client does it: the connection of the test's transaction outlives the request."""
    monkeypatch.setattr(content, "LOOK_EVERY", 0)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class Site:
    """The portal behind its page cache, asked by WSGI as gunicorn does."""

    def __init__(self):
        self.asked = 0
        self.cache = pagecache.PageCache(self._count)

    def _count(self, environ, start_response):
        self.asked += 1
        return Utf8Handler()(environ, start_response)

    def get(self, path: str, method: str = "get", **headers: str) -> tuple[str, dict, bytes]:
        said = []
        environ = getattr(RequestFactory(), method)(path, headers=headers).environ
        body = b"".join(self.cache(environ, lambda status, found, error=None: said.append((status, found))))
        ((status, found),) = said
        return status, dict(found), body


@pytest.fixture
def site():
    return Site()


def test_a_second_reader_is_answered_from_memory_with_the_same_page(site, django_assert_num_queries):
    first = site.get("/")
    with django_assert_num_queries(1):  # the version of the content; once in half a second, here each time
        second = site.get("/")
    assert (site.asked, first[2], first[0]) == (1, second[2], "200 OK")
    assert second[1]["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in second[1]
    assert second[1]["Vary"] == "Accept-Encoding"
    assert "Content-Security-Policy" in second[1]


def test_the_version_is_looked_at_twice_a_second_at_most(site, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(content, "LOOK_EVERY", 60)
    site.get("/")
    with django_assert_num_queries(0):
        site.get("/")


@pytest.mark.parametrize(
    "change",
    [
        lambda partner: partner.save(),
        lambda partner: type(partner).objects.filter(pk=partner.pk).update(is_public=False),
        lambda partner: partner.delete(),
        lambda partner: CampaignFactory(),
        lambda partner: partner.events.add(EventFactory()),
        lambda partner: connection.cursor().execute("UPDATE partners_partner SET place = 'x'"),
    ],
    ids=["save", "update-many", "delete", "insert", "tie", "sql"],
)
def test_any_change_of_content_makes_a_new_page(site, change):
    partner = PartnerFactory()
    site.get("/partners/")
    change(partner)
    site.get("/partners/")
    assert site.asked == 2


def test_logging_hours_changes_no_public_page(site):
    entry = HourEntryFactory()
    site.get("/")
    entry.note = "a word"
    entry.save(update_fields=["note"])
    HourEntryFactory(placement=entry.placement)
    site.get("/")
    assert site.asked == 1


def test_a_name_taken_down_is_gone_at_the_next_request(site):
    partner = PartnerFactory(name="Casa Abierta")
    assert b"Casa Abierta" in site.get("/partners/")[2]
    type(partner).objects.filter(pk=partner.pk).update(is_public=False)
    assert b"Casa Abierta" not in site.get("/partners/")[2]


def test_who_carries_a_session_is_never_answered_from_memory_nor_kept(site, client, staff):
    client.force_login(staff)
    cookie = {"cookie": f"sessionid={client.cookies['sessionid'].value}"}
    mine = site.get("/", **cookie)
    others = site.get("/")
    assert site.get("/", **cookie)[2] != others[2]
    assert (site.asked, staff.email.encode() in others[2]) == (3, False)
    assert mine[1].get("Cache-Control") != "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("path", ["/account/login/", "/start/", "/healthz", "/nothing-here/", "/admin/"])
def test_what_is_no_public_page_is_not_kept(site, path):
    site.get(path)
    site.get(path)
    assert site.asked == 2


def test_addresses_languages_and_queries_are_kept_apart(site):
    pages = [site.get(path)[2] for path in ("/events/", "/es/eventos/", "/events/?x=1")]
    assert (site.asked, len(set(pages[:2]))) == (3, 2)


def test_the_readers_language_header_does_not_change_the_page(site):
    english = site.get("/", **{"accept-language": "es"})
    assert (english[2], site.asked) == (site.get("/")[2], 1)


def test_the_same_page_is_not_sent_again(site):
    tag = site.get("/")[1]["ETag"]
    status, headers, body = site.get("/", **{"if-none-match": f'W/"x", {tag}'})
    assert (status, body, headers["ETag"]) == ("304 Not Modified", b"", tag)
    CampaignFactory()
    assert site.get("/campaigns/", **{"if-none-match": tag})[0] == "200 OK"


def test_pages_come_compressed_for_those_who_take_it(site):
    plain = site.get("/")[2]
    packed = site.get("/", **{"accept-encoding": "gzip, br"})
    assert (packed[1]["Content-Encoding"], brotli.decompress(packed[2])) == ("br", plain)
    assert site.get("/", **{"accept-encoding": "gzip;q=0, deflate"})[2] == plain
    assert site.get("/", **{"accept-encoding": "gzip"})[1]["Content-Encoding"] == "gzip"


def test_head_says_the_size_and_nothing_else(site):
    whole = site.get("/")
    status, headers, body = site.get("/", method="head")
    assert (status, headers["Content-Length"], body) == ("200 OK", whole[1]["Content-Length"], b"")


def test_memory_has_a_bound(site, monkeypatch):
    monkeypatch.setattr(pagecache, "MOST_PAGES", 3)
    for number in range(5):
        site.get(f"/events/?x={number}")
    assert len(site.cache.pages) == 3


def test_a_page_grows_old_after_a_minute(site, monkeypatch):
    site.get("/")
    monkeypatch.setattr(pagecache, "LIFETIME", 0)
    site.get("/")
    assert site.asked == 2


def test_every_table_with_public_rows_is_watched():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'shown_%'")
        else:
            cursor.execute(
                "SELECT DISTINCT trigger_name FROM information_schema.triggers WHERE trigger_name LIKE 'shown_%'"
            )
        assert len(cursor.fetchall()) == sum(map(len, content.SHOWN.values()))
