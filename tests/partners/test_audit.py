"""Who did what to which record: written by itself while somebody of the staff acts, and never what a record says."""

import ast
import datetime as dt
import json

import pytest
from django.conf import settings

from coordinators.models import Term
from partners import audit
from partners.models import AuditEntry
from tests.factories import CampaignFactory, PartnerFactory, TermFactory, UserFactory


def written() -> list[tuple]:
    rows = AuditEntry.objects.order_by("pk").values_list("action", "record", "record_id", "fields")
    return [(action, record, number, list(fields)) for action, record, number, fields in rows]


@pytest.fixture
def term(db):
    return TermFactory()


def test_a_save_of_staff_names_the_columns_that_changed_and_no_value(staff, term):
    term.focus_es, term.weekly_hours_max = "Palabras nuevas", 11
    with audit.by(staff):
        term.save()
    assert written() == [("change", "coordinators.term", str(term.pk), ["focus_es", "weekly_hours_max"])]
    entry = AuditEntry.objects.get()
    assert entry.actor == staff
    assert "nuevas" not in json.dumps(AuditEntry.objects.values("action", "record", "fields").get())


def test_only_the_columns_that_are_written_count(staff, term):
    term.focus_en, term.weekly_hours_max = "Other words", 11
    with audit.by(staff):
        term.save(update_fields=["weekly_hours_max"])
    assert written() == [("change", "coordinators.term", str(term.pk), ["weekly_hours_max"])]


def test_what_changes_nothing_and_what_nobody_of_staff_does_is_not_written(staff, term):
    with audit.by(staff):
        Term.objects.get().save()
    term.weekly_hours_max = 11
    term.save()
    PartnerFactory().delete()
    assert written() == []


def test_additions_deletions_and_ties_are_written(staff, term):
    with audit.by(staff):
        partner = PartnerFactory()
        number = str(partner.pk)
        partner.delete()
    campaign = CampaignFactory()
    with audit.by(staff):
        campaign.terms.add(term)
        campaign.terms.add(term)  # it is there already
        term.campaigns.clear()
        term.campaigns.clear()
    campaigns = ("change", "campaigns.campaign", str(campaign.pk), ["terms"])
    from_term = ("change", "coordinators.term", str(term.pk), ["campaigns"])
    added = ("add", "partners.partner", number, [])
    assert written() == [added, ("delete", "partners.partner", number, []), campaigns, from_term]


def test_the_one_more_statement_is_asked_only_while_staff_act(staff, term, django_assert_num_queries):
    with django_assert_num_queries(1):
        term.save()
    with audit.by(staff), django_assert_num_queries(2):
        term.save()


def test_a_request_of_staff_is_written_and_one_of_a_coordinator_is_not(client, staff, coordinator):
    form = {"name": "Someone", "language": "es", "time_zone": "America/New_York", "nudge": "on", "nudge_at": "17:00:00"}
    for user in (coordinator.user, staff):
        client.force_login(user)
        assert client.post("/start/settings/", form).status_code == 302
    assert written() == [("change", "coordinators.user", str(staff.pk), ["digest", "language", "name", "nudge_at"])]


def test_the_log_outlives_the_account(staff, term, now):
    audit.note("campaigns.approve", actor=staff, count=14, now=now)
    staff.delete()
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.count, entry.at) == (None, 14, now)


def test_entries_go_after_their_time(staff, now, settings):
    audit.note("outreach.pause", actor=staff, now=now - settings.AUDIT_KEPT)
    audit.note("outreach.resume", actor=staff, now=now - settings.AUDIT_KEPT + dt.timedelta(seconds=1))
    assert [entry.action for entry in AuditEntry.objects.past_keep(now)] == ["outreach.pause"]


def test_every_deed_in_the_source_has_words():
    apps = ("partners", "coordinators", "campaigns", "events", "ilp_portal")
    files = [path for app in apps for path in (settings.BASE_DIR / app).rglob("*.py")]
    keys = {key for path in files for key in noted(path.read_text("utf-8"))}
    assert len(keys) > 5
    assert sorted(keys - audit.ACTIONS.keys()) == []


def noted(source: str) -> list[str]:
    """The first argument of each audit.note(...), all values of the table it is taken from, or how it is written."""
    nodes = list(ast.walk(ast.parse(source))) if "audit" in source else []
    tables = {
        ast.unparse(node.targets[0]): [ast.unparse(value).strip("'") for value in node.value.values]
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
    }
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.note"]
    first = [call.args[0] for call in calls]
    either = [end for node in first for end in ([node.body, node.orelse] if isinstance(node, ast.IfExp) else [node])]
    words = [ast.unparse(node) for node in either]
    return [key for word in words for key in tables.get(word.partition("[")[0], [word.strip("'")])]


def test_keys_that_nobody_named_are_found():
    source = 'audit.note("a" if b else "c")\nD = {1: "d.e"}\naudit.note("x.y", record=row)\naudit.note(b + c)\n'
    source += 'other.note("z")\naudit.note(D[1])'
    assert noted(source) == ["a", "c", "x.y", "b + c", "d.e"]


def test_a_name_that_is_no_account_has_no_audit(db):
    assert audit.acting() is None
    with audit.by(UserFactory()) as nothing:
        assert nothing is None
    assert audit.acting() is None
