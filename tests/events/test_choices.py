"""What one reader chooses for themselves: language, hours, channel, and whether they are written to at all."""

import datetime as dt

import pytest

from events import actions
from events.letters import CHANGED, REMINDER
from events.models import Event
from events.topic import EVENTS
from outreach.actions import stop_writing
from outreach.engine import run_once
from outreach.models import Message, Suppression
from tests.events.conftest import START
from tests.events.test_changes import SMS, change, notices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
State = Message.State
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NIGHT = dt.datetime(2026, 11, 19, 3, 0, tzinfo=dt.UTC)  # Wednesday 22:00 in New York, 19:00 in Los Angeles
DAY_BEFORE = dt.datetime(2026, 12, 4, 23, 0, tzinfo=dt.UTC)  # Friday 18:00 in New York
EVENING = dt.datetime(2026, 12, 4, 19, 30, tzinfo=dt.UTC)  # Friday 20:30 in Madrid


def reminders() -> list[tuple]:
    rows = Message.objects.filter(kind=REMINDER).order_by("due_at")
    return list(rows.values_list("rule", "revision", "state", "due_at"))


def test_another_zone_moves_what_would_come_at_night(event, reader, now):
    rsvp = reader()
    actions.change_signup(rsvp=rsvp, now=now, time_zone="Europe/Madrid")
    assert reminders() == [("1d18:00", 0, "queued", EVENING), ("2h", 0, "queued", START - 2 * HOUR)]
    actions.change_signup(rsvp=rsvp, now=now, time_zone="")
    assert reminders() == [("1d18:00", 0, "queued", DAY_BEFORE), ("2h", 0, "queued", START - 2 * HOUR)]


def test_a_notice_that_waits_for_the_morning_goes_at_once_where_it_is_day(event, reader, frozen, mailoutbox):
    rsvp = reader()
    change(event, NIGHT)
    actions.change_signup(rsvp=rsvp, now=NIGHT, time_zone="America/Los_Angeles")
    assert Message.objects.get(kind=CHANGED).next_at == NIGHT + 5 * MINUTE
    frozen.move_to(NIGHT + 6 * MINUTE)
    run_once()
    assert len(mailoutbox) == 1


def test_what_is_due_or_was_tried_keeps_its_hour(event, reader, now):
    rsvp = reader()
    Message.objects.filter(rule="1d18:00").update(attempts=1)
    actions.change_signup(rsvp=rsvp, now=now, time_zone="Europe/Madrid")
    assert reminders()[0] == ("1d18:00", 0, "queued", DAY_BEFORE)
    Message.objects.filter(rule="1d18:00").update(attempts=0)
    actions.change_signup(rsvp=rsvp, now=DAY_BEFORE + MINUTE, time_zone="Asia/Tokyo")
    assert reminders()[0] == ("1d18:00", 0, "queued", DAY_BEFORE)


def test_another_language_is_that_of_the_next_mail_and_no_news(event, reader, now, frozen, mailoutbox):
    rsvp = reader()
    change(event, now)
    actions.change_signup(rsvp=rsvp, now=now, language="es", discreet=False)
    frozen.shift(6 * MINUTE)
    run_once()
    assert Event.objects.get().revision == 1
    assert [mail.message()["Content-Language"] for mail in mailoutbox] == ["es"]


def test_another_channel_is_planned_for_what_waits(event, reader, now):
    rsvp = reader()
    actions.change_signup(rsvp=rsvp, now=now, **SMS)
    assert set(Message.objects.filter(state=State.QUEUED).values_list("channel", flat=True)) == {"sms"}


def test_a_choice_for_one_leaves_the_others_alone(event, reader, now):
    rsvp = reader()
    reader("second@tests.example")
    actions.change_signup(rsvp=rsvp, now=now, time_zone="Europe/Madrid")
    assert [due for rule, *_, due in reminders() if rule == "1d18:00"] == [EVENING, DAY_BEFORE]


# --- stop and back again ----------------------------------------------------------------------------------------------
def is_stopped(rsvp) -> bool:
    return EVENTS.is_stopped(rsvp.pk)


def test_who_confirms_is_written_to_again(event, reader, now):
    rsvp = reader(state="pending")
    EVENTS.stop(rsvp.pk, now)
    assert is_stopped(rsvp)
    actions.confirm(rsvp=rsvp, now=now)
    assert not is_stopped(rsvp)


def test_an_address_that_bounced_is_not(event, reader, now):
    rsvp = reader(state="pending")
    stop_writing(contact_bi=bytes(rsvp.contact_bi), topic="", reason=Suppression.Reason.BOUNCED, now=now)
    actions.confirm(rsvp=rsvp, now=now)
    assert is_stopped(rsvp)


def test_what_was_stopped_comes_when_the_reader_wants_mail_again(event, reader, now, frozen, mailoutbox):
    rsvp = reader()
    EVENTS.stop(rsvp.pk, now)
    change(event, now, status="cancelled")
    run_once()
    actions.sweep_reminders(now=now)
    assert (notices(), len(mailoutbox)) == ([("cancelled", 1, "suppressed")], 0)
    EVENTS.resume(rsvp.pk, now + DAY)
    frozen.shift(DAY)
    run_once()
    assert (notices(), len(mailoutbox)) == ([("cancelled", 1, "sent")], 1)


def test_a_reminder_that_was_stopped_and_whose_hour_is_past_stays_away(event, reader, frozen):
    rsvp = reader()
    EVENTS.stop(rsvp.pk, DAY_BEFORE)
    frozen.move_to(DAY_BEFORE)
    run_once()
    EVENTS.resume(rsvp.pk, DAY_BEFORE + HOUR)
    assert [row[:3] for row in reminders()] == [("1d18:00", 0, "suppressed"), ("2h", 0, "queued")]


def test_withdrawing_ends_every_unsent_message_and_no_other(event, reader, now):
    rsvp = reader()
    change(event, now)
    other = reader("second@tests.example")
    lease = {"token": "0" * 32, "lease_until": now + MINUTE}
    Message.objects.filter(subject_id=rsvp.pk, rule="2h", revision=1).update(state=State.CLAIMED, **lease)
    actions.withdraw(rsvp=rsvp, now=now)
    waiting = Message.objects.pending()
    assert (waiting.about("events.rsvp", [rsvp.pk]).count(), waiting.about("events.rsvp", [other.pk]).count()) == (0, 2)
