"""Who may open the pages of an import, what they say, and what they stand."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from campaigns.imports import kept_rows, vault
from campaigns.models import HourEntry, HourImport, HourImportFailure, HourImportFile
from ilp_portal import privacy
from tests.campaigns.imports.conftest import HEAD, as_csv
from tests.factories import UserFactory
from tests.statements import Statements

pytestmark = pytest.mark.django_db
NEW = "/hours/import/new/"
STEPS = ("import_map", "import_preview", "import_detail", "import_undo", "import_run")


@pytest.mark.parametrize("name", STEPS)
def test_import_of_another_is_not_there(client, mine, send, work, other_coordinator, staff, name):
    sent = send(mine, as_csv(work))
    path = reverse(f"campaigns:{name}", args=[sent.pk])
    for stranger in (other_coordinator.user, staff, UserFactory()):
        client.force_login(stranger)
        assert (client.post if name == "import_run" else client.get)(path).status_code == 404
    assert client.post(reverse("campaigns:import_undo", args=[sent.pk])).status_code == 404
    assert HourImport.objects.get().state == "ready"


@pytest.mark.parametrize("name", ["import_list", "import_new"])
def test_who_neither_serves_nor_is_staff_finds_no_import(client, frozen, name):
    client.force_login(UserFactory())
    assert client.get(reverse(f"campaigns:{name}")).status_code == 404


def test_permission_without_being_staff_reads_in_nothing_of_others(client, frozen, send, staff, coordinator):
    staff.is_staff = False
    staff.save()
    client.force_login(staff)
    assert client.get(NEW).status_code == 404


def test_staff_find_the_way_around_the_desk_on_every_page_of_an_import(desk, send, work, coordinator):
    sent = send(desk, as_csv([*work, coordinator.name], head=[*HEAD, "Person"]))
    marks = dict.fromkeys(("import_new", *STEPS[:2], "import_undo"), "true") | {"import_list": "page"}
    for name, mark in marks.items():
        which = [] if name in ("import_list", "import_new") else [sent.pk]
        page = desk.get(reverse(f"campaigns:{name}", args=which)).text
        assert f'<a href="{reverse("campaigns:import_list")}" aria-current="{mark}">Import hours</a>' in page
        assert f'<a href="{reverse("campaigns:approval_list")}">Hours to approve</a>' in page


def test_coordinators_see_no_desk_on_the_pages_of_an_import(mine, send, work):
    sent = send(mine, as_csv(work))
    for name in ("import_map", "import_preview", "import_undo"):
        assert "Record keeping" not in mine.get(reverse(f"campaigns:{name}", args=[sent.pk])).text
    assert "Record keeping" not in mine.get(NEW).text


def test_nothing_happens_by_get(mine, send, work):
    sent = send(mine, as_csv(work))
    assert mine.get(reverse("campaigns:import_run", args=[sent.pk])).status_code == 405
    mine.get(reverse("campaigns:import_undo", args=[sent.pk]))
    assert (HourImport.objects.get().state, HourEntry.objects.count()) == ("ready", 0)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "file"),
        ({"text": "  \n"}, "file"),
        ({"text": "day\n1"}, "text"),
        ({"text": "day,hours\n2026-11-16,\x00"}, "text"),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "file"),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")}, "file"),
        ({"file": SimpleUploadedFile("a.png", b"\x89PNG\x00")}, "file"),
        ({"file": SimpleUploadedFile("a.csv", kept_rows.MARK + b"[1, {}]\nx")}, "file"),
        ({"file": SimpleUploadedFile("a.csv", b"day,hours\n1,2"), "text": "day,hours\n1,2"}, "file"),
        ({"file": SimpleUploadedFile("a.csv", b"x" * (10 * 1024 * 1024 + 1))}, "file"),
    ],
)
def test_what_is_no_sheet_is_told_at_its_field_in_both_languages(mine, form, field, language):
    with translation.override(language):
        if "file" in form:
            form["file"].seek(0)
        page = mine.post(reverse("campaigns:import_new"), form)
    errors = page.context["form"].errors
    assert (page.status_code, list(errors), HourImport.objects.count()) == (200, [field], 0)
    if "text" in form:
        assert page.context["form"]["text"].value() == form["text"]


def test_paste_beyond_measure_is_told_at_its_field(mine, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    page = mine.post(NEW, {"text": "day,hours\n" + "2026-11-16,1\n" * 200})
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["text"])


def test_form_of_another_site_is_refused(coordinator, frozen):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator.user)
    assert browser.post(NEW, {"text": "day,hours\n2026-11-16,1"}).status_code == 403
    assert HourImport.objects.count() == 0


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({}, ["day", "time"]),
        ({"day": "0"}, ["time"]),
        ({"day": "0", "time": "0"}, ["time"]),
        ({"day": "99", "time": "1"}, ["day"]),
        ({"day": "x\x00", "time": str(10**30)}, ["day", "time"]),
        ({"day": "-1", "minutes": "\ud800"}, ["day", "minutes"]),
    ],
)
def test_columns_that_cannot_be_are_told_at_their_fields(mine, form, fields):
    mine.post(NEW, {"text": "a\tb\n2026-11-16\t1"})
    sent = HourImport.objects.get()
    body = urlencode(form, errors="surrogatepass")
    path = reverse("campaigns:import_map", args=[sent.pk])
    page = mine.post(path, body, content_type="application/x-www-form-urlencoded")
    assert (page.status_code, [name for name in page.context["form"].errors if name in fields]) == (200, fields)


def test_pages_ask_the_database_as_often_for_1_row_as_for_30(mine, run, work):
    asked = []
    for rows in (1, 30):
        done = run(mine, as_csv(*[[f"2026-10-{n:02}", "x", work[2], "", ""] for n in range(1, rows + 1)]))
        counts = []
        for name in ("import_list", "import_detail"):
            with Statements() as statements:
                mine.get(reverse(f"campaigns:{name}", args=[done.pk] if name == "import_detail" else []))
            counts.append(len(statements))
        asked.append(counts)
    assert asked[0] == asked[1]


def test_list_is_empty_and_then_names_what_was_sent(mine, run, work, language):
    with translation.override(language):
        path = reverse("campaigns:import_list")
    assert reverse("campaigns:import_new") in mine.get("/hours/import/").text
    run(mine, as_csv(work), "fall.csv")
    assert "fall.csv" in mine.get(path).text


def test_preview_warns_of_notes_that_say_who_was_accompanied(mine, send, work):
    sent = send(mine, as_csv([*work[:4], "Her asylum hearing, A 123 456 789"]))
    page = mine.get(reverse("campaigns:import_preview", args=[sent.pk]))
    assert (page.context["noticed"], "may say who was accompanied" in page.text) == (1, True)


def test_sheet_is_sealed_and_erased_after_30_days(mine, send, run, work, now, coordinator):
    done = run(mine, as_csv(work, ["canaria", "", "", "", ""]))
    stored = bytes(HourImportFile.objects.get().content_ct) + bytes(HourImportFile.objects.get().sample_ct)
    assert (b"canaria" in stored, b"canaria" in vault.content_of(done)) == (False, True)
    privacy.purge(now=now + dt.timedelta(days=30) - dt.timedelta(seconds=1))
    assert (HourImportFile.objects.count(), HourImportFailure.objects.count()) == (1, 1)
    privacy.purge(now=now + dt.timedelta(days=30))
    assert (HourImportFile.objects.count(), HourImportFailure.objects.count()) == (0, 0)
    assert (HourEntry.objects.count(), HourImport.objects.get().added) == (1, 1)
    mine.force_login(coordinator.user)
    assert mine.get(reverse("campaigns:import_detail", args=[done.pk])).status_code == 200


def test_sheet_that_was_erased_meanwhile_is_told(mine, send, work, now):
    sent = send(mine, as_csv(work))
    vault.erase(HourImport.objects.all())
    mine.post(reverse("campaigns:import_run", args=[sent.pk]))
    page = mine.get(reverse("campaigns:import_detail", args=[sent.pk]))
    assert (page.context["hour_import"].state, "erased after 30 days" in page.text) == ("failed", True)
    assert mine.get(reverse("campaigns:import_map", args=[sent.pk])).status_code == 302
