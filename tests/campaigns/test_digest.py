"""The Monday digest for staff: at 9:00 where they are, when the week is over, once, and only what is true then."""

import datetime as dt
import zoneinfo

import pytest
from django.core import mail

from campaigns import digest
from campaigns.models import HourEntry, Placement, WeekNote
from coordinators.models import Break, Term, User
from outreach import unsubscribe
from outreach.engine import run_once
from outreach.models import Message
from tests.factories import AppointmentFactory, HourEntryFactory, PlacementFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Message.State
MONDAY = dt.date(2026, 11, 16)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}+00:00")


NINE = utc("2026-11-23T14:00")  # Monday, 9 am in New York


@pytest.fixture
def serve(term):
    """serve("Name", minutes, quiet=...): a coordinator of the term with so many minutes in the week."""

    def serve(name: str, minutes: int = 0, *, quiet: bool = False, day: dt.date = MONDAY):
        appointment = AppointmentFactory(term=term, coordinator__name=name)
        placement = PlacementFactory(appointment=appointment)
        if minutes:
            HourEntryFactory(placement=placement, worked_on=day, minutes=minutes)
        if quiet:
            WeekNote.objects.create(appointment=appointment, monday=MONDAY, quiet=True)
        return appointment

    return serve


def plan(now: dt.datetime) -> list[tuple]:
    digest.plan(now=now)
    return list(Message.objects.filter(kind=digest.KIND).values_list("rule", "due_at", "not_after"))


def deliver(frozen, happens=None) -> str:
    frozen.move_to(NINE)
    plan(NINE)
    if happens:
        happens()
    run_once()
    return " ".join(Message.objects.values_list("state", "reason").get()).strip()


@pytest.mark.parametrize(
    ("zone", "monday", "due", "quiet"),
    [
        ("America/New_York", "2026-11-23", "2026-11-23T14:00", "2026-11-24T02:00"),
        ("America/New_York", "2026-11-02", "2026-11-02T14:00", "2026-11-03T02:00"),  # summer time ended on Sunday
        ("America/New_York", "2026-03-09", "2026-03-09T13:00", "2026-03-10T01:00"),  # it began on Sunday
        ("America/Los_Angeles", "2026-11-23", "2026-11-23T17:00", "2026-11-24T05:00"),
        ("Europe/Madrid", "2026-11-23", "2026-11-23T08:00", "2026-11-23T20:00"),
        ("Asia/Tokyo", "2026-11-23", "2026-11-23T05:00", "2026-11-23T12:00"),  # when Sunday is over in New York
        ("Pacific/Kiritimati", "2026-11-23", "2026-11-23T05:00", "2026-11-23T07:00"),
        ("Pacific/Pago_Pago", "2026-11-23", "2026-11-23T20:00", "2026-11-24T08:00"),
    ],
)
def test_digest_is_planned_at_nine_of_the_reader_once_the_week_is_over(staff, zone, monday, due, quiet):
    User.objects.update(time_zone=zone)
    day, second = dt.date.fromisoformat(monday), dt.timedelta(seconds=1)
    due, quiet = utc(due), utc(quiet)
    assert (plan(due - second), plan(quiet)) == ([], [])
    assert plan(due) == plan(quiet - second) == [((day - dt.timedelta(days=7)).isoformat(), due, quiet)]
    assert due.astimezone(zoneinfo.ZoneInfo(zone)).hour >= 9


def test_digest_is_planned_once_a_week_however_often_the_clock_asks(staff):
    for minutes in range(0, 8 * 24 * 60, 180):
        plan(NINE + dt.timedelta(minutes=minutes))
    assert [row[0] for row in plan(NINE)] == ["2026-11-16", "2026-11-23"]


@pytest.mark.parametrize("change", [{"digest": False}, {"is_active": False}, {"is_staff": False}])
def test_nobody_else_gets_it(staff, coordinator, change):
    User.objects.filter(pk=staff.pk).update(**change)
    assert plan(NINE) == []


@pytest.mark.parametrize("people", [1, 3])
def test_planning_needs_the_same_queries_for_any_number_of_staff(term, django_assert_num_queries, people):
    UserFactory.create_batch(people, role="staff")
    with django_assert_num_queries(5):  # two of them the savepoint of a test
        digest.plan(now=NINE)
    assert Message.objects.count() == people


# ── at the gate ──


