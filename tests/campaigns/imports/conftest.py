"""Sheets as people send them, and the steps of an import by HTTP."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import HourImport, Placement

HEAD = ["Day", "Hours", "Campaign", "Activity", "Note"]


def as_csv(*rows: list, head: list = HEAD, separator: str = ",") -> bytes:
    return "\r\n".join(separator.join(map(str, row)) for row in [head, *rows]).encode()


def as_xlsx(*rows: list, head: list = HEAD) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def placement(coordinator):
    return Placement.objects.select_related("campaign").get(appointment__coordinator=coordinator)


@pytest.fixture
def mine(client, frozen, coordinator):
    client.force_login(coordinator.user)
    return client


@pytest.fixture
def desk(client, frozen, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def send():
    """Send a sheet and, where its columns are asked, take what was guessed; gives the import as it is then."""

    def go(browser, content: bytes, name: str = "hours.csv", **answers) -> HourImport:
        answer = browser.post(reverse("campaigns:import_new"), {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 302, dict(answer.context["form"].errors)
        sent = HourImport.objects.latest("pk")
        if sent.state == HourImport.State.UPLOADED:
            page = browser.get(answer["Location"])
            guessed = {name: field.initial for name, field in page.context["form"].fields.items()} | sent.mapping
            form = {name: value for name, value in guessed.items() if value is not None} | answers
            browser.post(answer["Location"], form)
        sent.refresh_from_db()
        return sent

    return go


@pytest.fixture
def run(send):
    """Send a sheet and import it."""

    def go(browser, content: bytes, name: str = "hours.csv", **answers) -> HourImport:
        sent = send(browser, content, name, **answers)
        assert sent.state == HourImport.State.READY, sent.state
        browser.post(reverse("campaigns:import_run", args=[sent.pk]))
        sent.refresh_from_db()
        return sent

    return go


@pytest.fixture
def work(placement) -> list:
    """A row of the sheet: Monday, an hour and a half of research."""
    return [dt.date(2026, 11, 16).isoformat(), "1.5", placement.campaign.title_en, "Research", "Read the law"]
