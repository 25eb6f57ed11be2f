"""The Sunday nudge: at the reader's hour, when the week is short, once."""

import datetime as dt

import pytest
from django.core import mail

from campaigns import nudges
from campaigns.models import Placement, WeekNote
from coordinators.models import Break, Term
from outreach.engine import run_once
from outreach.models import Message
from tests.factories import AppointmentFactory, HourEntryFactory

pytestmark = pytest.mark.django_db
State = Message.State


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+00:00")


SUNDAY_18_NEW_YORK = utc("2026-11-22T23:00")


@pytest.fixture
def reader(coordinator):
    """Changes the coordinator's account and gives it back."""

    def change(**fields):
        for name, value in fields.items():
            setattr(coordinator.user, name, value)
        coordinator.user.save()
        return coordinator.user

    return change


def plan(now: dt.datetime) -> list[tuple]:
    nudges.plan(now=now)
    return list(Message.objects.filter(kind=nudges.KIND).values_list("rule", "due_at", "not_after"))


@pytest.mark.parametrize(
    ("zone", "sunday", "monday", "due", "quiet"),
    [
        ("America/New_York", "2026-11-22", "2026-11-16", "2026-11-22T23:00", "2026-11-23T02:00"),
        ("America/New_York", "2026-11-01", "2026-10-26", "2026-11-01T23:00", "2026-11-02T02:00"),  # summer time ended
        ("America/New_York", "2027-03-14", "2027-03-08", "2027-03-14T22:00", "2027-03-15T01:00"),  # it began
        ("America/Los_Angeles", "2026-11-01", "2026-10-26", "2026-11-02T02:00", "2026-11-02T05:00"),
        ("America/Los_Angeles", "2027-03-14", "2027-03-08", "2027-03-15T01:00", "2027-03-15T04:00"),
        ("Asia/Tokyo", "2026-11-01", "2026-10-26", "2026-11-01T09:00", "2026-11-01T12:00"),
        ("Asia/Tokyo", "2027-03-14", "2027-03-08", "2027-03-14T09:00", "2027-03-14T12:00"),
        ("Pacific/Kiritimati", "2026-11-22", "2026-11-16", "2026-11-22T04:00", "2026-11-22T07:00"),
        ("Pacific/Pago_Pago", "2026-11-22", "2026-11-16", "2026-11-23T05:00", "2026-11-23T08:00"),
    ],
)
def test_nudge_is_planned_from_the_readers_own_hour_until_the_quiet_hours(reader, zone, sunday, monday, due, quiet):
    reader(time_zone=zone)
    due, quiet, second = utc(due), utc(quiet), dt.timedelta(seconds=1)
    assert (plan(due - second), plan(quiet)) == ([], [])
    assert plan(due) == plan(quiet - second) == [(monday, due, quiet)]
    assert due.astimezone(nudges.zoneinfo.ZoneInfo(zone)).isoformat()[:19] == f"{sunday}T18:00:00"


@pytest.mark.parametrize(("at", "due"), [("08:00", "2026-11-22T13:00"), ("20:30", "2026-11-23T01:30")])
def test_nudge_comes_at_the_hour_one_chose(reader, at, due):
    reader(nudge_at=dt.time.fromisoformat(at))
    assert [row[1] for row in plan(utc(due))] == [utc(due)]


def test_nudge_is_planned_once_however_often_the_clock_asks(reader, frozen):
    for minutes in range(0, 180, 5):
        plan(SUNDAY_18_NEW_YORK + dt.timedelta(minutes=minutes))
    reader(nudge_at=dt.time(20, 0))
    plan(SUNDAY_18_NEW_YORK + dt.timedelta(hours=2))
    assert Message.objects.count() == 1


@pytest.mark.parametrize("weekday", range(6))
def test_no_nudge_on_another_day(coordinator, weekday):
    assert plan(SUNDAY_18_NEW_YORK - dt.timedelta(days=6 - weekday)) == []


@pytest.mark.parametrize(("minutes", "planned"), [(285, 1), (300, 0)])
def test_nudge_comes_only_when_the_week_is_short(coordinator, minutes, planned):
    placement = Placement.objects.get()
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 22), minutes=minutes)
    HourEntryFactory(placement=placement, worked_on=dt.date(2026, 11, 15), minutes=600)
    assert len(plan(SUNDAY_18_NEW_YORK)) == planned


def test_hours_of_another_do_not_fill_my_week(coordinator, other_coordinator):
    theirs = Placement.objects.get(appointment__coordinator=other_coordinator)
    HourEntryFactory(placement=theirs, worked_on=dt.date(2026, 11, 18), minutes=600)
    plan(SUNDAY_18_NEW_YORK)
    assert list(Message.objects.values_list("subject_id", flat=True)) == [coordinator.appointments.get().pk]


@pytest.mark.parametrize(
    ("note", "planned"),
    [({"quiet": True}, 0), ({"done_at": SUNDAY_18_NEW_YORK}, 0), ({"reflection": "A good week"}, 1), ({}, 1)],
)
def test_no_nudge_for_a_week_that_was_called_quiet_or_done(coordinator, monday, note, planned):
    mine = {"appointment": coordinator.appointments.get()}
    WeekNote.objects.create(**mine, monday=monday, **note)
    WeekNote.objects.create(**mine, monday=monday - dt.timedelta(days=7), quiet=True)
    assert len(plan(SUNDAY_18_NEW_YORK)) == planned


