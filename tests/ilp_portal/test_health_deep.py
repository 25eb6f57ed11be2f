"""/healthz/deep: what an alarm asks, with the reasons it may hear."""

import datetime as dt
import json

import pytest
from django.db import OperationalError, connection
from django.db.models import QuerySet

from ilp_portal import health, privacy, tasks
from outreach.models import DeliveryAttempt, Engine, Message, Pulse

MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _counted_anew(monkeypatch):
    monkeypatch.setattr(health, "law", health.Law())


@pytest.fixture
def well(db, frozen, now, settings):
    """A portal that did all its duties just now."""
    settings.BACKUP_EXPECTED = True
    for duty in Pulse.Duty.values:
        Pulse.beat(duty, now)


@pytest.fixture
def queued(now):
    """A message that has been due for so long."""

    def make(age: dt.timedelta, **fields) -> Message:
        due = now - age
        fields = {"kind": "tests.note", "subject_type": "tests", "subject_id": Message.objects.count()} | fields
        return Message.objects.create(due_at=due, next_at=due, not_after=now + MINUTE, **fields)

    return make


def said(client) -> tuple[int, list[str]]:
    response = client.get("/healthz/deep")
    answer = json.loads(response.content)
    assert (answer["status"] == "ok") == (response.status_code == 200)
    return response.status_code, [reason["code"] for reason in answer["reasons"]]


@pytest.mark.usefixtures("well")
def test_portal_that_does_its_duties_is_well_and_the_answer_is_stored_nowhere(client):
    response = client.get("/healthz/deep")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "reasons": []})
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert client.post("/healthz/deep").status_code == 405


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize("rows", [1, 3])
def test_deep_health_reads_six_times_and_writes_nothing(client, queued, rows, django_assert_num_queries):
    for _ in range(rows):
        queued(5 * MINUTE)
    with django_assert_num_queries(6) as asked:
        assert said(client) == (503, ["email_late"])
    assert {query["sql"].split()[0] for query in asked.captured_queries} == {"SELECT"}


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_message_over_three_minutes_late_is_told_by_channel(client, queued, channel, frozen):
    queued(3 * MINUTE, channel=channel)
    assert said(client) == (200, [])
    frozen.shift(SECOND)
    assert said(client) == (503, [f"{channel}_late"])


@pytest.mark.usefixtures("well")
def test_message_left_behind_by_a_dead_worker_is_late_too(client, queued, now):
    queued(10 * MINUTE, state="sending", token="0" * 32, lease_until=now - 4 * MINUTE)
    assert said(client) == (503, ["email_late"])


@pytest.mark.usefixtures("well")
def test_paused_channel_is_told_with_its_reason_and_is_not_late_as_well(client, queued):
    Engine.objects.filter(channel="email").update(paused=True, reason="restored")
    queued(5 * MINUTE, channel="email")
    queued(5 * MINUTE, channel="sms")
    assert said(client) == (503, ["email_paused", "sms_late"])
    assert "Sending by email is paused: restored." in client.get("/healthz/deep").content.decode()


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(
    ("duty", "oldest"),
    [("tick", 3 * MINUTE), ("sweep", 15 * MINUTE), ("purge", 180 * MINUTE), ("backup", 26 * 60 * MINUTE)],
)
def test_duty_that_was_not_done_for_too_long_is_told(client, now, duty, oldest):
    Pulse.beat(duty, now - oldest)
    assert said(client) == (200, [])
    Pulse.beat(duty, now - oldest - SECOND)
    assert said(client) == (503, [f"{duty}_overdue"])


@pytest.mark.usefixtures("well")
def test_duty_that_was_never_done_counts_from_the_start_and_a_backup_at_once(now, settings):
    Pulse.objects.all().delete()
    codes = {
        minutes: [reason.code for reason in health.reasons(now, started=now - minutes * MINUTE - SECOND)]
        for minutes in (0, 3, 15, 180)
    }
    assert codes == {
        0: ["backup_overdue"],
        3: ["tick_overdue", "backup_overdue"],
        15: ["tick_overdue", "sweep_overdue", "backup_overdue"],
        180: ["tick_overdue", "sweep_overdue", "purge_overdue", "backup_overdue"],
    }
    settings.BACKUP_EXPECTED = False
    assert health.reasons(now, started=now) == []


@pytest.mark.usefixtures("well")
def test_message_sent_without_a_record_breaks_the_law(client, queued, now, monkeypatch):
    message = queued(MINUTE, state="sent", finished_at=now)
    assert said(client) == (503, ["law_broken"])
    DeliveryAttempt.objects.create(message=message, number=1, at=now, phase="dot", code=250, outcome="sent")
    assert said(client) == (503, ["law_broken"])  # counted once a minute
    monkeypatch.setattr(health, "law", health.Law())
    assert said(client) == (200, [])


def test_database_that_does_not_answer_is_told_without_an_error_page(client, monkeypatch, settings):
    def away(*_):
        raise OperationalError("away")

    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(QuerySet, "_fetch_all", away)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert said(client) == (503, ["database_away"])


@pytest.mark.django_db
def test_duties_leave_their_mark(frozen, now):
    Pulse.objects.all().delete()
    tasks.purge_personal_data()
    assert dict(Pulse.objects.values_list("duty", "at")) == {"purge": now}


@pytest.mark.django_db
def test_erasure_that_failed_leaves_no_mark(monkeypatch, now):
    monkeypatch.setitem(privacy.STEPS, "messages", lambda now: 1 // 0)
    with pytest.raises(ExceptionGroup):
        privacy.purge(now=now)
    assert not Pulse.objects.filter(duty="purge").exists()
