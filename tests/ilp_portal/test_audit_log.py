"""The log as administrators read it: words instead of names of columns, filters, a file, and nobody else."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from campaigns import actions as hours
from campaigns.models import HourEntry
from events import actions, erasure
from ilp_portal import audit_log, privacy
from partners import audit
from partners.models import AuditEntry
from tests.factories import CampaignFactory, CoordinatorFactory, EventFactory, HourEntryFactory, PartnerFactory

LOG, FILE = "/desk/log/", "/desk/log/file/"
FILTER = {  # the fields, and what two of them offer
    "en": (
        ["Who", "What", "Kind of record", "Number of the record", "From day", "To day"],
        *(["Any", "Approved hours", "Changed"], ["Any", "Campaign", "Coordinator"]),
    ),
    "es": (
        ["Quién", "Qué", "Tipo de ficha", "Número de la ficha", "Desde el día", "Hasta el día"],
        *(["Cualquiera", "Aprobó horas", "Cambió"], ["Cualquiera", "Campaña", "Coordinadora o coordinador"]),
    ),
}
NOT_IN_THE_LOG = {
    "en": "The log has nothing of that. Choose one of the list.",
    "es": "La bitácora no tiene nada de eso. Elija de la lista.",
}


@pytest.fixture
def entries(staff, administrator, campaign, term, now):
    """Staff edited a campaign and an appointment's person; the administrator approved 14 lines."""
    person = CoordinatorFactory(name="Canary of the north")
    audit.note("change", actor=staff, record=campaign, fields=["title_es"], now=now)
    audit.note("change", actor=staff, record=person, fields=["name"], now=now)
    audit.note("campaigns.approve", actor=administrator, count=14, now=now)
    return {"campaign": campaign, "person": person}


def read(client, user, path=LOG):
    client.force_login(user)
    return client.get(path)


def path_in(language: str) -> str:
    with translation.override(language):
        return reverse("audit_log")


def test_lines_name_public_records_and_no_person(client, administrator, entries, language):
    html = read(client, administrator, path_in(language)).content.decode()
    campaign, person = entries["campaign"], entries["person"]
    said = {
        "en": (f"Campaign: {campaign.title_en}", f"Coordinator {person.pk}", "Approved hours", "title in Spanish"),
        "es": (
            f"Campaña: {campaign.title_es}",
            f"Coordinadora o coordinador {person.pk}",
            "Aprobó horas",
            "título en español",
        ),
    }
    assert [words for words in said[language] if words not in html] == []
    assert "Canary" not in html


def test_page_says_how_long_the_log_is_kept_and_the_purge_keeps_to_it(
    client, administrator, now, monkeypatch, language
):
    said = {"en": "to which record, for %s days.", "es": "con qué ficha, durante %s días."}[language]
    assert said % 90 in read(client, administrator, path_in(language)).text
    monkeypatch.setattr(AuditEntry.Privacy, "keep", dt.timedelta(days=30))
    assert said % 30 in client.get(path_in(language)).text
    for days in (29, 30):
        audit.note("outreach.pause", actor=administrator, now=now - dt.timedelta(days=days))
    assert privacy.STEPS["log of the desk"](now) == 1


def test_filter_is_offered_in_the_language_of_the_page(client, administrator, staff, entries, language):
    page = read(client, administrator, f"{path_in(language)}?actor={staff.pk}&action=nothing")
    form = page.context["form"]
    with translation.override(language):
        offers = [[str(label) for _value, label in form.fields[name].choices] for name in ("action", "record")]
        assert ([str(field.label) for field in form], *offers) == FILTER[language]
    assert form.errors["action"] == [NOT_IN_THE_LOG[language]]


def test_record_that_is_secret_has_a_number_only(administrator, now):
    event = EventFactory(kind="accompaniment", title_en="Canary")
    audit.note("change", actor=administrator, record=event, now=now)
    line = audit_log.lines(AuditEntry.objects.all(), administrator)[0]
    assert line.record == f"Event {event.pk}"


def test_what_is_gone_and_what_nobody_knows_is_told_as_it_stands(administrator, now):
    AuditEntry.objects.create(at=now, action="old.deed", record="old.table", record_id="x", fields=["a"])
    AuditEntry.objects.create(at=now, action="delete", record="campaigns.campaign", record_id="9" * 40)
    AuditEntry.objects.create(at=now, action="change", record="nonsense", record_id="1")
    lines = audit_log.lines(AuditEntry.objects.order_by("pk"), administrator)
    assert [(line.action, line.record, line.url) for line in lines] == [
        ("Old.deed", "old.table x", ""),
        ("Deleted", f"Campaign {'9' * 40}", ""),
        ("Changed", "nonsense 1", ""),
    ]


def test_filters_narrow_and_odd_ones_are_said_at_their_field(client, administrator, staff, entries, frozen):
    found = {
        f"?actor={staff.pk}": 2,
        "?action=campaigns.approve": 1,
        "?record=campaigns.campaign": 1,
        f"?record=coordinators.coordinator&record_id={entries['person'].pk}": 1,
        "?since=2026-11-18&until=2026-11-18": 3,
        "?until=2026-11-17": 0,
        "?page=99999999999999999999": 3,
        "?record_id=%F0%9F%98%80": 0,
    }
    client.force_login(administrator)
    answers = {query: client.get(LOG + query).context["page"].paginator.count for query in found}
    assert answers == found
    odd = (
        "?actor=10000000000000000000000000",
        "?actor=x",
        "?action=y",
        "?since=0000-00-00",
        "?since=9999-12-31&until=0001-01-01",
    )
    for query in odd:
        page = client.get(LOG + query)
        assert (page.status_code, page.context["page"].paginator.count, len(page.context["form"].errors)) == (200, 0, 1)


