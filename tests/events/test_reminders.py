"""Planning: what the outbox holds for the confirmed people of an event, after whatever happened to it."""

import datetime as dt
import zoneinfo

import pytest

from events import actions
from events.letters import CANCELLED, REMINDER
from events.models import Event, ReminderRule
from outreach.models import Message
from tests.events.conftest import START
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
State = Message.State
DAY_BEFORE = dt.datetime(2026, 12, 4, 23, 0, tzinfo=dt.UTC)  # Friday 18:00 in New York
TWO_HOURS = START - dt.timedelta(hours=2)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
END, NEW_YORK = START + dt.timedelta(minutes=90), zoneinfo.ZoneInfo("America/New_York")


def reminders(**fields) -> list[tuple]:
    """(rule, revision, state) in the order planned."""
    rows = Message.objects.filter(kind=REMINDER, **fields).order_by("pk")
    return list(rows.values_list("rule", "revision", "state"))


def due() -> list[dt.datetime]:
    return sorted(Message.objects.filter(kind=REMINDER, state=State.QUEUED).values_list("due_at", flat=True))


def reconcile(event, now) -> int:
    return actions.reconcile(event=Event.objects.get(pk=event.pk), now=now)


def test_a_confirmed_person_is_reminded_the_day_before_and_two_hours_before(person):
    rsvp = person()
    assert reminders() == [("1d18:00", 0, "queued"), ("2h", 0, "queued")]
    assert due() == [DAY_BEFORE, TWO_HOURS]
    assert set(Message.objects.filter(kind=REMINDER).values_list("subject_id", "not_after")) == {(rsvp.pk, START)}


def test_nobody_is_reminded_who_did_not_confirm(person):
    person(state="pending")
    assert reminders() == []


def test_a_second_reconcile_changes_nothing(event, person, now):
    person()
    before = list(Message.objects.values())
    assert reconcile(event, now) == 0
    assert list(Message.objects.values()) == before


@pytest.mark.parametrize("late", [dt.timedelta(0), dt.timedelta(minutes=5), HOUR])
def test_reminders_whose_moment_is_past_are_skipped_for_late_sign_ups(person, late):
    person(at=DAY_BEFORE + late)
    assert reminders() == [("2h", 0, "queued")]


def test_a_reminder_that_is_due_and_waiting_stays_planned(event, person, now):
    person()
    assert reconcile(event, DAY_BEFORE + HOUR) == 0
    assert reminders() == [("1d18:00", 0, "queued"), ("2h", 0, "queued")]


@pytest.mark.parametrize(
    "facts",
    [
        {"place": "200 Example Street NW"},
        {"online_url": "https://meet.example/x"},
        {"starts_at": START + HOUR},
        {"time_zone": "America/Chicago"},
    ],
)
def test_a_changed_fact_replaces_what_is_unsent_by_the_new_revision(event, person, now, facts):
    person()
    actions.change_event(pk=event.pk, now=now, **facts)
    assert Event.objects.get(pk=event.pk).revision == 1
    assert [row[1:] for row in reminders()] == [(0, "superseded"), (0, "superseded"), (1, "queued"), (1, "queued")]


def test_a_changed_word_makes_no_new_revision(event, person, now):
    person()
    actions.change_event(pk=event.pk, now=now, title_en="Rally with all tenants")
    assert Event.objects.get(pk=event.pk).revision == 0
    assert reminders() == [("1d18:00", 0, "queued"), ("2h", 0, "queued")]


def test_a_moved_event_is_reminded_of_at_its_new_hours(event, person, now):
    person()
    actions.change_event(pk=event.pk, now=now, starts_at=START + 7 * 24 * HOUR, ends_at=START + 7 * 24 * HOUR + HOUR)
    assert due() == [DAY_BEFORE + 7 * 24 * HOUR, TWO_HOURS + 7 * 24 * HOUR]


def test_a_change_while_a_reminder_is_late_does_not_lose_it(event, person):
    person()
    actions.change_event(pk=event.pk, now=DAY_BEFORE + HOUR, place="200 Example Street NW")
    assert reminders(revision=1) == [("1d18:00", 1, "queued"), ("2h", 1, "queued")]


def test_a_change_after_a_reminder_was_sent_does_not_repeat_it(event, person):
    person()
    Message.objects.filter(rule="1d18:00").finish(State.SENT, "250", DAY_BEFORE)
    actions.change_event(pk=event.pk, now=DAY_BEFORE + HOUR, place="200 Example Street NW")
    assert reminders(revision=1) == [("2h", 1, "queued")]


@pytest.mark.parametrize("status", ["cancelled", "postponed", "draft"])
def test_an_event_that_does_not_take_place_is_not_reminded_of(event, person, now, status):
    person()
    actions.change_event(pk=event.pk, now=now, status=status)
    assert {state for _rule, _revision, state in reminders()} == {"superseded"}


def test_an_event_that_is_published_again_is_reminded_of_again(event, person, now):
    person()
    actions.change_event(pk=event.pk, now=now, status="postponed")
    actions.change_event(pk=event.pk, now=now, status="published")
    assert reminders(state=State.QUEUED) == [("1d18:00", 2, "queued"), ("2h", 2, "queued")]


