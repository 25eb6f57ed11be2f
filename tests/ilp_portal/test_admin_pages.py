"""Every page of the admin in both languages, with three hundred of whatever grows: read once, judged many times."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from campaigns.models import PartnerLink
from ilp_portal.models import ApiToken
from partners.admin import ReadOnlyAdmin
from tests.factories import UserFactory
from tests.ilp_portal import admin_rows

pytestmark = pytest.mark.django_db  # or they would come after the tests that empty all tables
OURS = {"outreach", "partners", "coordinators", "campaigns", "events", "ilp_portal"}
MODELS = sorted((m for m in admin.site._registry if m._meta.app_label in OURS), key=lambda m: m._meta.label_lower)
READ_ONLY = {m._meta.label for m, kept in admin.site._registry.items() if isinstance(kept, ReadOnlyAdmin)}
# by hand: the sheet, its trail, the form of readers and the outbox write them
NEVER_ADDED = READ_ONLY | {"coordinators.Tip", "outreach.Message", "outreach.Engine"}
MOST_OPTIONS, MOST_QUERIES = 100, 40
INLINE_CODE = re.compile(
    r"""<script(?![^>]*\ssrc=)(?![^>]*type="application/json")|<style|\sstyle=|\son\w+="|javascript:"""
)
SELECT = re.compile(r"<select.*?</select>", re.DOTALL)


class Read(NamedTuple):
    """One page as an administrator got it, and how many queries it took."""

    status: int
    text: str
    queries: int


def paths(model) -> Iterator[tuple[str, str]]:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    yield "list", reverse(f"{name}_changelist")
    yield "add", reverse(f"{name}_add")
    yield "change", reverse(f"{name}_change", args=[model._default_manager.order_by("pk").first().pk])


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker) -> dict[tuple[str, str, str], Read]:
    """By model, page and language; lists in English alone; for staff the page of a row, as "staff"."""
    found = {}
    with django_db_blocker.unblock(), transaction.atomic():
        admin_rows.one_of_each()
        admin_rows.many_more()
        administrator, staff = Client(), Client()
        administrator.force_login(UserFactory(role="administrator", is_staff=True))
        staff.force_login(UserFactory(role="staff", is_staff=True))
        for model in MODELS:
            for language in ("en", "es"):
                with translation.override(language):
                    for kind, path in list(paths(model))[language == "es" :]:
                        found[model._meta.label, kind, language] = read(administrator, path)
            found[model._meta.label, "staff", "en"] = read(staff, path)
        transaction.set_rollback(True)
    return found


def read(client: Client, path: str) -> Read:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    return Read(answer.status_code, answer.text, len(captured))


def test_every_page_opens_in_the_language_of_its_address(pages):
    odd = {at: page.status for at, page in pages.items() if page.status != 200}
    closed = {(label, "add", code): 403 for label in NEVER_ADDED for code in ("en", "es")}
    for_administrators = {("coordinators.User", "staff", "en"), ("ilp_portal.ApiToken", "staff", "en")}
    assert {at: status for at, status in odd.items() if at not in for_administrators} == closed
    assert [at for at, page in pages.items() if page.status == 200 and f'lang="{at[2]}"' not in page.text] == []


def test_no_page_has_code_of_its_own(pages):
    assert {at: found for at, page in pages.items() if (found := INLINE_CODE.findall(page.text))} == {}


def test_no_page_lists_what_grows(pages):
    """Neither as a list nor as boxes to tick, nor in a filter."""
    long = {}
    for at, page in pages.items():
        offered = [choices.count("<option") for choices in SELECT.findall(page.text)]
        filters = page.text.partition('id="changelist-filter"')[2].partition("</nav>")[0].count("<li")
        ticks = len(re.findall(r'<input type="checkbox" name="(?!_selected_action)', page.text))
        long[at] = max([*offered, filters, ticks, 0])
    assert {at: number for at, number in long.items() if number > MOST_OPTIONS} == {}
    assert max(long.values()) > 5  # the count sees lists at all


def test_no_page_asks_the_database_for_each_row(pages):
    assert {at: page.queries for at, page in pages.items() if page.queries > MOST_QUERIES} == {}


def test_every_list_has_a_search(pages):
    assert [at for at, page in pages.items() if at[1] == "list" and 'id="searchbar"' not in page.text] == []


def test_translated_texts_come_with_the_script_of_their_tabs(pages):
    def has(label: str) -> bool:
        return "js/admin-tabs.js" in pages[label, "change", "en"].text

    assert (has("campaigns.Campaign"), has("coordinators.Call"), has("partners.Source")) == (True, True, False)


@pytest.mark.django_db
def test_secrets_stand_on_no_page(client, administrator):
    admin_rows.one_of_each()
    client.force_login(administrator)
    link, key = PartnerLink.objects.get(), ApiToken.objects.get()
    texts = [
        client.get(reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])).text
        for row in (link, key)
    ]
    assert (link.nonce in texts[0], "key_hash" in texts[1]) == (False, False)


@pytest.mark.django_db
def test_search_box_offers_a_page_of_names_and_tells_accounts_apart(client, administrator):
    admin_rows.one_of_each()
    admin_rows.many_more()
    client.force_login(administrator)

    def offered(model: str, field: str, term: str) -> list[str]:
        asked = {"app_label": "coordinators", "model_name": model, "field_name": field, "term": term}
        return [found["text"] for found in client.get("/admin/autocomplete/", asked).json()["results"]]

    assert len(offered("appointment", "coordinator", "Coordinator")) == 20
    assert offered("appointment", "coordinator", "Coordinator 299") == ["Coordinator 299"]
    assert offered("coordinator", "user", "many299@") == ["many299@tests.example"]
