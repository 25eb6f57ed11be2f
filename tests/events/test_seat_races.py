"""Many press the button in the same instant: exactly as many get a place as there are, and nobody is lost."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection, connections

from events import actions, seats
from events.models import Event, Rsvp, ShiftPlace
from tests.events.shift_parts import a_shift
from tests.factories import EventFactory

AT_ONCE = 20  # connections; PostgreSQL takes a hundred in all
MILLISECOND = dt.timedelta(milliseconds=1)


@pytest.fixture
def pressing(transactional_db, django_db_serialized_rollback, now, tmp_path, monkeypatch):
    """pressing(people, places, work) lets all do `work(rsvp, now)` at once; returns the event as it is then."""

    def press(people: int, places: int, work) -> Event:
        event = _event(people, places, now)
        if connection.vendor == "sqlite":  # its rows are in memory: threads find them in a file only
            file = str(tmp_path / "race.sqlite3")
            connection.cursor().execute("VACUUM INTO %s", [file])
            place = {**settings.DATABASES["default"], "NAME": file, "OPTIONS": settings.SQLITE_OPTIONS}
            monkeypatch.setitem(connections.settings, "default", place)
        _race(work, now)
        return event

    return press


def _event(people: int, places: int, now: dt.datetime) -> Event:
    event = EventFactory(capacity=places)
    a_shift(event)
    actions.sign_up(event=event, contact="first@tests.example", language="en", name="", discreet=True, now=now)
    values = Rsvp.objects.values("event_id", "contact_ct", "language", "requested_at").get()
    more = (Rsvp(**values, contact_bi=n.to_bytes(32, "big"), state="pending") for n in range(people - 1))
    Rsvp.objects.bulk_create(more)
    return event


def _race(work, now: dt.datetime) -> None:
    """In threads with connections of their own, each person at a moment of their own."""
    start = threading.Barrier(AT_ONCE)

    def share(part: int) -> None:
        try:
            rsvps = list(Rsvp.objects.order_by("pk"))[part::AT_ONCE]
            start.wait(timeout=60)
            for rsvp in rsvps:
                work(rsvp, now + rsvp.pk * MILLISECOND)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(share, range(AT_ONCE)))


def _seen(ask):
    """What another connection finds."""

    def answer():
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(answer).result()


def _states(event: Event) -> tuple:
    counts = [event.rsvps.filter(state=state).count() for state in ("confirmed", "waiting", "pending")]
    pressed = [rsvp.pk for rsvp in event.rsvps.line()]
    stored = Event.objects.get(pk=event.pk)
    return (*counts, stored.seats_taken, stored.is_full, pressed == sorted(pressed))


def test_places_go_to_exactly_as_many_racers_and_the_others_wait_in_order(pressing):
    people, places = (300, 50) if connection.vendor == "postgresql" else (60, 10)
    event = pressing(people, places, lambda rsvp, now: actions.confirm(rsvp=rsvp, now=now))
    assert _seen(lambda: _states(event)) == (places, people - places, 0, places, True, True)


def test_the_last_place_goes_to_one_of_two(pressing):
    event = pressing(2, 1, lambda rsvp, now: actions.confirm(rsvp=rsvp, now=now))
    assert _seen(lambda: _states(event)) == (1, 1, 0, 1, True, True)


def test_a_shift_for_two_is_taken_by_two(pressing):
    def work(rsvp, now) -> None:
        actions.confirm(rsvp=rsvp, now=now)
        try:
            seats.take_shift(shift=rsvp.event.shifts.get(), rsvp=rsvp, now=now)
        except seats.ShiftClosed:
            refused.append(rsvp.pk)

    refused: list[int] = []
    pressing(5, 10, work)
    assert (_seen(ShiftPlace.objects.count), len(refused)) == (2, 3)
