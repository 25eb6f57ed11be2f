"""Tell them now: what a change would send is known before it goes, then all of it happens at once, or is taken back."""

import datetime as dt

import pytest

from events import alerts, delivery, differences
from events.letters import CHANGED, CONFIRMATION, REMINDER
from events.models import Event, Rsvp
from events.shift_letters import SHIFT_CHANGED
from outreach.models import Engine, Message, Suppression
from tests.events.conftest import START
from tests.events.shift_parts import a_shift, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
BEFORE = START - HOUR  # Saturday 10:00 am in New York
MOVED = {"starts_at": START - HOUR, "ends_at": START + HOUR / 2}


def moved(event, **values) -> Event:
    after = Event.objects.get(pk=event.pk)
    for name, value in (MOVED | values).items():
        setattr(after, name, value)
    return after


def notices(state="queued", **fields):
    return Message.objects.filter(kind=CHANGED, state=state, **fields)


def by_text(person, contact, **fields) -> Rsvp:
    return person(contact, channel="sms", consent_at=START - 99 * HOUR, consent_wording="1", **fields)


def stop(rsvp, now, reason="asked", topic="events"):
    Suppression.objects.create(contact_bi=rsvp.contact_bi, reason=reason, topic=topic, at=now)


@pytest.fixture
def crowd(reader, person, event, now, settings):
    """Five people who were told the first hour: two by mail in each language, one of them waiting, and one by text."""
    settings.SMS = {"ADAPTER": "console"}
    people = [reader(f"reader{n}@tests.example", language=language) for n, language in enumerate(("en", "en", "es"))]
    waits = reader("waits@tests.example", language="es")
    Rsvp.objects.filter(pk=waits.pk).update(state="waiting", waiting_since=now)
    texts = by_text(person, "+12025550101", language="es")
    Message.objects.filter(subject_id=texts.pk, kind=CONFIRMATION).update(told=0)
    Message.objects.filter(subject_id=texts.pk, kind=CONFIRMATION).finish("sent", "250", now)
    return [*people, waits, texts]


# --- before -----------------------------------------------------------------------------------------------------------
def test_preview_counts_by_language_and_channel_what_would_be_sent(event, crowd, now):
    alert = alerts.foresee(moved(event), now)
    assert [(one.language, one.channel, one.n) for one in alert.shares] == [
        ("en", "email", 2),
        ("es", "email", 2),
        ("es", "sms", 1),
    ]
    assert (alert.reached, alert.waiting, alert.unreached) == (5, 1, 0)
    assert (alert.goes_at, alert.at_once) == (now + 5 * MINUTE, False)
    assert Message.objects.filter(kind=CHANGED).count() == Event.objects.get(pk=event.pk).revision == 0


def test_preview_and_what_is_planned_are_the_same_people(event, crowd, now):
    stop(crowd[0], now)
    alert = alerts.foresee(moved(event), now)
    alerts.send(pk=event.pk, seen=0, values=MOVED, now=now)
    assert notices().count() == alert.reached + alert.unreached == 5
    assert set(notices().values_list("due_at", flat=True)) == {alert.goes_at}


def test_whom_nothing_reaches_is_counted_by_reason(event, crowd, now, settings):
    stop(crowd[0], now)
    stop(crowd[1], now, "bounced", "")
    stop(crowd[2], now, "complained", "")
    settings.SMS = None
    alert = alerts.foresee(moved(event), now)
    assert (alert.reached, alert.unreached) == (1, 4)
    assert {str(reason): n for reason, n in alert.obstacles} == {
        "stopped our mail": 1,
        "the address does not exist": 1,
        "complained to the mail provider": 1,
        "signed up by text message, and texts are off": 1,
    }


def test_stop_of_another_topic_hinders_nobody(event, crowd, now):
    stop(crowd[0], now, topic="hours")
    assert alerts.foresee(moved(event), now).unreached == 0


def test_stop_by_text_and_a_lost_key_are_said(event, crowd, now):
    stop(crowd[4], now, topic="")
    assert dict(alerts.foresee(moved(event), now).obstacles).keys() == {alerts.unreached.WORDS["stopped texts"]}
    event.key.delete()
    assert alerts.foresee(moved(event), now).obstacles == [(alerts.unreached.WORDS["key"], 5)]


def test_text_at_night_before_an_early_start_is_no_message(event, crowd, now, frozen):
    night = dt.datetime(2026, 12, 5, 4, 0, tzinfo=dt.UTC)  # 11:00 pm in New York, the evening before
    early = {"starts_at": START - 4 * HOUR, "ends_at": START - 3 * HOUR}  # 7:00 am
    alert = alerts.foresee(moved(event, **early), night)
    assert [(str(reason), n) for reason, n in alert.obstacles] == [
        ("texts do not go out at night, and the morning is too late", 1)
    ]


def test_change_an_hour_before_waits_a_tenth_of_the_time_left_at_most(event, crowd):
    at = START - 30 * MINUTE
    alert = alerts.foresee(moved(event, starts_at=START + HOUR, ends_at=START + 2 * HOUR), at)
    assert alert.goes_at == at + 3 * MINUTE


def test_paused_channel_is_named(event, crowd, now):
    Engine.objects.filter(channel="email").update(paused=True)
    assert alerts.foresee(moved(event), now).paused == ["email"]


