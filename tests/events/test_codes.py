"""The code of a sign-up: it names one person of one event to whoever stands at the door, and nothing to others."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import codes, erasure
from events.codes import Is
from events.models import Rsvp
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def states(event, now, *texts) -> list[str]:
    return [codes.find(text, event, now).state for text in texts]


def test_both_codes_find_the_person(event, person, now):
    rsvp = person()
    for text in (codes.token_of(rsvp), codes.short_code(rsvp), codes.short_code(rsvp).lower().replace("-", " ")):
        found = codes.find(text, event, now)
        assert (found.state, found.rsvp, found.event) == (Is.EXPECTED, rsvp, event)
    assert codes.find(codes.token_of(rsvp), None, now).rsvp == rsvp
    assert codes.find(codes.short_code(rsvp), None, now).state == Is.UNKNOWN  # letters say nothing of the event


def test_code_is_an_address_short_enough_to_be_scanned_in_the_rain(event, person, settings):
    rsvp = person("somebody@tests.example", name="Nombre")
    address = codes.code_of(rsvp)
    assert address == f"{settings.BASE_URL}/desk/door/{codes.token_of(rsvp)}/"
    assert len(address) - len(settings.BASE_URL) < 50
    assert re.fullmatch(r"[BCDFGHJKMNPRSTWXYZ]{4}-[BCDFGHJKMNPRSTWXYZ]{4}", codes.short_code(rsvp))


def test_codes_differ_from_person_to_person_and_stay_the_same(event, person):
    people = [person(f"person{n}@tests.example", state="pending") for n in range(5)]
    assert len({codes.short_code(one) for one in people}) == len({codes.token_of(one) for one in people}) == 5
    again = Rsvp.objects.get(pk=people[0].pk)
    assert (codes.token_of(again), codes.short_code(again)) == (codes.token_of(people[0]), codes.short_code(people[0]))


def test_state_of_the_person_is_told(event, person, now):
    pending, withdrawn = person("a@tests.example", state="pending"), person("b@tests.example", state="withdrawn")
    waiting, offered, here = (person(f"{name}@tests.example") for name in "cde")
    Rsvp.objects.filter(pk=waiting.pk).update(state="waiting", waiting_since=now)
    Rsvp.objects.filter(pk=offered.pk).update(state="offered", waiting_since=now, offered_until=now)
    Rsvp.objects.filter(pk=here.pk).update(arrived_at=now)
    tokens = [codes.token_of(one) for one in (pending, withdrawn, waiting, offered, here)]
    assert states(event, now, *tokens) == [Is.PENDING, Is.WITHDRAWN, Is.WAITING, Is.WAITING, Is.ARRIVED]


def test_code_of_another_event_is_told_from_a_forged_one(event, person, now):
    other = EventFactory()
    token = codes.token_of(person(of=other))
    found = codes.find(token, event, now)
    assert (found.state, found.rsvp, found.event) == (Is.ELSEWHERE, None, other)
    numbers = token.rpartition(".")[0]
    forged = [f"{numbers}.{'A' * 20}", token.replace(".", ".1", 1), f"1{token}", numbers, numbers + "."]
    assert states(event, now, *forged) == [Is.UNKNOWN] * len(forged)


def test_erased_sign_up_is_told_from_one_that_never_was(event, person, now):
    rsvp = person()
    token, letters = codes.token_of(rsvp), codes.short_code(rsvp)
    over = event.ends_at + event.erase_after
    assert states(event, over, token, letters) == [Is.ERASED, Is.ERASED]  # due, though the clock that erases is late
    erasure.purge_signups(now=over)
    assert (Rsvp.objects.count(), states(event, over, token, letters)) == (0, [Is.ERASED, Is.UNKNOWN])
    event.delete()
    found = codes.find(token, None, now)
    assert (found.state, found.event) == (Is.ERASED, None)


def test_code_dies_with_its_row(event, person, now):
    """Another person's row under the same number, as after a restore, does not answer to it."""
    rsvp = person()
    token, letters = codes.token_of(rsvp), codes.short_code(rsvp)
    rsvp.keep_contact("other@tests.example", "")
    rsvp.save()
    assert states(event, now, token, letters) == [Is.ERASED, Is.UNKNOWN]


NASTY = ["", "\x00", "\ud800", "🦋", "1" * 400, "..", "1.1.1", "-1.-1.x", "١.١.x", "BCDF GHJ", "a/b"]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_codes_are_unknown(event, person, now, text):
    person()
    assert states(event, now, text) == states(None, now, text) == [Is.UNKNOWN]


def test_typed_code_costs_the_same_with_many_people(event, person, now):
    counts = []
    for number in (0, 3):
        for n in range(number + 1):
            rsvp = person(f"person{number}{n}@tests.example", state="pending")
        with CaptureQueriesContext(connection) as captured:
            codes.find(codes.short_code(rsvp), event, now + dt.timedelta(minutes=1))
        counts.append(len(captured))
    assert counts[0] == counts[1]
