"""The desk page of API keys: for administrators, and the key is shown once."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from ilp_portal.api import keys
from ilp_portal.api.key_form import KeyForm
from ilp_portal.models import ApiToken
from partners.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LIST = "/desk/api-keys/"
GOOD = {"name": "Report of June", "scopes": ["hours:read"], "expires_on": "2027-01-31"}
USED = {
    "en": ["never", "Nov 16, 2026, 12:00 pm", "Nov 18, 2026, 9:00 am"],
    "es": ["nunca", "16 de nov de 2026, 12:00 p. m.", "18 de nov de 2026, 9:00 a. m."],
}


@pytest.fixture
def page(client, administrator, monkeypatch):
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: True)
    client.force_login(administrator)
    return client


def test_a_key_is_shown_once_and_logged(page):
    answer = page.post(LIST, GOOD)
    token = ApiToken.objects.get()
    key = answer.context["key"]
    assert (bytes(token.key_hash), key in answer.text, key in page.get(LIST).text) == (keys.hashed(key), True, False)
    field = re.search(f'<textarea id="([^"]*)"[^>]* readonly[^>]*>{re.escape(key)}</textarea>', answer.text)
    assert (f'data-copies="{field[1]}"' in answer.text, "js/copy.js" in answer.text) == (True, True)
    assert AuditEntry.objects.filter(action="ilp_portal.make_key", record_id=str(token.pk)).count() == 1
    assert "no-store" in answer["Cache-Control"]


def test_the_page_shows_when_a_key_was_used_last(page, administrator, now, language):
    with translation.override(language):
        path = reverse("api_key_list")
    _token, key = keys.make(name="K", scopes=["hours:read"], expires_on=now.date(), by=administrator, now=now)
    shown = []
    for used in (None, now - dt.timedelta(days=2), now - dt.timedelta(hours=3)):
        if used:
            assert keys.find(key, now=used)
        cells = re.findall(r'data-label="(?:Last used|Último uso)">(.*?)</td>', page.get(path).text)
        shown += [unescape(strip_tags(cell)).replace("\xa0", " ") for cell in cells]
    assert shown == USED[language]


def test_a_key_is_made_after_a_fresh_sign_in_only(page, monkeypatch):
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: False)
    answer = page.post(LIST, GOOD)
    assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True)
    assert ApiToken.objects.count() == 0


def test_a_key_is_revoked_once(page, administrator, now):
    token, _key = keys.make(
        name="Old", scopes=["hours:read"], expires_on=dt.date(2027, 1, 1), by=administrator, now=now
    )
    for _press in range(2):
        assert page.post(f"{LIST}{token.pk}/revoke/").status_code == 302
    assert ApiToken.objects.get().revoked_at == now
    assert AuditEntry.objects.filter(action="ilp_portal.revoke_key").count() == 1
    assert page.get(f"{LIST}{token.pk}/revoke/").status_code == 405


def test_what_is_wrong_stands_at_the_field_in_the_language_of_the_page(page, language):
    with translation.override(language):
        path = reverse("api_key_list")
    for day in ("2026-11-17", "2027-11-19", "0001-01-01", "9999-12-31", "tomorrow"):
        assert "expires_on" in KeyForm(GOOD | {"expires_on": day}, today=dt.date(2026, 11, 18)).errors, day
    answer = page.post(path, {"expires_on": "2027-11-19", "name": "\x00🦋", "scopes": ["everything"]})
    assert sorted(answer.context["form"].errors) == ["expires_on", "name", "scopes"]
    assert ApiToken.objects.count() == 0


def test_the_last_day_is_a_year_away_at_most(now):
    forms = {day: KeyForm(GOOD | {"expires_on": day}, today=now.date()) for day in ("2026-11-18", "2027-11-18")}
    assert {day: form.is_valid() for day, form in forms.items()} == dict.fromkeys(forms, True)


def test_only_administrators_find_the_page(client, staff, coordinator):
    for user in (staff, coordinator.user):
        client.force_login(user)
        assert [client.get(LIST).status_code, client.post(LIST, GOOD).status_code] == [404, 404]
        assert client.post(f"{LIST}1/revoke/").status_code == 404


def test_the_page_asks_as_often_for_many_keys(page, administrator, now, django_assert_num_queries):
    for number in (1, 3):
        for _n in range(number):
            keys.make(name="K", scopes=["hours:read"], expires_on=now.date(), by=administrator, now=now)
        page.get(LIST)
        with django_assert_num_queries(6):
            page.get(LIST)