def test_it_says_who_logged_who_is_silent_and_who_does_a_lot(frozen, staff, serve):
    serve("Ana A.", 300)
    serve("Beto B.", 930)
    serve("Caro C.")
    serve("Dani D.", quiet=True)
    serve("Eli E.", 300, day=MONDAY - dt.timedelta(days=7))
    assert deliver(frozen).startswith(State.SENT)
    (sent,) = mail.outbox
    text = " ".join(sent.body.split())
    assert ("2 of 5 (Ana A., Beto B.)" in text, "One person said: nothing this week." in text) == (True, True)
    assert ("Silent: Caro C., Eli E." in text, "A lot: Beto B. (15.5 h)" in text) == (True, True)
    html = sent.alternatives[0].content
    names = ("Ana A.", "Beto B.", "Caro C.", "Dani D.", "Eli E.", "2 of 5")
    assert [html.count(name) for name in names] == [1, 2, 1, 0, 1, 1]
    assert [name in sent.subject for name in ("Ana", "Beto", "Caro", "Eli")] == [False] * 4


def test_it_says_how_much_waits_and_for_how_long(frozen, staff, serve):
    serve("Ana A.", 300)
    serve("Beto B.", 300)
    HourEntry.objects.update(logged_at=NINE - dt.timedelta(days=12, hours=3))
    HourEntryFactory(placement=Placement.objects.first(), worked_on=MONDAY, logged_at=NINE)
    deliver(frozen)
    text = " ".join(mail.outbox[0].body.split())
    assert "3 entries wait for approval. The oldest has waited for 12 days." in text
    assert ("/desk/" in text, "Nobody was silent." in text) == (True, True)


def test_own_hours_and_what_was_sent_back_do_not_wait_for_the_reader(frozen, staff, serve):
    mine, asked = serve("Ana A.", 300), serve("Beto B.", 300)
    mine.coordinator.user = staff
    mine.coordinator.save()
    theirs = HourEntry.objects.filter(placement__appointment=asked)
    theirs.update(asked_at=NINE, asked_by=staff, question="Which day?")
    deliver(frozen)
    assert "wait" not in mail.outbox[0].body


@pytest.mark.parametrize("happens", ["no term", "break", "no target", "nobody", "edge"])
def test_it_says_nothing_where_nothing_is_asked(frozen, staff, serve, term, happens):
    if happens != "nobody":
        serve("Ana A.", 300)
    {
        "no term": lambda: Term.objects.update(starts_on=dt.date(2026, 11, 23)),
        "edge": lambda: Term.objects.update(starts_on=dt.date(2026, 11, 17)),
        "break": lambda: Break.objects.create(term=term, name_en="Break", starts_on=MONDAY, ends_on=MONDAY),
        "no target": lambda: Term.objects.update(weekly_hours_min=None, weekly_hours_max=None),
        "nobody": lambda: None,
    }[happens]()
    assert (deliver(frozen), mail.outbox) == ("suppressed nothing asked of this week", [])


@pytest.mark.parametrize("change", [{"digest": False}, {"is_active": False}, {"is_staff": False}, "groups"])
def test_what_changed_since_stops_the_mail(frozen, staff, serve, change):
    serve("Ana A.", 300)
    undo = staff.groups.clear if change == "groups" else lambda: User.objects.filter(pk=staff.pk).update(**change)
    assert (deliver(frozen, undo), mail.outbox) == ("suppressed not wanted", [])


@pytest.mark.parametrize("people", [1, 3])
def test_digest_needs_the_same_queries_for_any_number_of_people(staff, serve, django_assert_num_queries, people):
    for number in range(people):
        serve(f"Person {number}", 300 * number)
    row = digest.message(staff, dt.date(2026, 11, 23))
    with django_assert_num_queries(9):
        assert digest.facts(row).context["people"] == people


def test_mail_speaks_the_readers_language_with_a_neutral_subject(frozen, staff, serve, language):
    serve("Ana A.", 300)
    User.objects.filter(pk=staff.pk).update(language=language)
    deliver(frozen)
    (sent,) = mail.outbox
    assert (sent.to, sent.message()["Content-Language"]) == ([staff.email], language)
    assert f'<html lang="{language}">' in sent.alternatives[0].content
    assert [word in sent.subject.lower() for word in ("immig", "inmig", "ilp", "labor", "campa")] == [False] * 5


def test_link_of_the_mail_turns_the_setting_off_and_on(client, frozen, staff, serve):
    serve("Ana A.", 300)
    deliver(frozen)
    path = unsubscribe.path(Message.objects.get(), "en")
    assert path in mail.outbox[0].body
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert User.objects.get(pk=staff.pk).digest is False
    assert client.post(path, {"action": "resume"}, headers={"origin": "http://testserver"}).status_code == 302
    assert User.objects.get(pk=staff.pk).digest is True
