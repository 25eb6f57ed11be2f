"""Who is told what when an event changes or is canceled: everybody who goes by something else, once, in time."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import actions
from events.letters import CANCELLED, CHANGED, CONFIRMATION, REMINDER
from events.models import Event
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import START

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
State = Message.State
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
END = START + 90 * MINUTE
SMS = {"channel": "sms", "consent_at": START, "consent_wording": "1"}


def change(event, now, **facts) -> Event:
    return actions.change_event(pk=event.pk, now=now, **({"place": f"{now} Street"} | facts))


def notices(**fields) -> list[tuple]:
    """(kind, revision, state) in the order planned."""
    rows = Message.objects.filter(kind__in=(CHANGED, CANCELLED), **fields).order_by("pk")
    return [(kind.removeprefix("events."), *rest) for kind, *rest in rows.values_list("kind", "revision", "state")]


def due() -> dt.datetime:
    return Message.objects.get(kind__in=(CHANGED, CANCELLED), state=State.QUEUED).due_at


# --- who --------------------------------------------------------------------------------------------------------------
def test_who_was_told_something_else_is_told_of_the_change(event, reader, now):
    reader()
    change(event, now)
    assert notices() == [("changed", 1, "queued")]


def test_who_was_told_nothing_is_reminded_of_the_new_facts_and_no_more(event, person, now):
    person()
    change(event, now)
    assert notices() == []
    assert Message.objects.filter(kind=REMINDER, revision=1, state=State.QUEUED).count() == 2


@pytest.mark.parametrize("kind", [CONFIRMATION, REMINDER])
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"state": State.SENT, "finished_at": START - DAY}, True),
        ({"state": State.UNCONFIRMED, "finished_at": START - DAY, "uncertain": 2}, True),
        ({"uncertain": 1}, True),
        ({"attempts": 3}, False),
        ({"state": State.DEAD, "finished_at": START - DAY}, False),
        ({"state": State.DEAD, "finished_at": START - DAY, "uncertain": 1}, True),
    ],
)
def test_told_is_who_may_have_got_it(event, person, now, kind, fields, told):
    person()
    row = Message.objects.filter(kind=kind).first()
    Message.objects.filter(pk=row.pk).update(told=0, **fields)
    change(event, now)
    assert bool(notices()) == told


def test_a_message_on_its_way_counts_as_told_and_the_news_follows_it(event, person, now):
    person()
    lease = {"token": "0" * 32, "lease_until": now + MINUTE}
    Message.objects.filter(kind=CONFIRMATION).update(state=State.SENDING, told=0, **lease)
    change(event, now, status="cancelled")
    assert (notices(), due()) == ([("cancelled", 1, "queued")], now + MINUTE)


def test_of_several_tries_the_oldest_facts_count(event, person, now):
    """The first try told revision 0 and may have arrived; the second told 1 and was refused for the moment."""
    person()
    Message.objects.filter(kind=CONFIRMATION).update(told=1, uncertain=1)
    change(event, now)
    assert notices() == [("changed", 1, "queued")]


def test_nobody_is_told_of_a_change_who_is_not_confirmed(event, reader, now):
    reader("waiting@tests.example", state="pending")
    reader("gone@tests.example", state="withdrawn")
    change(event, now)
    change(event, now + HOUR, status="cancelled")
    assert notices() == []


def test_a_cancellation_is_told_to_everybody_who_is_confirmed(event, reader, person, now):
    reader("told@tests.example")
    person("new@tests.example")
    change(event, now, status="cancelled")
    assert notices() == [("cancelled", 1, "queued")] * 2


@pytest.mark.parametrize("status", ["postponed", "draft"])
def test_an_event_in_doubt_is_a_change(event, reader, now, status):
    reader()
    change(event, now, status=status)
    assert notices() == [("changed", 1, "queued")]


def test_an_event_that_takes_place_after_all_is_a_change(event, reader, now):
    reader()
    change(event, now, status="cancelled")
    run_once()
    change(event, now + HOUR, status="published")
    assert notices() == [("cancelled", 1, "sent"), ("changed", 2, "queued")]


def test_what_becomes_of_a_cancelled_event_is_no_news(event, reader, now):
    reader()
    change(event, now, status="cancelled")
    run_once()
    assert change(event, now + HOUR, starts_at=START + DAY, ends_at=END + DAY).revision == 1
    again = change(event, now + DAY, status="published")
    assert (again.revision, again.previous_start) == (2, START)
    assert notices() == [("cancelled", 1, "sent"), ("changed", 2, "queued")]


def test_who_signs_up_before_a_change_and_confirms_after_it_is_told(event, reader, now):
    rsvp = reader(state="pending")
    change(event, now)
    assert notices() == []
    actions.confirm(rsvp=rsvp, now=now + HOUR)
    assert notices() == [("changed", 1, "queued")]
    assert due() == now + HOUR


def test_who_signs_up_after_a_change_knows_it(event, person, now):
    change(event, now)
    rsvp = person(state="pending")
    run_once()
    assert Message.objects.values_list("kind", "revision", "told", "state").get() == (CONFIRMATION, 1, 1, "sent")
    actions.confirm(rsvp=rsvp, now=now)
    assert notices() == []


def test_who_withdraws_hears_nothing_and_who_comes_back_hears_it_then(event, reader, now):
    rsvp = reader()
    change(event, now)
    actions.withdraw(rsvp=rsvp, now=now)
    assert notices() == [("changed", 1, "suppressed")]
    actions.confirm(rsvp=rsvp, now=now)
    assert notices() == [("changed", 1, "suppressed"), ("changed", 1, "queued")]


def test_who_was_told_so_long_ago_that_the_record_is_purged_is_told_once(event, reader, now):
    later = now + 95 * DAY
    change(event, now, starts_at=START + 100 * DAY, ends_at=END + 100 * DAY)
    rsvp = reader()
    Message.objects.filter(subject_id=rsvp.pk, kind=CONFIRMATION).delete()
    assert actions.sweep_reminders(now=later) == 0
    event = change(event, later)
    assert notices() == [("changed", 2, "queued")]
    Message.objects.filter(kind=CHANGED).delete()
    assert actions.reconcile(event=event, now=later + 91 * DAY) == 0


# --- in all -----------------------------------------------------------------------------------------------------------
def test_every_message_knows_its_event_its_revision_and_its_channel(event, reader, now):
    change(event, now)
    rsvp = reader(**SMS)
    change(event, now, status="cancelled")
    known = set(Message.objects.values_list("scope_type", "scope_id", "subject_id", "channel"))
    assert known == {("events.event", event.pk, rsvp.pk, "sms")}
    assert Message.objects.get(kind=CONFIRMATION).revision == 1
    assert sorted(set(Message.objects.values_list("kind", "priority"))) == [
        (CANCELLED, 0),
        (CONFIRMATION, 1),
        (REMINDER, 3),
    ]


@pytest.mark.parametrize("people", [10, 60])
def test_planning_asks_the_same_number_of_questions_for_ten_and_for_sixty(event, reader, now, people, monkeypatch):
    monkeypatch.setattr(connection.features, "max_query_params", 32766)  # Django trusts SQLite with 999 only
    for n in range(people):
        reader(f"{n}@tests.example")
    with CaptureQueriesContext(connection) as queries:
        change(event, now)
    assert notices() == [("changed", 1, "queued")] * people
    assert len(queries) == 16
