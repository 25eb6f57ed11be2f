"""Seats: who gets one, who waits, and how the line moves up by itself."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from events import actions, people, seats
from events.models import Event, Rsvp
from outreach.engine import run_once
from outreach.models import Message
from tests.events.conftest import START
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def room(event):
    """An event for two people, each of whom may bring two more."""
    event.capacity, event.guests_most = 2, 2
    event.save()
    return event


@pytest.fixture
def crowd(room, person):
    """Four people press the button one after the other: two get a place, two wait."""
    return [person(f"{n}@tests.example") for n in range(4)]


def states(event) -> list[str]:
    return list(event.rsvps.order_by("pk").values_list("state", flat=True))


def numbers(event) -> tuple[int, bool]:
    event.refresh_from_db()
    return event.seats_taken, event.is_full


def offers() -> list[tuple]:
    return list(Message.objects.filter(kind="events.offer").order_by("pk").values_list("subject_id", "state"))


def change(event, now, **values):
    return actions.change_event(pk=event.pk, now=now, **values)


def test_who_comes_when_all_seats_are_taken_waits_in_order(room, crowd):
    assert states(room) == ["confirmed", "confirmed", "waiting", "waiting"]
    assert numbers(room) == (2, True)
    assert [rsvp.pk for rsvp in room.rsvps.line()] == [crowd[2].pk, crowd[3].pk]
    assert seats.free(room) == 0


def test_guests_take_seats_too(room, person):
    assert [person("a@tests.example").state, person("b@tests.example", guests=1).state] == ["confirmed", "waiting"]
    assert numbers(room) == (1, False)
    assert person("c@tests.example").state == "confirmed"  # the free seat is of no use to two


def test_event_without_limit_has_room_for_all(event, person):
    assert [person(f"{n}@tests.example", guests=9).state for n in range(3)] == ["confirmed"] * 3
    assert (numbers(event), seats.free(event)) == ((30, False), None)


def test_same_address_with_other_capitals_is_the_same_person(room, person):
    first = person("reader@tests.example")
    assert person(" READER@Tests.Example ").pk == first.pk
    assert numbers(room) == (1, False)


def test_place_of_who_withdraws_is_offered_to_the_first_of_the_line(room, crowd, now):
    actions.withdraw(rsvp=crowd[0], now=now)
    assert states(room) == ["withdrawn", "confirmed", "offered", "waiting"]
    assert (numbers(room), offers()) == ((2, True), [(crowd[2].pk, "queued")])
    assert Rsvp.objects.get(pk=crowd[2].pk).offered_until == now + 24 * HOUR
    actions.accept(rsvp=crowd[2], now=now + HOUR)
    assert states(room) == ["withdrawn", "confirmed", "confirmed", "waiting"]
    assert offers() == [(crowd[2].pk, "superseded")]


def test_offer_nobody_answers_goes_to_the_next_within_a_minute(room, crowd, now):
    actions.withdraw(rsvp=crowd[0], now=now)
    assert actions.move_waiting_lists(now=now + 23 * HOUR) == 0
    late = now + 24 * HOUR + MINUTE
    assert actions.move_waiting_lists(now=late) == 1
    assert states(room) == ["withdrawn", "confirmed", "waiting", "offered"]
    lapsed = Rsvp.objects.get(pk=crowd[2].pk)
    assert (lapsed.offer_lapsed, lapsed.waiting_since, numbers(room)) == (True, late, (2, True))
    assert actions.move_waiting_lists(now=late) == 0


def test_who_let_an_offer_lapse_is_offered_nothing_until_they_ask(room, crowd, now):
    actions.withdraw(rsvp=crowd[3], now=now)
    actions.withdraw(rsvp=crowd[0], now=now)
    actions.move_waiting_lists(now=now + 25 * HOUR)
    assert (states(room)[2], numbers(room)) == ("waiting", (1, False))
    actions.accept(rsvp=crowd[2], now=now + 26 * HOUR)
    assert states(room)[2] == "confirmed"


def test_yes_after_the_place_is_gone_keeps_the_place_in_the_line(room, crowd, person, now):
    actions.withdraw(rsvp=crowd[0], now=now)
    late = now + 25 * HOUR
    actions.move_waiting_lists(now=late)
    last = person("last@tests.example", at=late + HOUR)
    actions.accept(rsvp=crowd[2], now=late + 2 * HOUR)
    assert [rsvp.pk for rsvp in room.rsvps.line()] == [crowd[2].pk, last.pk]


def test_yes_a_moment_late_takes_the_place_that_is_still_held(room, crowd, now):
    actions.withdraw(rsvp=crowd[0], now=now)
    actions.accept(rsvp=crowd[2], now=now + 24 * HOUR + MINUTE / 2)
    assert states(room)[2] == "confirmed"


def test_more_places_and_none_of_them_counted_move_the_line_up(room, crowd, now):
    change(room, now, capacity=3)
    assert states(room) == ["confirmed", "confirmed", "offered", "waiting"]
    change(room, now, capacity=None)
    assert (states(room)[2:], numbers(room)) == (["offered"] * 2, (4, False))


def test_fewer_places_than_are_taken_are_refused(room, crowd, now):
    with pytest.raises(ValidationError) as refused:
        change(room, now, capacity=1)
    assert refused.value.message_dict == {
        "capacity": ["2 places are taken or offered already. Nobody loses a place: type 2 or more."]
    }
    assert Event.objects.get().capacity == 2


def test_fewer_guests_give_seats_to_the_line(room, person, now):
    host, second = person("a@tests.example", guests=1), person("b@tests.example")
    actions.set_guests(rsvp=host, guests=0, now=now)
    assert states(room) == ["confirmed", "offered"]
    with pytest.raises(ValidationError) as refused:
        actions.set_guests(rsvp=host, guests=1, now=now)
    assert refused.value.message_dict == {"guests": ["There is no room for more people."]}
    with pytest.raises(ValidationError) as refused:
        actions.set_guests(rsvp=second, guests=3, now=now)
    assert refused.value.message_dict == {"guests": ["You may bring one person at most."]}
    assert numbers(room) == (2, True)


def test_party_that_gets_smaller_may_fit_at_once(room, person, now):
    person("a@tests.example")
    pair = person("b@tests.example", guests=1)
    assert actions.set_guests(rsvp=pair, guests=0, now=now).state == "offered"


def test_offers_wait_while_the_event_is_postponed_and_the_line_keeps_its_order(room, crowd, now):
    actions.withdraw(rsvp=crowd[0], now=now)
    change(room, now + MINUTE, status="postponed")
    assert (states(room)[2:], offers()) == (["waiting"] * 2, [(crowd[2].pk, "superseded")])
    change(room, now + HOUR, status="published")
    assert (states(room)[2:], [state for _pk, state in offers()]) == (["offered", "waiting"], ["superseded", "queued"])


def test_start_that_comes_sooner_leaves_less_time_to_answer_and_says_so(room, crowd, now):
    actions.withdraw(rsvp=crowd[0], now=now)
    change(room, now, starts_at=now + 8 * HOUR, ends_at=now + 9 * HOUR)
    assert Rsvp.objects.get(pk=crowd[2].pk).offered_until == now + 2 * HOUR
    assert offers() == [(crowd[2].pk, "superseded"), (crowd[2].pk, "queued")]


def test_nobody_is_offered_a_place_once_it_began(room, crowd):
    actions.withdraw(rsvp=crowd[0], now=START + MINUTE)
    assert (states(room)[2:], offers()) == (["waiting"] * 2, [])
    with pytest.raises(actions.SignUpClosed):
        actions.accept(rsvp=crowd[2], now=START + MINUTE)


def test_nobody_is_offered_a_place_while_a_language_is_missing(room, crowd, now):
    Event.objects.update(summary_es="")
    actions.withdraw(rsvp=crowd[0], now=now)
    assert (states(room)[2:], offers()) == (["waiting"] * 2, [])
    Event.objects.update(summary_es="Con inquilinos")
    actions.sweep_reminders(now=now + MINUTE)
    assert states(room)[2:] == ["offered", "waiting"]


def test_sweep_makes_true_what_was_edited_past_us(room, crowd, now):
    Event.objects.update(capacity=5, seats_taken=3, is_full=True)
    actions.sweep_reminders(now=START - 10 * 24 * HOUR)
    assert (states(room)[2:], numbers(room)) == (["offered"] * 2, (4, False))


def test_waiting_people_hear_of_a_cancellation_and_get_no_reminder(room, crowd, now):
    assert Message.objects.filter(subject_id=crowd[2].pk).exclude(kind="events.confirmation").count() == 0
    change(room, now, status="cancelled")
    told = Message.objects.filter(kind="events.cancelled").values_list("subject_id", flat=True)
    assert sorted(told) == [rsvp.pk for rsvp in crowd]


def test_stranger_at_the_form_changes_nothing_of_who_waits(room, crowd, now):
    actions.sign_up(
        event=room, contact="2@tests.example", language="es", name="X", discreet=False, guests=2, now=now + HOUR
    )
    kept = Rsvp.objects.get(pk=crowd[2].pk)
    assert (kept.state, kept.language, kept.discreet, kept.guests) == ("waiting", "en", True, 0)


def test_account_is_confirmed_at_once_and_gets_the_link(room, now):
    user = UserFactory(email="Own@tests.example", language="es")
    rsvp = actions.sign_up_account(event=room, user=user, now=now, guests=1)
    again = actions.sign_up_account(event=room, user=user, now=now)
    assert (rsvp.pk, rsvp.state, rsvp.language, rsvp.discreet) == (again.pk, "confirmed", "es", False)
    assert (list(people.of_user(user)), people.accounts([rsvp])) == ([rsvp], {people.contact_of(user): user})
    assert numbers(room) == (2, True)
    run_once()
    assert [sent.to for sent in mail.outbox] == [[rsvp.contact]]
    other = actions.sign_up_account(event=room, user=UserFactory(), now=now)
    assert (other.state, other.offered_until) == ("waiting", None)


def test_account_brings_nobody_whom_a_stranger_typed(room, person, now):
    person("own@tests.example", state="pending", guests=2, language="es")
    rsvp = actions.sign_up_account(event=room, user=UserFactory(email="own@tests.example", language="en"), now=now)
    assert (rsvp.guests, rsvp.language, numbers(room), room.rsvps.count()) == (0, "en", (1, False), 1)


def test_account_cannot_sign_up_where_nobody_can(room, now):
    user = UserFactory()
    for status, at in (("cancelled", now), ("postponed", now), ("draft", now), ("published", START)):
        Event.objects.update(status=status)
        with pytest.raises(actions.SignUpClosed):
            actions.sign_up_account(event=room, user=user, now=at)
    assert people.of_user(user).count() == 0
