"""The clock that looks every five minutes: it heals what was edited past us, and one fault stops nothing else."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import actions
from events.letters import CANCELLED, CHANGED, REMINDER
from events.models import Event, ReminderRule
from outreach.models import Message, Pulse
from tests.events.conftest import START
from tests.events.test_changes import change, notices
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
State = Message.State
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
END = START + 90 * MINUTE
NEAR = START - 10 * DAY


@pytest.fixture
def far(reader, now):
    """An event in two months that somebody signed up for: outside the sweeper's horizon."""
    event = EventFactory(starts_at=START + 60 * DAY, ends_at=END + 60 * DAY)
    reader(of=event)
    return event


def sweep(now) -> int:
    return actions.sweep_reminders(now=now)


def past_us(event, **facts) -> None:
    """As SQL, QuerySet.update or a restored table do it: nothing of ours is called."""
    Event.objects.filter(pk=event.pk).update(**facts)


def revised(event) -> tuple:
    return Event.objects.values_list("revision", "previous_start", "revised_at").get(pk=event.pk)


@pytest.mark.parametrize(
    "facts", [{"place": "200 Example Street NW"}, {"starts_at": START + HOUR}, {"online_url": "x"}]
)
def test_an_edit_past_us_is_a_revision_that_people_are_told(event, reader, facts):
    reader()
    past_us(event, **facts)
    assert sweep(NEAR) == 3
    assert revised(event) == (1, START, NEAR)
    assert notices() == [("changed", 1, "queued")]
    assert set(Message.objects.filter(kind=REMINDER).values_list("revision", "state")) == {
        (0, "superseded"),
        (1, "queued"),
    }
    assert sweep(NEAR + 5 * MINUTE) == 0


def test_a_word_edited_past_us_is_no_news(event, reader):
    reader()
    past_us(event, title_en="Rally with all tenants")
    assert sweep(NEAR) == 0
    assert revised(event) == (0, None, None)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"status": "cancelled"}, CANCELLED),
        ({"status": "postponed"}, CHANGED),
        ({"status": "draft"}, CHANGED),
        ({"place": "200 Example Street NW"}, CHANGED),
        ({"starts_at": START + 90 * DAY, "ends_at": END + 90 * DAY}, CHANGED),
    ],
)
def test_what_happens_far_away_is_healed_too(far, now, facts, kind):
    past_us(far, **facts)
    sweep(now)
    assert list(Message.objects.filter(kind=kind).values_list("scope_id", "revision")) == [(far.pk, 1)]


def test_an_edit_past_us_and_then_ours_is_one_revision(event, reader, now):
    reader()
    past_us(event, starts_at=START + HOUR)
    change(event, now)
    assert revised(event) == (1, START, now)
    assert notices() == [("changed", 1, "queued")]


def test_an_edit_past_us_is_found_by_whoever_signs_up_next(far, person, reader, now):
    reader("second@tests.example", of=far)
    past_us(far, place="200 Example Street NW")
    person("third@tests.example", of=far)
    assert notices() == [("changed", 1, "queued")] * 2


def test_a_lost_notice_is_planned_again(event, reader, now):
    reader()
    change(event, now, status="cancelled")
    Message.objects.filter(kind=CANCELLED).delete()
    assert sweep(now + HOUR) == 1
    assert Message.objects.get(kind=CANCELLED).due_at == now + HOUR


def test_an_event_that_moved_closer_and_back_is_swept_by_the_earlier_start(far, now):
    change(far, now, starts_at=START, ends_at=END)
    change(far, now + HOUR, starts_at=START + 60 * DAY, ends_at=END + 60 * DAY)
    Message.objects.filter(kind=CHANGED).delete()
    assert sweep(NEAR) == 1


def test_the_sweep_leaves_far_events_and_those_without_readers_alone(event, far):
    EventFactory.create_batch(3)
    with CaptureQueriesContext(connection) as queries:
        assert sweep(START - 20 * DAY) == 0
    assert [query for query in queries if "outreach_message" in query["sql"]] == []


# --- faults -----------------------------------------------------------------------------------------------------------
def test_a_fault_of_one_event_stops_no_other_and_is_not_swallowed(event, reader, now, caplog):
    reader()
    other = EventFactory(starts_at=START + HOUR, ends_at=END + HOUR)
    reader(of=other)
    past_us(event, time_zone="Mars/Olympus")
    past_us(other, status="cancelled")
    assert sweep(NEAR) == 1
    assert [record.getMessage().partition(" at ")[0] for record in caplog.records if record.levelname == "ERROR"] == [
        f"event {event.pk}: sweep failed with ZoneInfoNotFoundError"
    ]
    assert Pulse.objects.filter(duty=Pulse.Duty.SWEEP).count() == 0


def test_the_sweep_says_that_it_was_done(event, reader):
    reader()
    sweep(NEAR)
    sweep(NEAR + 5 * MINUTE)
    assert list(Pulse.objects.values_list("duty", "at")) == [("sweep", NEAR + 5 * MINUTE)]


# --- rules ------------------------------------------------------------------------------------------------------------
def waiting() -> list[tuple]:
    rows = Message.objects.filter(kind=REMINDER, state=State.QUEUED).order_by("due_at")
    return list(rows.values_list("rule", "due_at"))


def test_an_edited_rule_is_planned_by_the_next_sweep(event, reader):
    reader()
    ReminderRule.objects.filter(kind="rally", hours_before=2).update(hours_before=3)
    assert sweep(NEAR) == 1
    assert waiting()[1] == ("3h", START - 3 * HOUR)


def test_a_rule_that_comes_back_reminds_again(event, reader):
    reader()
    before = waiting()
    rules = list(ReminderRule.objects.filter(kind="rally"))
    ReminderRule.objects.filter(kind="rally").delete()
    sweep(NEAR)
    assert waiting() == []
    ReminderRule.objects.bulk_create(rules)
    assert (sweep(NEAR + MINUTE), waiting()) == (0, before)


def test_rules_of_a_kind_count_from_the_same_save_on(client, staff, event, reader):
    reader()
    client.force_login(staff)
    pages, rule = "/admin/events/reminderrule/", ReminderRule.objects.get(kind="rally", hours_before=2)
    client.post(f"{pages}{rule.pk}/change/", {"kind": "rally", "hours_before": "4"})
    assert [name for name, _due in waiting()] == ["1d18:00", "4h"]
    client.post(f"{pages}{rule.pk}/change/", {"kind": "panel", "hours_before": "4"})
    assert [name for name, _due in waiting()] == ["1d18:00"]
    client.post(f"{pages}add/", {"kind": "rally", "days_before": "2", "at": "09:00"})
    assert [name for name, _due in waiting()] == ["2d09:00", "1d18:00"]


def test_rules_of_a_kind_that_are_deleted_remind_no_more(client, administrator, event, reader):
    reader()
    client.force_login(administrator)
    pages, rules = (
        "/admin/events/reminderrule/",
        list(ReminderRule.objects.filter(kind="rally").order_by("hours_before")),
    )
    client.post(f"{pages}{rules[0].pk}/delete/", {"post": "yes"})
    assert len(waiting()) == 1
    client.post(pages, {"action": "delete_selected", "_selected_action": [rules[1].pk], "post": "yes"})
    assert waiting() == []
