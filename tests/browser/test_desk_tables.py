"""Tables at the desk: partners come in on a phone in Spanish with one bad row, and go out again by keyboard."""

import csv
import io

import openpyxl
from playwright.sync_api import expect

from ilp_portal.models import TableImport
from partners.models import Partner
from scripts.chromium import DESK, PHONE
from tests.browser.test_offline import sign_in
from tests.factories import PartnerFactory
from tests.tables.conftest import as_file
from tests.tables.test_planning import NEW

ROWS = (NEW | {"slug": "old", "name": "Nombre nuevo"}, NEW, NEW | {"slug": "bad", "kind": "tienda"})


def test_partners_come_in_on_a_phone_and_go_out_by_keyboard(open_page, portal, frozen, staff, settings, axe):
    PartnerFactory(slug="old", name="Old name")
    phone = open_page(viewport=PHONE, language="es", scheme="dark")
    sign_in(phone, portal, settings, staff)
    phone.goto("/es/mesa/tablas/")
    axe(phone)
    phone.click("a[href$='/partners/importar/']")
    axe(phone)
    phone.set_input_files("[name=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": as_file(*ROWS)})
    phone.click("form[enctype] button")
    phone.wait_for_selector("[name=seen]", state="attached")
    expect(phone.locator("section[aria-labelledby=failed]")).to_contain_text("tienda")
    phone.wait_for_load_state()  # the style sheets are there
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    axe(phone)
    phone.click("button[value=good]")
    phone.wait_for_selector(".note.ok")
    assert dict(Partner.objects.values_list("slug", "name")) == {"old": "Nombre nuevo", "new-center": "New Center"}
    axe(phone)
    desk = open_page(viewport=DESK)
    sign_in(desk, portal, settings, staff)
    desk.goto(f"/desk/tables/{TableImport.objects.get().pk}/")
    desk.focus("a[href$='/undo/']")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/undo/")
    axe(desk)
    desk.focus("form:not([action]) button")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".note.ok")
    assert dict(Partner.objects.values_list("slug", "name")) == {"old": "Old name"}


def test_a_table_goes_out_as_a_workbook(open_page, portal, frozen, staff, settings):
    PartnerFactory(name="=1+1")
    desk = open_page(viewport=DESK, javascript=False)
    sign_in(desk, portal, settings, staff)
    desk.goto("/desk/tables/")
    files = {}
    for form in ("xlsx", "csv"):
        with desk.expect_download() as download:
            desk.click(f"form[action$='/partners/export/'] button[value={form}]")
        files[form] = download.value.path().read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert [cell.value for cell in book.active["B"]] == ["name", "'=1+1"]
    assert [row[1] for row in csv.reader(io.StringIO(files["csv"].decode("utf-8-sig")))] == ["name", "'=1+1"]
