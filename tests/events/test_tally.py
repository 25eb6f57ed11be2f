"""The numbers that stay: counted from rows, and never lost with them."""

import pytest

from events import door, tally
from events.models import EventTally, Rsvp
from tests.events.presses import arrived, count, press

pytestmark = pytest.mark.django_db
NAMES = ("signed_up", "guests", "arrived", "nameless", "anonymous")


def numbers(event) -> tuple:
    return EventTally.objects.values_list(*NAMES).get(event=event)


@pytest.fixture
def full(event, person, now):
    """Five people: two come with a guest each, one waits, one withdrew; one came with theirs. Four without a name."""
    people = [person(f"person{n}@tests.example") for n in range(5)]
    Rsvp.objects.filter(pk__in=[people[0].pk, people[1].pk]).update(guests=1)
    Rsvp.objects.filter(pk=people[3].pk).update(state="waiting", waiting_since=now)
    Rsvp.objects.filter(pk=people[4].pk).update(state="withdrawn")
    press(event, arrived(people[0]), count(5), count(-1))
    return event


def test_numbers_follow_the_rows(full):
    assert numbers(full) == (3, 2, 2, 4, 0)


def test_counting_asks_the_rows_twice_however_many_there_are(full, django_assert_num_queries):
    with django_assert_num_queries(2):
        tally.numbers(full)


def test_who_said_they_come_without_a_contact_is_left_alone(full):
    EventTally.objects.update(anonymous=7)
    tally.count(full)
    assert numbers(full) == (3, 2, 2, 4, 7)


def test_numbers_outlive_the_people(full, now):
    tally.close(full, now)
    full.rsvps.all().delete()
    full.strokes.all().delete()
    tally.count(full)
    tally.close(full, now)
    assert (numbers(full), EventTally.objects.get().closed_at) == ((3, 2, 2, 4, 0), now)


def test_no_more_is_taken_off_than_was_counted(event):
    press(event, count(-3))
    assert numbers(event)[3] == 0


def test_press_after_the_last_count_is_refused_with_the_reason(full, now):
    tally.close(full, now)
    [answer] = press(full, count(1))
    assert (answer["state"], answer["errors"][""], numbers(full)[3]) == ("refused", [str(door.CLOSED)], 4)
