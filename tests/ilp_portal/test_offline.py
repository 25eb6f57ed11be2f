"""What a phone needs for the time without a connection: the same for everybody, and on the hours pages alone."""

import pytest
from django.urls import reverse
from django.utils import translation
from PIL import Image

from campaigns import sync
from ilp_portal.middleware import NothingKept
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
OUT = "/account/logout/"


def address(name: str, language: str, *args) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def test_worker_stands_at_the_root_and_is_asked_for_anew(client, language):
    answer = client.get("/sw.js")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"], dict(answer.cookies)) == (
        200,
        "text/javascript; charset=utf-8",
        "no-cache",
        {},
    )
    home, sorry = address("campaigns:hours_now", language), address("offline", language)
    assert f'"{home}": "{sorry}"' in answer.text


def test_app_is_described_in_the_language_of_its_address(client, language):
    answer = client.get(address("app_manifest", language))
    said, home = answer.json(), address("campaigns:hours_now", language)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (said["lang"], said["start_url"], said["id"], said["scope"]) == (language, home, home, "/")
    assert [(icon["sizes"], icon["purpose"]) for icon in said["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]


def test_icons_have_the_size_they_say(client, settings):
    for icon in client.get("/app.webmanifest").json()["icons"]:
        with Image.open(settings.BASE_DIR / icon["src"].lstrip("/")) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]


def test_page_for_no_connection_is_the_same_for_everybody(client, coordinator, language):
    stranger = client.get(address("offline", language))
    client.force_login(coordinator.user)
    assert stranger.text == client.get(address("offline", language)).text
    assert (f'<html lang="{language}">' in stranger.text, dict(stranger.cookies)) == (True, {})


def test_hours_pages_bring_what_is_needed_and_no_other_page_does(client, frozen, coordinator, monday, language):
    client.force_login(coordinator.user)
    entry = HourEntryFactory(placement__appointment=coordinator.appointments.get(), worked_on=monday)
    mine = [address("campaigns:hours_week", language, monday), address("campaigns:hour_edit", language, entry.pk)]
    others = [address(name, language) for name in ("home", "start", "events:event_list", "rights")]
    wanted = [address("app_manifest", language), "js/queue", "js/hours-offline", "css/offline"]
    pages = {path: client.get(path).text for path in mine + others}
    assert {path: [word in pages[path] for word in wanted] for path in pages} == {
        path: [path in mine] * len(wanted) for path in pages
    }
    assert all(f'data-account="{sync.account_key(coordinator.user)}"' in pages[path] for path in mine)


def test_policy_lets_the_worker_and_the_manifest_in(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert ("worker-src 'self'" in policy, "manifest-src 'self'" in policy) == (True, True)


def test_signing_out_wipes_what_the_browser_keeps(client, coordinator):
    client.force_login(coordinator.user)
    assert "Clear-Site-Data" not in client.get("/start/")
    assert client.post(OUT)["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/")


def test_signing_out_asks_first_while_hours_wait_on_the_phone(client, coordinator, language):
    client.force_login(coordinator.user)
    client.cookies[NothingKept.UNSENT] = "2"
    asked = client.post(address("account_logout", language))
    assert (asked.status_code, "Clear-Site-Data" in asked, "_auth_user_id" in client.session) == (200, False, True)
    assert 'name="erase"' in asked.text
    out = client.post(address("account_logout", language), {"erase": "1"})
    assert (out["Clear-Site-Data"], out.cookies[NothingKept.UNSENT]["max-age"]) == ('"storage"', 0)
    assert "_auth_user_id" not in client.session


def test_signing_out_asks_first_while_presses_at_a_door_wait_on_the_phone(client, coordinator, language):
    client.force_login(coordinator.user)
    client.cookies[NothingKept.UNSENT_DOOR] = "1"
    asked = client.post(address("account_logout", language))
    assert (asked.status_code, "Clear-Site-Data" in asked, asked.text.count("<h1")) == (200, False, 1)
    client.cookies[NothingKept.UNSENT] = "1"
    assert client.post(address("account_logout", language)).text.count("<h1") == 1
    out = client.post(address("account_logout", language), {"erase": "1"})
    names = (NothingKept.UNSENT, NothingKept.UNSENT_DOOR)
    assert [out.cookies[name]["max-age"] for name in names] == [0, 0]


def test_cookie_of_nothing_unsent_holds_nobody_back(client, coordinator):
    client.force_login(coordinator.user)
    client.cookies[NothingKept.UNSENT] = "0"
    assert client.post(OUT).status_code == 302


def test_copies_of_weeks_go_while_nobody_is_signed_in(client, language):
    """Whoever signs in next may be led to a week at once, past the page that knows the account."""
    page = client.get(address("account_login", language)).text
    assert 'js/hours-account.js" data-account="" defer' in page
