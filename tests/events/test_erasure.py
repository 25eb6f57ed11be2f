"""What we promised to erase is erased on time, and nothing before."""

import datetime as dt

import pytest

from events import actions, erasure
from events.models import Event, EventKey, Rsvp
from outreach.models import Message
from tests.events.conftest import START

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
END = START + dt.timedelta(minutes=90)


@pytest.mark.parametrize(("kind", "days"), [("rally", 7), ("training", 7), ("accompaniment", 2)])
def test_sign_ups_and_the_key_go_so_many_days_after_the_event(event, person, kind, days):
    Event.objects.filter(pk=event.pk).update(kind=kind)
    person("one@tests.example")
    person("two@tests.example", state="withdrawn")
    assert erasure.purge_signups(now=END + days * DAY - HOUR) == {"signups": 0, "keys": 0, "unconfirmed": 0}
    assert erasure.purge_signups(now=END + days * DAY) == {"signups": 2, "keys": 1, "unconfirmed": 0}
    assert (Rsvp.objects.count(), EventKey.objects.count()) == (0, 0)


@pytest.mark.parametrize("last", [None, "withdraw"])
def test_a_request_that_nobody_confirmed_goes_after_48_hours(person, now, last):
    rsvp = person("late@tests.example", state="pending")
    person("confirmed@tests.example")
    if last:
        actions.withdraw(rsvp=rsvp, now=now + HOUR)
    assert erasure.purge_signups(now=now + 48 * HOUR - dt.timedelta(seconds=1))["unconfirmed"] == 0
    assert erasure.purge_signups(now=now + 48 * HOUR)["unconfirmed"] == 1
    assert [rsvp.contact for rsvp in Rsvp.objects.all()] == ["confirmed@tests.example"]


def test_who_withdrew_after_confirming_may_come_back_until_the_event(person, now):
    person(state="withdrawn")
    assert erasure.purge_signups(now=now + 3 * DAY)["unconfirmed"] == 0


def test_messages_stay_as_ids_and_none_waits_for_an_erased_person(person, now):
    person(state="pending")
    erasure.purge_signups(now=now + 48 * HOUR)
    message = Message.objects.get()
    assert (message.state, message.reason, message.sealed) == ("suppressed", "erased", None)


def test_an_event_that_was_moved_keeps_its_sign_ups_until_after_the_new_date(event, person, now):
    person()
    later = 30 * DAY
    actions.change_event(pk=event.pk, now=now, starts_at=START + later, ends_at=END + later)
    assert erasure.purge_signups(now=END + 8 * DAY)["signups"] == 0
    assert erasure.purge_signups(now=END + later + 7 * DAY)["signups"] == 1


def test_an_event_that_lost_its_hours_does_not_keep_people_for_ever(event, person):
    person()
    Event.objects.filter(pk=event.pk).update(starts_at=None, ends_at=None, signup_open=False)
    assert erasure.purge_signups(now=END + 7 * DAY)["signups"] == 0
    assert erasure.purge_signups(now=END + 9 * DAY)["signups"] == 1


def test_a_cancelled_event_is_erased_like_any_other(event, person, now):
    person()
    actions.change_event(pk=event.pk, now=now, status="cancelled")
    assert erasure.purge_signups(now=END + 7 * DAY)["signups"] == 1


def test_erasing_twice_erases_once(person):
    person()
    erasure.purge_signups(now=END + 7 * DAY)
    assert erasure.purge_signups(now=END + 7 * DAY) == {"signups": 0, "keys": 0, "unconfirmed": 0}


def test_after_the_erasure_the_same_address_is_a_new_person(event, person, now):
    first = person(state="pending")
    erasure.purge_signups(now=now + 48 * HOUR)
    second = person(state="pending", at=now + 49 * HOUR)
    assert (first.pk != second.pk, second.requests) == (True, 1)
