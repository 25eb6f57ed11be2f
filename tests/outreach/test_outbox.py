"""Planning: once each, cheap, sealed where the facts exist nowhere else."""

import datetime as dt

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outreach import outbox, tasks
from outreach.models import Message

pytestmark = pytest.mark.django_db
TEN_MINUTES = dt.timedelta(minutes=10)


def test_plan_counts_only_what_is_new(kind, message):
    assert outbox.plan([message(subject_id=1), message(subject_id=2)]) == 2
    assert outbox.plan([message(subject_id=2), message(subject_id=3), message(subject_id=3)]) == 1
    assert Message.objects.count() == 3


@pytest.mark.parametrize("change", [{"rule": "evening"}, {"revision": 1}, {"kind": "tests.other"}])
def test_plan_tells_rule_revision_and_kind_apart(kind, message, change):
    kind(name="tests.other")
    outbox.plan([message()])
    assert outbox.plan([message(**change)]) == 1


def test_plan_gives_the_kinds_priority_and_starts_when_due(kind, message, now):
    kind(priority=3)
    outbox.plan([message()])
    planned = Message.objects.get()
    assert (planned.priority, planned.next_at, planned.state) == (3, now, Message.State.QUEUED)


def test_plan_refuses_a_kind_nobody_speaks_for(message):
    with pytest.raises(KeyError):
        outbox.plan([message(kind="tests.unknown")])


def _statements(rows) -> int:
    with CaptureQueriesContext(connection) as queries:
        outbox.plan(rows)
    return len(queries)


def test_plan_costs_the_same_however_much_is_planned_already(kind, message):
    few = _statements([message(subject_id=n) for n in range(1000)])
    assert few == _statements([message(subject_id=n) for n in range(1000, 2000)])
    assert _statements([message(subject_id=n) for n in range(1000)]) == 1  # a second planning only looks


def test_plan_wakes_a_worker_after_the_commit_and_only_for_news(
    kind, message, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(tasks.run_outbox, "apply_async", lambda **options: woken.append(options))
    with django_capture_on_commit_callbacks(execute=True):
        outbox.plan([message()])
        assert woken == []
    with django_capture_on_commit_callbacks(execute=True):
        outbox.plan([message()])
    assert woken == [{"expires": 30, "retry": False}]


def test_dead_broker_is_no_error(kind, message, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(**options):
        raise ConnectionError

    monkeypatch.setattr(tasks.run_outbox, "apply_async", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        assert outbox.plan([message()]) == 1


def test_sealed_payload_is_read_back_and_lies_unreadable(kind, now):
    payload = {"to": "reader@tests.example", "code": "ABCD-EFGH"}
    message = outbox.send_sealed("tests.note", payload, now=now, lifetime=TEN_MINUTES)
    stored = Message.objects.get()
    assert outbox.open_sealed(stored) == payload
    assert not any(word in bytes(stored.sealed) for word in (b"reader", b"ABCD"))
    assert (stored.pk, stored.not_after) == (message.pk, now + TEN_MINUTES)


def test_sealed_payload_opens_for_no_other_row(kind, now):
    first = outbox.send_sealed("tests.note", {"n": 1}, now=now, lifetime=TEN_MINUTES)
    second = outbox.send_sealed("tests.note", {"n": 2}, now=now, lifetime=TEN_MINUTES)
    first.sealed = second.sealed
    with pytest.raises(InvalidTag):
        outbox.open_sealed(first)


@pytest.mark.usefixtures("frozen")
def test_planners_who_do_not_see_each_other_plan_once(kind, message, monkeypatch):
    """Both looked before either wrote: only the unique key is left to stop the second."""
    monkeypatch.setattr(type(Message.objects.all()), "sharing_a_subject_with", lambda self, keys: self.none())
    for _planner in range(2):
        outbox.plan([message(1), message(2)])
    assert Message.objects.count() == 2