def test_cancellation_goes_at_once_to_everybody(event, crowd, now):
    after = Event.objects.get(pk=event.pk)
    after.status = Event.Status.CANCELLED
    alert = alerts.foresee(after, now)
    assert (alert.reached, alert.at_once) == (5, True)


# --- the change -------------------------------------------------------------------------------------------------------
def test_one_transaction_changes_revises_rearms_and_plans(event, crowd, now):
    before = set(Message.objects.filter(kind=REMINDER, state="queued").values_list("revision", "rule"))
    alerts.send(pk=event.pk, seen=0, values=MOVED, now=now)
    event.refresh_from_db()
    assert (event.starts_at, event.revision, event.previous_start) == (BEFORE, 1, START)
    after = set(Message.objects.filter(kind=REMINDER, state="queued").values_list("revision", "rule"))
    assert before != after == {(1, rule) for _revision, rule in before}
    assert set(Message.objects.filter(kind=REMINDER, revision=0).values_list("state", flat=True)) == {"superseded"}


def test_at_once_leaves_nobody_waiting_for_another_change(event, crowd, now):
    alerts.send(pk=event.pk, seen=0, values=MOVED, now=now, at_once=True)
    assert set(notices().values_list("next_at", "due_at")) == {(now, now)}


def test_change_of_another_revision_is_refused_and_changes_nothing(event, crowd, now):
    with pytest.raises(alerts.Overtaken):
        alerts.send(pk=event.pk, seen=7, values=MOVED, now=now)
    event.refresh_from_db()
    assert (event.starts_at, event.revision, notices().count()) == (START, 0, 0)


def test_shifts_outside_the_new_hours_go_along_and_come_back(event, crowd, now):
    early = a_shift(event)
    late = a_shift(event, starts_at=START + HOUR, ends_at=START + 1.5 * HOUR)
    inside = a_shift(event, starts_at=START, ends_at=START + HOUR / 2)
    place(early, crowd[0], now)
    told = alerts.moves(event, moved(event))
    assert [(move.shift.pk, move.fits) for move in told] == [(early.pk, True), (late.pk, True)]
    alerts.send(pk=event.pk, seen=0, values=MOVED, now=now)
    hours = {shift.pk: shift.starts_at for shift in event.shifts.all()}
    assert hours == {early.pk: START - HOUR, late.pk: START, inside.pk: START}
    alerts.undo(pk=event.pk, seen=1, now=now + MINUTE)
    hours = {shift.pk: shift.starts_at for shift in event.shifts.all()}
    assert hours == {early.pk: START, late.pk: START + HOUR, inside.pk: START}
    assert list(Message.objects.filter(kind=SHIFT_CHANGED).values_list("state", flat=True)) == ["superseded"]


# --- undo -------------------------------------------------------------------------------------------------------------
def test_undo_before_anything_went_out_tells_nobody(event, crowd, now):
    alerts.send(pk=event.pk, seen=0, values=MOVED, now=now)
    alerts.undo(pk=event.pk, seen=1, now=now + MINUTE)
    event.refresh_from_db()
    assert (event.starts_at, event.held_on, event.revision) == (START, dt.date(2026, 12, 5), 2)
    assert (notices().count(), notices("superseded").count()) == (0, 5)
    assert set(Message.objects.filter(kind=REMINDER, state="queued").values_list("revision", flat=True)) == {2}
    assert (delivery.of(event, now).planned, differences.for_readers(event, now)) == (0, [])


def test_undo_tells_those_again_whom_the_change_had_reached(event, crowd, now):
    alerts.send(pk=event.pk, seen=0, values=MOVED, now=now)
    Message.objects.filter(kind=REMINDER, subject_id=crowd[0].pk, revision=1).update(told=1, uncertain=1)
    alerts.undo(pk=event.pk, seen=1, now=now + MINUTE)
    assert list(notices().values_list("subject_id", "revision")) == [(crowd[0].pk, 2)]


def test_undo_of_the_second_of_two_quick_changes_goes_back_to_what_people_know(event, crowd, now):
    alerts.send(pk=event.pk, seen=0, values=MOVED, now=now)
    alerts.send(pk=event.pk, seen=1, values={"neighborhood": "Shaw"}, now=now + MINUTE)
    alerts.undo(pk=event.pk, seen=2, now=now + 2 * MINUTE)
    event.refresh_from_db()
    assert (event.starts_at, event.neighborhood, notices().count()) == (START, "Columbia Heights", 0)
    alerts.send(pk=event.pk, seen=3, values=MOVED, now=now + 3 * MINUTE)
    alerts.undo(pk=event.pk, seen=4, now=now + 4 * MINUTE)
    assert notices().count() == 0


def test_undo_ends_with_the_pause_or_with_the_first_message(event, crowd, now):
    event = alerts.send(pk=event.pk, seen=0, values=MOVED, now=now)
    assert [alerts.may_undo(event, now + n * MINUTE) for n in (0, 4, 5)] == [True, True, False]
    notices().filter(subject_id=crowd[0].pk).update(told=1)
    assert alerts.may_undo(event, now) is False
    with pytest.raises(alerts.Overtaken):
        alerts.undo(pk=event.pk, seen=1, now=now)


def test_event_that_never_changed_has_nothing_to_undo(event, now):
    assert alerts.may_undo(event, now) is False


def test_shift_is_moved_by_as_much_as_the_end_where_only_that_moved(event):
    assert alerts.moved_by(event, moved(event, starts_at=START)) == -HOUR
