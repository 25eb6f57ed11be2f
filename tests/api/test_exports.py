"""Exports for programs of the staff: who may read what, and what is written down about it."""

import datetime as dt
import hashlib

import pytest
from django.contrib.auth.models import Group

from campaigns.models import Report
from coordinators import roles
from ilp_portal.api import keys, limits
from ilp_portal.models import ApiToken
from partners.models import AuditEntry
from tests.factories import AppointmentFactory, HourEntryFactory, PlacementFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TERM = {"term": "2026-2027"}
PATHS = {
    "hours:read": "exports/hours?term=2026-2027",
    "people:read": "exports/people?term=2026-2027",
    "reports:read": "exports/reports",
}


def test_a_key_is_kept_as_its_hash_alone(make_key):
    key = make_key("hours:read")
    row = ApiToken.objects.get()
    assert (len(key), bytes(row.key_hash), row.hint) == (47, hashlib.sha256(key.encode()).digest(), key[:8])
    kept = [str(value) for value in ApiToken.objects.values().get().values()]
    assert [value for value in kept if key[8:] in value] == []


def test_without_a_valid_key_nothing_is_told(ask, client, term, make_key):
    for key in ("", "ilp_wrong", "wrong", "ilp_\x00\ud800".encode("utf-8", "replace").decode(), make_key() + "x"):
        assert [ask(path, key)[0] for path in PATHS.values()] == [401, 401, 401], key
    refused = client.get("/api/exports/hours", headers={"Authorization": "Basic eDp5"})
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="ilp"')
    assert set(refused.json()["message"]) == {"en", "es"}


def test_a_key_opens_its_scope_and_no_other(ask, term, make_key):
    for scope in PATHS:
        key = make_key(scope)
        found = {name: ask(path, key)[0] for name, path in PATHS.items()}
        assert found == {name: 200 if name == scope else 403 for name in PATHS}


def test_a_key_ends_with_its_last_day_its_revocation_and_its_maker(ask, frozen, now, term, make_key):
    makers = [UserFactory(role="administrator") for _n in range(5)]
    held = [make_key("hours:read", by=maker, days=1) for maker in makers]
    assert [ask("exports/hours", key, **TERM)[0] for key in held] == [200] * 5
    assert keys.revoke(token=ApiToken.objects.get(made_by=makers[0]), by=makers[0], now=now)
    makers[1].is_active = False
    makers[1].save()
    roles.give(makers[2], "coordinator")
    roles.give(makers[3], "staff")
    assert [ask("exports/hours", key, **TERM)[0] for key in held] == [401, 401, 401, 401, 200]
    roles.give(makers[3], "administrator")
    assert ask("exports/hours", held[3], **TERM)[0] == 200
    frozen.shift(dt.timedelta(days=2))
    assert ask("exports/hours", held[4], **TERM)[0] == 401


def test_a_key_reads_no_more_than_its_maker_may(ask, term, make_key):
    """Rights are asked for at each use: a role that loses one takes it from the keys of everybody who has that role."""
    key = make_key(*PATHS)
    rights = Group.objects.get(name="administrator").permissions
    for scope, right in keys.RIGHTS.items():
        lost = rights.get(content_type__app_label=right.partition(".")[0], codename=right.partition(".")[2])
        rights.remove(lost)
        found = {name: ask(path, key)[0] for name, path in PATHS.items()}
        assert found == {name: 403 if name == scope else 200 for name in PATHS}
        rights.add(lost)


def test_the_last_use_is_written_down_once_a_minute(ask, frozen, now, term, make_key):
    key = make_key("hours:read")
    for seconds, seen in ((0, 0), (30, 0), (30, 60)):
        frozen.shift(dt.timedelta(seconds=seconds))
        ask("exports/hours", key, **TERM)
        assert ApiToken.objects.get().last_used_at == now + dt.timedelta(seconds=seen)


def test_each_use_is_a_line_of_the_log(ask, administrator, coordinator, make_key):
    ask("exports/people", make_key("people:read"), **TERM)
    line = AuditEntry.objects.get(action="ilp_portal.read_export")
    token = ApiToken.objects.get()
    assert (line.actor, line.record, line.record_id, line.count) == (
        administrator,
        "ilp_portal.apitoken",
        str(token.pk),
        1,
    )


def test_hours_are_sums_of_what_is_approved(ask, now, coordinator, campaign, make_key):
    placement = coordinator.appointments.get().placements.get()
    done = {"placement": placement, "approved_at": now, "note": "Canary of a note"}
    HourEntryFactory(minutes=90, **done)
    HourEntryFactory(minutes=45, worked_on=dt.date(2026, 11, 17), **done)
    HourEntryFactory(minutes=60, placement=placement, activity="research")
    status, found = ask("exports/hours", make_key("hours:read"), **TERM)
    week = {"campaign": campaign.slug, "week": "2026-11-16", "hours": 2.25, "people": 1}
    assert (status, found["items"]) == (200, [week])
    assert "Canary" not in str(found)


def test_people_come_with_their_campaigns_and_without_addresses(ask, coordinator, campaign, make_key):
    coordinator.name, coordinator.shown_as, coordinator.name_basis = "Coordinator One", "first", "consent"
    coordinator.save()
    _status, found = ask("exports/people", make_key("people:read"), **TERM)
    assert found["items"] == [
        {
            "name": "Coordinator One",
            "may_be_named": True,
            "public_name": "Coordinator",
            "language": "en",
            "campaigns": [campaign.slug],
        }
    ]
    assert coordinator.user.email not in str(found)


def test_reports_are_told_once_they_are_frozen(ask, now, term, campaign, make_key):
    days = {"starts_on": term.starts_on, "ends_on": term.ends_on, "made_at": now}
    draft = Report.objects.create(about="term", term=term, facts={"hours": 1}, **days)
    sent = {"frozen_at": now, "checksum": "ab" * 32, "facts": {"hours": 12}}
    frozen = Report.objects.create(about="campaign", campaign=campaign, **days, **sent)
    key = make_key("reports:read")
    assert [row["id"] for row in ask("exports/reports", key)[1]["items"]] == [str(frozen.pk)]
    status, found = ask(f"exports/reports/{frozen.pk}", key)
    assert (status, found["subject"], found["facts"]) == (200, campaign.slug, {"hours": 12})
    assert [ask(f"exports/reports/{number}", key)[0] for number in (draft.pk, "1", "x" * 40)] == [404, 404, 404]


def test_an_export_asks_as_often_for_many_as_for_one(client, term, campaign, now, make_key, django_assert_num_queries):
    key = make_key("people:read")
    for people in (1, 3):
        for appointment in AppointmentFactory.create_batch(people, term=term):
            PlacementFactory(appointment=appointment, campaign=campaign)
        with django_assert_num_queries(9):
            client.get("/api/exports/people", TERM, headers={"Authorization": f"Bearer {key}"})


def test_a_key_may_not_ask_without_end_and_wrong_ones_may_not_be_tried(ask, term, make_key, monkeypatch):
    monkeypatch.setattr(limits, "PER_KEY", 2)
    key = make_key("hours:read")
    assert [ask("exports/hours", key, **TERM)[0] for _n in range(3)] == [200, 200, 429]
    monkeypatch.setattr("ilp_portal.api.exports.WRONG_KEYS", 2)
    assert [ask("exports/hours", "ilp_wrong", **TERM)[0] for _n in range(3)] == [401, 401, 429]