def test_nobody_but_administrators_reads_it(client, staff, coordinator, entries):
    assert [read(client, user).status_code for user in (staff, coordinator.user)] == [404, 404]
    assert client.post(FILE).status_code == 404


def test_pages_lead_administrators_to_their_lines_of_the_log(client, staff, administrator, term, now):
    records = CampaignFactory(slug="one"), PartnerFactory(slug="two"), CoordinatorFactory(), term
    person = records[2].pk
    pages = ["/desk/campaigns/one/", "/desk/partners/two/", f"/desk/people/{person}/", f"/desk/terms/{term.slug}/"]
    for record, path in zip(records, pages, strict=True):
        audit.note("change", actor=staff, record=record, now=now)
        wanted = f"{LOG}?record={record._meta.label_lower}&amp;record_id={record.pk}"
        assert [f'href="{wanted}"' in read(client, user, path).text for user in (staff, administrator)] == [False, True]
        assert len(list(read(client, administrator, wanted.replace("&amp;", "&")).context["lines"])) == 1


def test_file_is_formula_safe_and_logged(client, administrator, entries, monkeypatch):
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: True)
    administrator.name = '=HYPERLINK("x")'
    administrator.save()
    client.force_login(administrator)
    answer = client.post(FILE, {"action": "campaigns.approve"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert rows[1][1:] == ['\'=HYPERLINK("x")', "Approved hours", "", "", "", "14"]
    assert answer["Content-Disposition"].endswith('.csv"')
    last = AuditEntry.objects.first()
    assert (last.action, last.actor, last.count) == ("ilp_portal.export_log", administrator, 1)
    assert client.get(FILE).status_code == 405


def test_file_asks_who_it_is_anew(client, administrator, monkeypatch):
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: False)
    client.force_login(administrator)
    assert client.post(FILE).status_code == 302
    assert not AuditEntry.objects.exists()


def test_page_costs_the_same_for_one_line_and_for_three(client, administrator, staff, now):
    client.force_login(administrator)
    counts = []
    for _ in range(2):
        for _ in range(len(counts) + 1):
            audit.note("change", actor=staff, record=CampaignFactory(), now=now)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LOG)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_empty_log_says_what_will_stand_there(client, administrator):
    with translation.override("es"):
        page = read(client, administrator, reverse("audit_log"))
    assert page.status_code == 200
    assert 'class="empty"' in page.content.decode()


def test_purge_forgets_what_is_past_its_time(administrator, now, settings):
    audit.note("outreach.pause", actor=administrator, now=now - settings.AUDIT_KEPT)
    audit.note("outreach.resume", actor=administrator, now=now)
    assert privacy.STEPS["log of the desk"](now) == 1
    assert [entry.action for entry in AuditEntry.objects.all()] == ["outreach.resume"]


def noted() -> list[str]:
    """Deeds by their verbs, without the saved columns beside them."""
    keys = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    return [key for key in keys if key not in ("add", "change", "delete")]


def test_deeds_at_the_desk_are_noted_with_who_did_them(client, staff, frozen, monkeypatch):
    monkeypatch.setattr("coordinators.step_up.is_fresh", lambda request: True)
    client.force_login(staff)
    for name in ("engine_pause", "engine_resume", "engine_resume"):
        client.post(reverse(name, args=["email"]))
    client.get(reverse("campaigns:hours_totals_file"))
    assert noted() == ["outreach.pause", "outreach.resume", "campaigns.export_totals"]
    assert set(AuditEntry.objects.values_list("actor", flat=True)) == {staff.pk}


def test_deeds_with_events_are_noted_only_when_staff_do_them(staff, now, frozen):
    event = EventFactory(status="draft")
    later = {"starts_at": event.starts_at + dt.timedelta(hours=1), "ends_at": event.ends_at + dt.timedelta(hours=1)}
    actions.change_event(pk=event.pk, now=now, status="published")
    with audit.by(staff):
        for values in (later, {"status": "postponed"}, {"status": "published"}, {"status": "cancelled"}):
            actions.change_event(pk=event.pk, now=now, **values)
        erasure.erase_now(pk=event.pk, now=now)
    assert noted() == ["events.move", "events.postpone", "events.publish", "events.cancel", "events.erase"]


def test_deeds_with_hours_are_noted_with_their_number(staff, now, frozen):
    entry = HourEntryFactory()
    rows = HourEntry.objects.filter(pk=entry.pk)
    hours.approve_hours(entries=rows, by=staff, at=now)
    hours.approve_hours(entries=rows, by=staff, at=now)  # nothing is left to approve
    hours.take_back(entries=rows, by=staff, at=now)
    hours.ask_about(entries=rows, word="Canary?", by=staff, at=now)
    assert noted() == ["campaigns.approve", "campaigns.take_back", "campaigns.ask"]
    assert set(AuditEntry.objects.values_list("actor", "count")) == {(staff.pk, 1)}
