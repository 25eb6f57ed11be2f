"""The desk pages of tables: who may do what, in both languages, with files of every kind."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from ilp_portal.models import TableImport
from ilp_portal.tables import applying, sheets
from ilp_portal.tables.forms import FileForm
from ilp_portal.tables.register import BY_NAME, TABLES
from partners.models import AuditEntry, Partner
from tests.factories import ContactFactory, EventFactory, HourEntryFactory, PartnerFactory
from tests.tables.conftest import as_file
from tests.tables.test_planning import NEW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LIST = "/desk/tables/"
BAD = NEW | {"slug": "bad", "kind": "shop"}


@pytest.fixture
def page(client, staff, monkeypatch):
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: True)
    client.force_login(staff)
    return client


@pytest.fixture
def send(page):
    """Sends a file to the page of partners."""

    def post(content: bytes, language: str = "en"):
        with translation.override(language):
            path = reverse("table_import", args=["partners"])
        return page.post(path, {"file": SimpleUploadedFile("table.csv", content)})

    return post


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_goes_out_and_comes_back_unchanged(page, plan):
    PartnerFactory(name="=HYPERLINK(1)", acronym="-1", former_names=["A, B", "C"], description_en="Two\nlines")
    answer = page.post(f"{LIST}partners/export/", {"form": "csv"})
    head, row = cells(answer.content)
    told = dict(zip(head, row, strict=True))
    assert (told["name"], told["acronym"], told["former_names"]) == ("'=HYPERLINK(1)", "'-1", "A, B; C")
    assert [line.state for line in plan("partners", told).lines] == ["same"]
    book = openpyxl.load_workbook(io.BytesIO(page.post(f"{LIST}partners/export/", {"form": "xlsx"}).content))
    assert [cell.value for cell in book.active[1]][:2] == ["slug", "name"]
    assert [cell.data_type for cell in book.active[2]][:2] == ["s", "s"]


def test_the_library_itself_writes_no_formula():
    PartnerFactory(name="@SUM(1)", place_en="+1", description_en="\t=1")
    row = BY_NAME["partners"].resource().export().dict[0]
    assert [row[name][:2] for name in ("name", "place_en", "description_en")] == ["'@", "'+", "'\t"]


def test_every_export_is_logged_and_one_of_people_asks_who_it_is(page, monkeypatch):
    ContactFactory(name="Somebody", email="contact@tests.example")
    assert b"contact@tests.example" in page.post(f"{LIST}contacts/export/", {"form": "csv"}).content
    entry = AuditEntry.objects.get(action="ilp_portal.export_table")
    assert (entry.record, entry.count, "email" in entry.fields) == ("partners.contact", 1, True)
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: False)
    for name in ("contacts", "coordinators", "appointments", "placements", "hours"):
        answer = page.post(f"{LIST}{name}/export/", {"form": "csv"})
        assert (answer.status_code, "reauthenticate" in answer["Location"]) == (302, True), name
    assert page.post(f"{LIST}partners/export/", {"form": "csv"}).status_code == 200
    assert AuditEntry.objects.filter(action="ilp_portal.export_table").count() == 2


def test_no_export_tells_of_an_accompaniment(page):
    EventFactory(title_en="Walk with somebody", kind="accompaniment")
    shown = EventFactory()
    rows = cells(page.post(f"{LIST}events/export/", {"form": "csv"}).content)
    assert [row[0] for row in rows[1:]] == [shown.slug]


def test_hours_go_out_without_notes_and_name_no_accompaniment(page):
    entry = HourEntryFactory(minutes=90, activity="accompaniment", note="said in private")
    person = entry.placement.appointment.coordinator
    head, row = cells(page.post(f"{LIST}hours/export/", {"form": "csv"}).content)
    assert head == ["coordinator", "term", "campaign", "worked_on", "minutes", "activity", "approved_at"]
    assert row == [person.slug, "2026-2027", entry.placement.campaign.slug, "2026-11-16", "90", "other", ""]
    assert page.get(f"{LIST}hours/import/").status_code == 404


def test_an_export_asks_as_often_for_many_rows_as_for_one(django_assert_max_num_queries):
    counts = set()
    for _round in range(2):
        HourEntryFactory.create_batch(2)
        EventFactory().partners.add(PartnerFactory(successor=PartnerFactory()))
        found = {}
        for table in TABLES:
            with django_assert_max_num_queries(5) as asked:
                sheets.written(table)
            found[table.name] = len(asked)
        counts.add(tuple(found.items()))
    assert len(counts) == 1


def test_a_file_is_looked_at_taken_in_and_undone(page, send, language):
    preview = send(as_file(NEW, BAD), language)
    there = preview["Location"]
    answer = page.get(there)
    assert answer.context["counts"] == {"new": 1, "changed": 0, "same": 0, "failed": 1}
    assert ({"en": "Before you import", "es": "Antes de"}[language] in answer.text, Partner.objects.count()) == (
        True,
        0,
    )
    said = {"seen": answer.context["seen"]}
    assert page.post(there, said | {"rows": "all"}).status_code == 200
    assert Partner.objects.count() == 0
    assert page.post(there, said | {"rows": "good"}).status_code == 302
    assert [row.slug for row in Partner.objects.all()] == ["new-center"]
    row = TableImport.objects.get()
    with translation.override(language):
        undo = reverse("table_import_undo", args=[row.pk])
    assert f'href="{undo}"' in page.get(there).text
    assert (page.get(undo).status_code, Partner.objects.count()) == (200, 1)
    assert page.post(undo).status_code == 302
    row.refresh_from_db()
    assert (Partner.objects.count(), row.undone_at is None) == (0, False)


def test_what_is_no_table_is_told_at_the_field(send):
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    files = {
        "empty": b"",
        "nul": b"slug\x00",
        "picture": b"\x89PNG\r\n\x1a\n\x00\x01",
        "zip": b"PK\x03\x04broken",
        "empty book": book.getvalue(),
        "no key": b"name,kind\nA,b\n",
        "no rows": b"slug,name\n",
        "twice": b"slug,name,name\na,b,c\n",
        "old": b"\xd0\xcf\x11\xe0" + b"\x00" * 600,
        "many": b"slug\n" + b"a\n" * 5001,
    }
    for name, content in files.items():
        file = {"file": SimpleUploadedFile("table.csv", content)}
        assert list(FileForm({}, file, table=BY_NAME["partners"]).errors) == ["file"], name
    told = {send(b"name\nA\n", language).context["form"].errors["file"][0] for language in ("en", "es")}
    assert (len(told), TableImport.objects.count()) == (2, 0)


def test_semicolons_old_encodings_and_a_workbook_are_read(send):
    book = openpyxl.Workbook()
    for row in (list(NEW), list(NEW.values())):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    semicolons = as_file(NEW | {"name": "Unión"}).decode().replace(",", ";").encode("cp1252")
    for content in (file.getvalue(), semicolons, as_file(NEW).decode().encode("utf-16")):
        assert send(content).status_code == 302
    assert TableImport.objects.count() == 3


def test_a_file_that_nobody_wants_is_erased(page, send):
    there = send(as_file(NEW))["Location"]
    row = TableImport.objects.get()
    assert page.get(there).status_code == 200
    assert page.post(f"{LIST}{row.pk}/undo/").status_code == 302
    assert (TableImport.objects.count(), Partner.objects.count()) == (0, 0)


def test_strangers_find_no_table(client, coordinator, bring):
    row = bring("partners", NEW)
    client.force_login(coordinator.user)
    for path in (LIST, f"{LIST}partners/import/", f"{LIST}{row.pk}/", f"{LIST}{row.pk}/undo/"):
        assert client.get(path).status_code == 404, path
    assert client.post(f"{LIST}partners/export/", {"form": "csv"}).status_code == 404


def test_odd_addresses_are_not_found(page):
    for path in (f"{LIST}nothing/import/", f"{LIST}hours/import/", f"{LIST}999/", f"{LIST}999/undo/"):
        assert page.get(path).status_code == 404, path
    for data in ({"form": "pdf"}, {}):
        assert page.post(f"{LIST}partners/export/", data).status_code == 404
    assert page.get(f"{LIST}partners/export/").status_code == 405


def test_the_list_asks_as_often_for_many_imports(page, bring, django_assert_num_queries):
    page.get(LIST)
    for number in (1, 3):
        for one in range(number):
            bring("partners", NEW | {"slug": f"p-{number}-{one}"})
        with django_assert_num_queries(5):
            assert "p-" not in page.get(LIST).text


def test_forgetting_a_file_that_was_taken_in_that_moment_undoes_nothing(page, staff, now, monkeypatch):
    waiting = applying.keep(table=BY_NAME["partners"], content=as_file(NEW), by=staff, now=now)
    seen = applying.plan_of(waiting)[1].seen
    as_read = TableImport.objects.get()
    applying.take_in(row=waiting, seen=seen, only_good=False, by=staff, now=now)
    monkeypatch.setattr("ilp_portal.views.tables._row", lambda request, pk: as_read)
    assert page.post(reverse("table_import_undo", args=[waiting.pk])).status_code == 302
    assert (Partner.objects.count(), TableImport.objects.get().undone_at) == (1, None)


def test_fault_names_its_column_in_the_language_of_the_reader(page, send):
    text = page.get(send(as_file(BAD | {"description_en": "", "description_es": ""}), "es")["Location"]).text
    assert [name for name in ("Tipo (<code>kind</code>)", "Descripción (<code>desc") if name not in text] == []