@pytest.mark.parametrize("field", ["nudge", "is_active"])
def test_no_nudge_for_who_does_not_want_it_or_has_left(reader, field):
    reader(**{field: False})
    assert plan(SUNDAY_18_NEW_YORK) == []


def test_no_nudge_without_target(coordinator):
    Term.objects.update(weekly_hours_min=None, weekly_hours_max=None)
    assert plan(SUNDAY_18_NEW_YORK) == []


@pytest.mark.parametrize(("first", "planned"), [("2026-11-22", 0), ("2026-11-23", 1)])
def test_no_nudge_in_a_week_that_a_break_touches(coordinator, term, first, planned):
    day = dt.date.fromisoformat(first)
    Break.objects.create(term=term, name_en="Break", starts_on=day, ends_on=day + dt.timedelta(days=6))
    assert len(plan(SUNDAY_18_NEW_YORK)) == planned


@pytest.mark.parametrize(
    ("sunday", "planned"),
    [("2026-08-02", 0), ("2026-08-09", 1), ("2027-07-25", 1), ("2027-08-01", 0), ("2027-08-08", 0)],
)
def test_no_nudge_in_a_week_that_the_term_does_not_hold(coordinator, sunday, planned):
    assert len(plan(utc(f"{sunday}T22:30"))) == planned


def test_person_without_account_is_passed_over(term):
    AppointmentFactory(term=term, coordinator__user=None)
    assert plan(SUNDAY_18_NEW_YORK) == []


@pytest.mark.parametrize("people", [1, 3])
def test_planning_needs_the_same_queries_for_any_number_of_people(term, django_assert_num_queries, people):
    AppointmentFactory.create_batch(people, term=term)
    with django_assert_num_queries(7):  # two of them the savepoint of a test
        nudges.plan(now=SUNDAY_18_NEW_YORK)
    assert Message.objects.count() == people


# ── at the gate ──


def deliver(frozen, reader=None) -> str:
    """Plan, let something happen, send. Returns the state and the reason."""
    frozen.move_to(SUNDAY_18_NEW_YORK)
    plan(SUNDAY_18_NEW_YORK)
    if reader:
        reader()
    run_once()
    return " ".join(Message.objects.values_list("state", "reason").get()).strip()


@pytest.mark.parametrize(("code", "path"), [("en", "/hours/2026-11-16/"), ("es", "/es/horas/2026-11-16/")])
def test_mail_speaks_the_readers_language_and_leads_to_the_week(frozen, reader, code, path):
    user = reader(language=code)
    HourEntryFactory(placement=Placement.objects.get(), worked_on=dt.date(2026, 11, 18), minutes=210)
    deliver(frozen)
    (sent,) = mail.outbox
    assert (sent.to, sent.message()["Content-Language"]) == ([user.email], code)
    text, html = sent.body, sent.alternatives[0].content
    assert [("3.5 h" in part, "1.5 h" in part, path in part) for part in (text, html)] == [(True, True, True)] * 2
    assert f'<html lang="{code}">' in html
    assert '<span style="white-space:nowrap">16–22</span>' in html


def test_subject_is_neutral_in_both_languages(frozen, reader, language):
    reader(language=language)
    deliver(frozen)
    subject = mail.outbox[0].subject.lower()
    assert [word in subject for word in ("immig", "inmig", "ilp", "labor", "campa")] == [False] * 5


@pytest.mark.parametrize(
    ("happens", "end"),
    [
        ("week filled", "suppressed week is full"),
        ("nudge off", "suppressed not wanted"),
        ("account closed", "suppressed not wanted"),
        ("account gone", "suppressed not wanted"),
        ("called quiet", "suppressed week is finished"),
        ("break added", "suppressed nothing asked of this week"),
        ("target taken off", "suppressed nothing asked of this week"),
    ],
)
def test_what_happened_since_stops_the_mail(frozen, coordinator, term, happens, end):
    user, day = coordinator.user, dt.date(2026, 11, 18)
    done = {
        "week filled": lambda: HourEntryFactory(placement=Placement.objects.get(), worked_on=day, minutes=300),
        "nudge off": lambda: type(user).objects.update(nudge=False),
        "account closed": lambda: type(user).objects.update(is_active=False),
        "account gone": user.delete,
        "called quiet": lambda: WeekNote.objects.create(
            appointment=coordinator.appointments.get(), monday=dt.date(2026, 11, 16), quiet=True
        ),
        "break added": lambda: Break.objects.create(term=term, name_en="Break", starts_on=day, ends_on=day),
        "target taken off": lambda: Term.objects.update(weekly_hours_min=None, weekly_hours_max=None),
    }
    assert (deliver(frozen, done[happens]), mail.outbox) == (end, [])


def test_mail_that_did_not_go_out_before_the_quiet_hours_expires(frozen, coordinator):
    plan(SUNDAY_18_NEW_YORK)
    frozen.move_to(SUNDAY_18_NEW_YORK + dt.timedelta(hours=3, seconds=1))
    run_once()
    assert (Message.objects.get().state, mail.outbox) == (State.EXPIRED, [])


def test_outcome_nobody_knows_is_not_tried_again():
    assert nudges.NUDGE.max_uncertain == 0
