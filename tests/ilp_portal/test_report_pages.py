"""Reports at the desk: every form of one says the same numbers, in both languages; and what staff may type wrongly."""

import csv
import io
import uuid
from html import unescape
from typing import NamedTuple

import openpyxl
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from campaigns import quotes
from campaigns.models import HourEntry, Placement, Quote, Report
from coordinators.models import Appointment, Coordinator
from ilp_portal.reports import facts as facts_of
from ilp_portal.reports import keeping
from ilp_portal.reports.telling import Told
from tests.conftest import NOW
from tests.factories import CampaignFactory, PartnerFactory
from tests.ilp_portal import report_rows
from tests.ilp_portal.report_rows import report

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, frozen, staff) -> Client:
    client.force_login(staff)
    return client


@pytest.fixture
def sent(term, frozen) -> Report:
    """Frozen, and different today."""
    partner, campaign = report_rows.everything(term)
    row = report(partner=partner)
    seen = facts_of.checksum(facts_of.gather(row, today=report_rows.LAST))
    assert keeping.freeze(report=row, seen=seen, now=NOW)
    report_rows.hours(campaign.placements.all()[:3], "2026-09-22", 45)
    return Report.objects.with_subject().get()


def text_of(desk: Client, name: str, *args) -> str:
    page = desk.get(reverse(name, args=args)).content.decode()
    return " ".join(unescape(strip_tags(page.replace("<", " <"))).split())


def file_of(desk: Client, sent: Report, form: str) -> bytes:
    return desk.get(reverse("report_file", args=[sent.pk, form])).content


def sheet_of(desk: Client, sent: Report) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(file_of(desk, sent, "xlsx")))
    return list(book.active.iter_rows(values_only=True))


