"""Taking a shift: who may, and in which words the others learn why not."""

import datetime as dt

import pytest
from django.utils import translation

from events import actions, seats
from events.models import Event, Shift, ShiftPlace
from tests.events.conftest import START
from tests.events.shift_parts import a_shift, a_training, trained
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
DAY = START.date()


def faults(shift, rsvp, now) -> list[str]:
    """What taking it is refused with; empty when it was taken."""
    try:
        seats.take_shift(shift=shift, rsvp=rsvp, now=now)
    except seats.ShiftClosed as closed:
        return closed.faults
    return []


def test_shift_is_taken_once_and_given_back(event, person, now):
    shift, rsvp = a_shift(event), person()
    assert (faults(shift, rsvp, now), faults(shift, rsvp, now), ShiftPlace.objects.count()) == ([], [], 1)
    seats.leave_shift(shift=shift, rsvp=rsvp, now=now)
    assert ShiftPlace.objects.count() == 0


def test_last_place_of_a_shift_goes_to_one_of_two(event, person, now):
    shift = a_shift(event, capacity=1)
    assert faults(shift, person("a@tests.example"), now) == []
    assert faults(shift, person("b@tests.example"), now) == ["This shift is full."]


def test_shift_asks_for_the_language_that_people_say_they_speak(event, person, now):
    shift = a_shift(event, language="es")
    assert faults(shift, person("a@tests.example", speaks=["en"]), now) == [
        "This shift needs somebody who speaks Spanish."
    ]
    assert faults(shift, person("b@tests.example", speaks=["es", "en"]), now) == []


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (None, "This shift needs the training “Accompaniment training”, and you do not have it yet."),
        (dt.date(2026, 11, 17), "Yours expired on Tuesday, November 17, 2026."),  # yesterday
        (dt.date(2026, 12, 4), "Yours ends on Friday, December 4, 2026, before the shift."),
        (DAY, ""),
    ],
)
def test_training_has_to_hold_on_the_day_of_the_shift(event, person, now, until, words):
    training, rsvp = a_training(), person()
    if until:
        trained("reader@tests.example", training, until)
    found = faults(a_shift(event, training=training), rsvp, now)
    assert (len(found), words in "".join(found)) == (bool(words), True)


def test_all_reasons_are_told_together_and_in_spanish(event, person, now):
    shift = a_shift(event, language="es", training=a_training(), capacity=1)
    ShiftPlace.objects.create(shift=shift, rsvp=person("a@tests.example"), taken_at=now)
    with translation.override("es"):
        assert faults(shift, person("b@tests.example"), now) == [
            "Este turno está completo.",
            "Este turno necesita a alguien que hable español.",
            "Este turno exige la capacitación «Capacitación para acompañar», y usted todavía no la tiene.",
        ]


def test_only_confirmed_people_take_shifts_and_only_of_their_event(event, person, now):
    shift, other = a_shift(event), a_shift(EventFactory())
    unsure, sure = person("a@tests.example", state="pending"), person("b@tests.example")
    assert faults(shift, unsure, now) == ["You need a place at the event first."]
    assert faults(other, sure, now) == ["This shift belongs to another event."]
    assert ShiftPlace.objects.count() == 0


def test_shift_that_began_is_neither_taken_nor_given_back(event, person, now):
    shift, rsvp, late = a_shift(event), person(), person("b@tests.example")
    faults(shift, rsvp, now)
    assert faults(shift, late, START) == ["This shift has begun."]
    with pytest.raises(seats.ShiftClosed):
        seats.leave_shift(shift=shift, rsvp=rsvp, now=START)
    assert ShiftPlace.objects.count() == 1


def test_shift_of_a_canceled_event_is_closed(event, person, now):
    shift, rsvp = a_shift(event), person()
    Event.objects.update(status="cancelled")
    assert faults(shift, rsvp, now) == ["Shifts of this event are not open."]


def test_withdrawing_gives_the_shifts_back_and_fills_none(event, person, now):
    shift, rsvp = a_shift(event, capacity=1), person()
    faults(shift, rsvp, now)
    actions.withdraw(rsvp=rsvp, now=now)
    actions.confirm(rsvp=rsvp, now=now)
    assert ShiftPlace.objects.count() == 0


def test_many_shifts_are_judged_without_asking_for_each(event, person, now, django_assert_num_queries):
    training, rsvp = a_training(), person(speaks=["es"])
    trained("reader@tests.example", training, DAY)
    for _ in range(3):
        a_shift(event, training=training, language="es")
    with django_assert_num_queries(2):
        known = seats.known_trainings(rsvp.contact_bi)
        shifts = Shift.objects.with_taken().select_related("event", "training").order_by("pk")
        assert [seats.shift_faults(shift, rsvp, now, known=known) for shift in shifts] == [[], [], []]
