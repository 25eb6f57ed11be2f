"""Signing up with guests, languages and a waiting list: what is kept, what is refused, and what nobody learns."""

import pytest

from events.models import Event, Rsvp
from tests.factories import ShiftFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def party(event):
    """An event to which people may bring three others, with shifts that need a language."""
    Event.objects.filter(pk=event.pk).update(guests_most=3)
    ShiftFactory(event=event, language="es")
    ShiftFactory(event=event, language="am")
    event.refresh_from_db()
    return event


def test_guests_and_languages_are_kept_with_the_request(visitor, party):
    visitor.asks(party, guests="2", speaks=["am", "es"])
    rsvp = Rsvp.objects.get()
    assert (rsvp.state, rsvp.guests, rsvp.speaks) == ("pending", 2, ["am", "es"])


@pytest.mark.parametrize("guests", [None, "", "0"])
def test_who_says_nothing_of_guests_comes_alone(visitor, party, guests):
    visitor.asks(party, guests=guests)
    assert (Rsvp.objects.get().guests, Rsvp.objects.get().speaks) == (0, [])


def test_what_an_event_does_not_ask_is_not_kept(visitor, event):
    visitor.asks(event, guests="2", speaks=["es"])
    assert (Rsvp.objects.get().guests, Rsvp.objects.get().speaks) == (0, [])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("guests", "4", "You may bring 3 people at most."),
        ("guests", "-1", "You may bring 3 people at most."),
        ("guests", str(10**30), "You may bring 3 people at most."),
        ("guests", "two", "Type a number, like 2."),
        ("guests", "9" * 10**5, "Type a number, like 2."),
        ("guests", "1\x00", "Type a number, like 2."),
        ("speaks", "fr", "Choose from the languages shown."),
        ("speaks", "es\x00", "Choose from the languages shown."),
        ("speaks", "🦋" * 1000, "Choose from the languages shown."),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(visitor, party, field, value, words):
    answer = visitor.asks(party, name="Lucero", **{field: value})
    assert list(answer.context["form"].errors) == [field]
    html = answer.content.decode()
    assert (words in html, 'value="reader@tests.example"' in html, 'value="Lucero"' in html) == (True, True, True)
    assert Rsvp.objects.count() == 0


def test_too_many_guests_are_explained_in_spanish(visitor, party):
    html = visitor.asks(party, page="es", guests="4").content.decode()
    assert "Puede traer a 3 personas como máximo." in html


def test_a_strangers_form_brings_no_guests_to_a_confirmed_person(visitor, party, person):
    rsvp = person(guests=1)
    visitor.asks(party, guests="3", speaks=["es"])
    rsvp.refresh_from_db()
    assert (rsvp.guests, rsvp.speaks) == (1, [])


# --- full -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def full(event, person):
    Event.objects.filter(pk=event.pk).update(capacity=1)
    event.refresh_from_db()
    person("first@tests.example")
    return event


def test_a_full_event_takes_people_for_the_line(visitor, full):
    assert "Put me on the list" in visitor.client.get(full.get_absolute_url()).content.decode()
    answer = visitor.asks(full, contact="late@tests.example")
    assert "the button puts you on the waiting list" in visitor.client.get(answer.url).content.decode()
    rsvp = full.rsvps.get(state="pending")
    visitor.presses("confirm", rsvp)
    assert "You are on the waiting list" in visitor.opens(rsvp).content.decode()


def test_an_event_that_fills_up_between_form_and_button_leads_to_the_line(visitor, event, person):
    Event.objects.filter(pk=event.pk).update(capacity=1)
    rsvp = person("slow@tests.example", state="pending")
    person("quick@tests.example")
    visitor.presses("confirm", rsvp)
    assert Rsvp.objects.get(pk=rsvp.pk).state == "waiting"


def test_a_party_is_never_larger_than_the_event(visitor, party):
    Event.objects.filter(pk=party.pk).update(capacity=2)
    answer = visitor.asks(party, guests="2")
    assert (answer.status_code, "one person" in answer.content.decode(), party.rsvps.count()) == (200, True, 0)


def test_a_full_event_tells_nobody_who_has_a_place_and_who_waits(visitor, full, person):
    person("waits@tests.example")
    answers = []
    for contact in ("first@tests.example", "waits@tests.example", "new@tests.example", "FIRST@tests.example"):
        answer = visitor.asks(full, contact=contact)
        page = visitor.client.get(answer.url)
        answers.append((answer.status_code, sorted(answer.items()), answer.content, page.content, page.cookies))
    assert answers == [answers[0]] * 4
    assert full.rsvps.count() == 3


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_who_signs_up_too_late_is_told_why(visitor, event, status):
    Event.objects.filter(pk=event.pk).update(status=status)
    answer = visitor.asks(event)
    words = {"cancelled": "The event was canceled meanwhile", "postponed": "The event was postponed meanwhile."}
    assert (answer.status_code, words[status] in answer.content.decode()) == (409, True)