def test_the_events_own_rules_stand_in_place_of_those_of_its_kind(event, person, now):
    person()
    ReminderRule.objects.create(event=event, hours_before=3)
    assert reconcile(event, now) == 1
    assert reminders() == [("1d18:00", 0, "superseded"), ("2h", 0, "superseded"), ("3h", 0, "queued")]


def test_a_rule_that_says_the_same_reminds_once(event, person, now):
    person()
    ReminderRule.objects.create(event=event, hours_before=2)
    ReminderRule.objects.create(event=event, days_before=1, at=dt.time(18, 0))
    assert reconcile(event, now) == 0
    assert reminders() == [("1d18:00", 0, "queued"), ("2h", 0, "queued")]


def test_a_new_rule_whose_moment_is_past_reminds_nobody(event, person):
    person()
    Message.objects.filter(kind=REMINDER).finish(State.SENT, "250", DAY_BEFORE)
    ReminderRule.objects.create(event=event, days_before=2, at=dt.time(18, 0))
    assert reconcile(event, DAY_BEFORE + HOUR) == 0


def test_withdrawing_ends_what_is_unsent(person):
    person(state="withdrawn")
    assert reminders() == [("1d18:00", 0, "suppressed"), ("2h", 0, "suppressed")]


def test_who_comes_back_is_reminded_again(person, now):
    rsvp = person(state="withdrawn")
    actions.confirm(rsvp=rsvp, now=now)
    assert [row[1:] for row in reminders(state=State.QUEUED)] == [(0, "queued"), (0, "queued")]
    assert due() == [DAY_BEFORE, TWO_HOURS]


def test_who_changes_their_mind_twice_in_one_second_is_reminded(person, now):
    rsvp = person()
    for moment in range(2):
        actions.withdraw(rsvp=rsvp, now=now + dt.timedelta(milliseconds=moment))
        actions.confirm(rsvp=rsvp, now=now + dt.timedelta(milliseconds=moment))
    assert due() == [DAY_BEFORE, TWO_HOURS]


def test_one_persons_sign_up_leaves_the_others_alone(person, now):
    person("first@tests.example")
    person("second@tests.example")
    assert [state for *_, state in reminders()] == ["queued"] * 4


def test_the_sweep_plans_what_nobody_planned(event, person, now):
    person()
    Message.objects.all().delete()
    EventFactory(slug="far", starts_at=START + 60 * 24 * HOUR, ends_at=START + 60 * 24 * HOUR + HOUR)
    assert actions.sweep_reminders(now=START - 13 * 24 * HOUR) == 2
    assert actions.sweep_reminders(now=START - 13 * 24 * HOUR) == 0


def test_the_sweep_catches_up_with_a_moment_it_just_missed(event, person):
    person()
    Message.objects.all().delete()
    assert actions.sweep_reminders(now=DAY_BEFORE + dt.timedelta(minutes=10)) == 2
    Message.objects.all().delete()
    assert actions.sweep_reminders(now=DAY_BEFORE + dt.timedelta(minutes=20)) == 1


def test_the_sweep_heals_an_edit_that_went_past_us(event, person, now):
    person()
    Event.objects.filter(pk=event.pk).update(status="cancelled")
    assert actions.sweep_reminders(now=START - 24 * HOUR) == 1
    assert Message.objects.filter(kind=CANCELLED, state=State.QUEUED).count() == 1
    assert {state for *_, state in reminders()} == {"superseded"}


def test_nothing_is_planned_at_night_or_after_the_start(event, person, now):
    early = START - dt.timedelta(hours=4)  # 7:00 am: two hours before is 5:00 am
    actions.change_event(pk=event.pk, now=now, starts_at=early)
    person()
    evening = dt.datetime(2026, 12, 5, 1, 30, tzinfo=dt.UTC)  # Friday 20:30
    assert due() == [DAY_BEFORE, evening]


@pytest.mark.parametrize("day", [dt.date(2027, 3, 14), dt.date(2027, 11, 7)])
def test_over_a_clock_change_the_day_before_is_by_the_wall_and_hours_are_real(person, now, day):
    event = EventFactory(starts_at=dt.datetime.combine(day, dt.time(15), NEW_YORK), ends_at=END.replace(year=2028))
    ReminderRule.objects.create(event=event, hours_before=24)
    ReminderRule.objects.create(event=event, days_before=1, at=dt.time(15, 0))
    person(of=event)
    by_hours, by_wall = (Message.objects.get(rule=rule).due_at for rule in ("24h", "1d15:00"))
    assert event.starts_at.astimezone(dt.UTC) - by_hours == 24 * HOUR
    assert by_wall.astimezone(NEW_YORK).replace(tzinfo=None) == dt.datetime.combine(day - DAY, dt.time(15))
    assert abs(by_wall - by_hours) == HOUR


@pytest.mark.parametrize("people", [1, 20])
def test_reconcile_asks_the_database_the_same_number_of_questions(
    event, person, now, people, django_assert_num_queries
):
    for n in range(people):
        person(f"reader{n}@tests.example")
    Message.objects.all().delete()
    event.refresh_from_db()
    with django_assert_num_queries(6):
        assert actions.reconcile(event=event, now=now) == 2 * people
