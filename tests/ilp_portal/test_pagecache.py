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
    keep_connection()
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def keep_connection() -> None:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


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
        environ = getattr(RequestFactory(), method)(path, headers={"host": "testserver"} | headers).environ
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


def test_what_was_said_at_signing_out_is_read_on_the_next_page_by_that_reader_alone(site, client, staff):
    others = site.get("/")[2]
    client.force_login(staff)
    client.post("/account/logout/")
    keep_connection()  # Django's client connects the signals again
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items() if morsel.value)
    assert "sessionid" not in cookie
    mine = site.get("/", cookie=cookie)[2]
    assert (b"You have signed out." in mine, site.get("/")[2]) == (True, others)


@pytest.mark.parametrize("path", ["/account/login/", "/start/", "/healthz", "/nothing-here/", "/admin/"])
def test_what_is_no_public_page_is_not_kept(site, path):
    site.get(path)
    site.get(path)
    assert site.asked == 2


def test_addresses_languages_and_queries_are_kept_apart(site):
    pages = [site.get(path)[2] for path in ("/events/", "/es/eventos/", "/events/?page=1")]
    assert (site.asked, len(set(pages[:2]))) == (3, 2)


def test_the_readers_language_header_does_not_change_the_page(site):
    english = site.get("/", **{"accept-language": "es"})
    assert (english[2], site.asked) == (site.get("/")[2], 1)


def test_the_same_page_is_not_sent_again(site):
    whole = site.get("/", **{"accept-encoding": "br"})[1]
    tag = whole["ETag"]
    for asked in (f'"x", {tag}', f"W/{tag}", "*"):
        status, headers, body = site.get("/", **{"if-none-match": asked, "accept-encoding": "br"})
        assert (status, body) == ("304 Not Modified", b"")
    body_only = {"Content-Encoding", "Content-Length", "Content-Type"}
    assert headers == {name: value for name, value in whole.items() if name not in body_only}
    assert site.get("/", **{"if-none-match": tag, "accept-encoding": "gzip"})[0] == "200 OK"  # another form of it
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
    for number in ("from memory", "anew"):
        status, headers, body = site.get("/", method="head")
        assert (status, headers, body) == ("200 OK", whole[1], b""), number
        site.cache.pages.clear()


def test_memory_has_a_bound_in_bytes(site, monkeypatch):
    size = len(site.get("/events/")[2])
    monkeypatch.setattr(pagecache, "MOST_BYTES", size * 5)  # three, each with its compressed forms
    for number in range(5):
        site.get(f"/events/?kind=k{number}")
        site.get("/events/")
    assert (len(site.cache.pages), site.asked) == (3, 6)  # the one that is asked for stays
    assert site.cache.weight == sum(page.weight for page in site.cache.pages.values()) <= size * 5


def test_invented_parameters_fill_no_memory(site):
    plain, number = site.get("/events/"), len(site.cache.pages)
    for query in ("x=1", "utm_source=letter", "kind=rally&x=2", "%6Bind=rally", f"kind={'x' * 200}", "=", "&"):
        status, headers, _body = site.get(f"/events/?{query}", **{"accept-encoding": "br"})
        assert (status, headers["Content-Encoding"], len(site.cache.pages)) == ("200 OK", "br", number), query
    assert plain[1]["ETag"] == site.get("/events/")[1]["ETag"]


def test_other_spellings_of_host_and_scheme_are_the_same_page(site):
    for host in ("testserver", "TESTSERVER", "testserver:80", "testserver:8123"):
        assert site.get("/", host=host)[0] == "200 OK"
    for scheme in ("http", "http, https", "gopher"):
        site.get("/", **{"x-forwarded-proto": scheme})
    assert site.asked == 1
    site.get("/", **{"x-forwarded-proto": "https, http"})
    assert (site.asked, len(site.cache.pages)) == (2, 2)


def test_a_host_that_is_not_ours_is_refused_beside_a_kept_page(site, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    site.get("/")
    for host in ("evil.example", "testserver.evil.example", "evil.example:80", ""):
        assert site.get("/", host=host)[0] == "400 Bad Request"
    assert len(site.cache.pages) == 1


def test_what_changes_while_a_page_is_made_is_not_kept_with_it(site):
    """The version is older than what the page was made of; the next look finds a newer one."""
    partner = PartnerFactory(name="Casa Abierta")
    make = site.cache.application

    def slowly(environ, start_response):
        parts = make(environ, start_response)
        type(partner).objects.filter(pk=partner.pk).update(is_public=False)
        return parts

    site.cache.application = slowly
    assert b"Casa Abierta" in site.get("/partners/")[2]
    site.cache.application = make
    assert b"Casa Abierta" not in site.get("/partners/")[2]
    assert [page.version for page in site.cache.pages.values()] == [content.version()]


def test_without_the_database_files_and_health_are_answered_and_nothing_is_kept(site, monkeypatch):
    site.get("/")
    monkeypatch.setattr(content.Watch, "_look", lambda self: "")
    asked = [site.get(path)[0] for path in ("/", "/")]
    assert (asked, site.asked) == (["200 OK", "200 OK"], 3)  # each time the application's own answer
    monkeypatch.setattr(content.Watch, "_look", lambda self: pytest.fail("looked at the content"))
    assert [site.get(path)[0] for path in ("/healthz", "/static/js/quick-exit.js")] == ["200 OK", "200 OK"]


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