def csv_of(desk: Client, sent: Report) -> list[list[str]]:
    text = file_of(desk, sent, "csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


class Forms(NamedTuple):
    """One report in one language, read back from everything that shows it."""

    page: str
    paper: pypdf.PdfReader
    csv: list[list[str]]
    xlsx: list[tuple]

    @property
    def words_of_paper(self) -> str:
        return " ".join(" ".join(page.extract_text() for page in self.paper.pages).split())


@pytest.fixture
def forms(desk, sent, language) -> Forms:
    with translation.override(language):
        paper = pypdf.PdfReader(io.BytesIO(file_of(desk, sent, "pdf")))
        return Forms(text_of(desk, "report_detail", sent.pk), paper, csv_of(desk, sent), sheet_of(desk, sent))


def test_page_paper_and_tables_say_every_number_and_word_alike(forms, sent, language):
    with translation.override(language):
        rows = [(part.heading, row) for part in Told(sent, sent.facts).parts for row in part.rows]
    words, from_csv = forms.words_of_paper, {(line[0], line[1]): (line[2], line[3]) for line in forms.csv}
    from_xlsx = {line[:2]: line[2:] for line in forms.xlsx}
    assert len(rows) == 23
    for heading, row in rows:
        assert (f"{row.label} {row.said}" in forms.page, f"{row.label} {row.said}" in words) == (True, True)
        number, said = from_csv[heading, row.label]
        assert (float(number) if number else None, said or row.said) == (row.value, row.said)
        assert from_xlsx[heading, row.label] == (row.value, row.said if row.value is None else None)
    tables = [str(forms.csv), str(forms.xlsx)]
    for form in (forms.page, words, *tables):
        assert [said for said in [*SAID[language], sent.checksum, "Publisher: Source"] if said not in form] == []
    assert ["'=Rep" in table for table in tables] == [True, True]  # no spreadsheet calculates it
    root, title = forms.paper.trailer["/Root"], {"en": "Report: ", "es": "Informe: "}[language]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert forms.paper.metadata.title == f"{title}Tenants of the Block"


def test_withdrawn_quote_is_gone_from_every_form_at_once(desk, sent):
    quotes.withdraw(quote=Quote.objects.get(), today=report_rows.LAST)
    paper = pypdf.PdfReader(io.BytesIO(file_of(desk, sent, "pdf"))).pages[-1].extract_text()
    for form in (text_of(desk, "report_detail", sent.pk), paper, str(csv_of(desk, sent)), str(sheet_of(desk, sent))):
        assert ("They came" in form, "One quote was withdrawn." in form) == (False, True)


def test_page_of_a_frozen_report_lists_what_is_different_today(desk, sent, language):
    with translation.override(language):
        page, table = text_of(desk, "report_detail", sent.pk), csv_of(desk, sent)
    assert [words for words in DIFFERENT[language] if words not in page] == []
    assert "89.5" not in str(table)


def test_report_is_made_seen_frozen_and_then_stays(desk, term):
    partner, _campaign = report_rows.everything(term)
    asked = {"about": f"partner-{partner.pk}", "period": "days", "first": "2026-09-01", "last": "2026-11-18"}
    places = [desk.post(reverse("report_list"), asked)["Location"] for _n in range(2)]
    row = Report.objects.get()
    assert places == [reverse("report_detail", args=[row.pk])] * 2
    freeze = reverse("report_freeze", args=[row.pk])
    seen = desk.get(freeze).context["checksum"]
    assert "changed while you read" in desk.post(freeze, {"seen": "0" * 64}).content.decode()
    assert not Report.objects.frozen().exists()
    assert desk.post(freeze, {"seen": seen})["Location"] == places[0]
    assert desk.get(freeze)["Location"] == places[0]
    desk.post(reverse("report_discard", args=[row.pk]))
    assert Report.objects.get().checksum == seen


def test_freezing_warns_of_a_report_that_shares_days(desk, sent):
    row = report(partner=sent.partner)
    other = report(partner=PartnerFactory())
    pages = [text_of(desk, "report_freeze", one.pk) for one in (row, other)]
    assert ["Another report shares some of these days" in page for page in pages] == [True, False]


def test_page_leads_to_the_files_in_both_languages(desk, sent):
    page = desk.get(reverse("report_detail", args=[sent.pk])).content.decode()
    starts = {f"/desk/reports/{sent.pk}/file/": "report", f"/es/mesa/informes/{sent.pk}/archivo/": "informe"}
    for start, word in starts.items():
        assert [form for form in ("pdf", "xlsx", "csv") if f'href="{start}{form}/"' not in page] == []
        assert f'filename="{word}-tenants-of-the-block-' in desk.get(f"{start}csv/")["Content-Disposition"]


def test_nothing_happens_by_get_and_nothing_is_there_for_others(desk, sent, client, coordinator):
    row = report(partner=sent.partner)
    names = ("report_detail", "report_freeze", "report_discard")
    assert [desk.get(reverse(name, args=[row.pk])).status_code for name in names] == [200, 200, 405]
    assert not Report.objects.get(pk=row.pk).is_frozen
    odd = [reverse("report_detail", args=[uuid.uuid4()]), reverse("report_file", args=[row.pk, "exe"])]
    assert [desk.get(path).status_code for path in odd] == [404, 404]
    client.force_login(coordinator.user)
    paths = [reverse("report_list"), *(reverse(name, args=[row.pk]) for name in names)]
    assert [client.get(path).status_code for path in paths] == [404] * 4


SAID = {
    "en": ("Repairs in 40 apartments", "They came with us."),
    "es": ("Reparaciones en 40 apartamentos", "Vinieron con nosotras."),
}
DIFFERENT = {
    "en": (
        *("Different today", "What In the report Today Approved hours Hours and people 87.25 89.5"),
        "Frozen on November 18, 2026, computed again on November 18, 2026.",
    ),
    "es": (
        "Lo que cambió desde entonces",
        "Qué En el informe Hoy Horas aprobadas Horas y personas 87.25 89.5",
        "Congelado el 18 de noviembre de 2026, calculado de nuevo el 18 de noviembre de 2026.",
    ),
}
QUERIES, LIST_QUERIES = 13, 10
NO_DAY = (
    "That is no day. Choose one from the calendar, or type it like 2026-11-22.",
    "Eso no es una fecha. Elíjala en el calendario o escríbala así: 2026-11-22.",
)
WRONG = {  # what is typed: the field at which it is said, in both languages
    ("2026-11-18", "2026-09-01"): ("last", "This day is before the first one.", "Este día es anterior al primero."),
    ("2010-01-01", "2020-01-01"): (
        *("last", "A report covers ten years at most.", "Un informe abarca diez años como máximo."),
    ),
    ("0001-01-01", "2026-01-01"): (
        *("first", "Choose a day between 2000 and 2100.", "Elija un día entre 2000 y 2100."),
    ),
    ("2026-01-01", "9999-12-31"): (
        *("last", "Choose a day between 2000 and 2100.", "Elija un día entre 2000 y 2100."),
    ),
    ("", "2026-01-01"): ("first", "Give this day.", "Indique este día."),
    ("\x00", "2026-01-01"): ("first", *NO_DAY),
    ("1" * 31, "🙂"): ("last", *NO_DAY),
}


def test_wrong_days_are_told_at_their_field_and_make_nothing(desk, language):
    partner = PartnerFactory()
    with translation.override(language):
        for (first, last), (field, *words) in WRONG.items():
            asked = {"about": f"partner-{partner.pk}", "period": "days", "first": first, "last": last}
            form = desk.post(reverse("report_list"), asked).context["form"]
            assert form.errors[field] == [words[language == "es"]], (first, last)
            assert form["about"].value() == f"partner-{partner.pk}"
    assert not Report.objects.exists()


def test_tampered_choices_are_refused(desk, language):
    odd = ["partner-0", "partner-", "user-1", "partner-" + "9" * 31, "\x00", "campaign-1;"]
    with translation.override(language):
        for about in odd:
            response = desk.post(reverse("report_list"), {"about": about, "period": "term\x00"})
            assert (response.status_code, list(response.context["form"].errors)) == (200, ["about", "period"])
        half = {"data": b"about=%ED%A0%80&period=days", "content_type": "application/x-www-form-urlencoded"}
        assert desk.post(reverse("report_list"), **half).status_code == 200
    assert not Report.objects.exists()


def test_partner_without_campaigns_and_list_without_reports_say_so(desk, language):
    nothing = {"en": "Nothing is on record for these days.", "es": "No consta nada para estos días."}[language]
    none = {"en": "No report yet", "es": "Aún no hay informes"}[language]
    with translation.override(language):
        assert none in text_of(desk, "report_list")
        row = report(partner=PartnerFactory())
        assert nothing in text_of(desk, "report_detail", row.pk)


def test_stored_facts_that_somebody_changed_past_the_trigger_are_noticed(desk, sent, monkeypatch):
    assert "These are not the numbers" not in text_of(desk, "report_detail", sent.pk)
    monkeypatch.setattr(facts_of, "canonical", lambda facts: "other")
    assert "These are not the numbers" in text_of(desk, "report_detail", sent.pk)


def many(campaign, term, count: int) -> None:
    people = Coordinator.objects.bulk_create(Coordinator(name=f"C {n}", slug=f"c-{n}-{count}") for n in range(count))
    served = Appointment.objects.bulk_create(Appointment(coordinator=person, term=term) for person in people)
    placed = Placement.objects.bulk_create(Placement(appointment=one, campaign=campaign) for one in served)
    worked = {"worked_on": report_rows.FIRST, "minutes": 60, "approved_at": NOW}
    HourEntry.objects.bulk_create(HourEntry(placement=place, **worked) for place in placed)


def test_pages_ask_the_same_for_three_coordinators_and_three_hundred(desk, term, django_assert_num_queries):
    partner = PartnerFactory()
    campaign = CampaignFactory(partner=partner)
    row, counts = report(partner=partner), {}
    for count in (3, 300):
        many(campaign, term, count)
        with django_assert_num_queries(QUERIES):
            desk.get(reverse("report_detail", args=[row.pk]))
        counts[count] = facts_of.gather(row, today=report_rows.LAST)["numbers"][1]["value"]
    assert counts == {3: 3, 300: 303}


def test_list_asks_the_same_for_one_report_and_three(desk, django_assert_num_queries):
    for count in (1, 2):
        for _n in range(count):
            report(partner=PartnerFactory())
        with django_assert_num_queries(LIST_QUERIES):
            desk.get(reverse("report_list"))
