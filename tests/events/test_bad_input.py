"""What goes wrong between people and events, in both languages: a clear message, and nothing is lost.

The rules behind each stand with their module; here they are read as their reader finds them.
"""

import datetime as dt
import html as entities
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from events import codes
from events.models import Event, Rsvp, Series, ShiftPlace
from tests.events.presses import DOOR, since
from tests.events.shift_parts import a_shift, a_training, trained
from tests.events.test_alert_pages import TYPED as WHEN_AND_WHERE
from tests.events.test_my_sign_up import posts
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR = dt.timedelta(hours=1)


def text(response) -> str:
    """The page as it is read."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode().replace("\xa0", " "))
    return re.sub(r"\s+", " ", entities.unescape(plain))


@pytest.fixture
def desk(client, staff, language):
    """desk("change", slug, **typed) sends what staff typed on that page."""
    client.force_login(staff)

    def send(name: str, *args, **typed):
        with translation.override(language):
            url = reverse(f"events:{name}", args=args)
        return client.post(url, typed)

    return send


def test_of_two_people_for_the_last_place_one_waits_and_reads_it(visitor, event, person, language):
    Event.objects.filter(pk=event.pk).update(capacity=1)
    both = [person(f"{name}@tests.example", state="pending") for name in ("quick", "slow")]
    for rsvp in both:
        visitor.presses("confirm", rsvp, language)
    words = {"en": "You are on the waiting list", "es": "Está en la lista de espera"}
    assert [words[language] in text(visitor.opens(rsvp, language)) for rsvp in both] == [False, True]
    assert [Rsvp.objects.get(pk=rsvp.pk).state for rsvp in both] == ["confirmed", "waiting"]


def test_sign_up_after_the_start_is_told_so(visitor, event, frozen, language):
    frozen.move_to(event.starts_at)
    answer = visitor.asks(event, page=language)
    words = {
        "en": "The event has begun: nobody can sign up any more. You can still come.",
        "es": "El evento ya empezó: ya no es posible inscribirse. Todavía puede venir.",
    }
    assert (answer.status_code, words[language] in text(answer), Rsvp.objects.count()) == (409, True, 0)


def test_sign_up_after_the_cancellation_is_told_so(visitor, event, language):
    Event.objects.filter(pk=event.pk).update(status="cancelled")
    answer = visitor.asks(event, page=language)
    words = {
        "en": "The event was canceled meanwhile: nobody can sign up any more.",
        "es": "Mientras tanto el evento se canceló: ya no es posible inscribirse.",
    }
    assert (answer.status_code, words[language] in text(answer), Rsvp.objects.count()) == (409, True, 0)


def test_sign_up_twice_with_different_capitals_is_one_and_answered_alike(visitor, event, language):
    answers = [visitor.asks(event, page=language, contact=typed) for typed in ("a@tests.example", "A@Tests.Example ")]
    assert ([answer.status_code for answer in answers], Rsvp.objects.count()) == ([302, 302], 1)
    assert answers[0].url == answers[1].url


def test_training_that_expired_yesterday_is_told_with_its_day(visitor, event, person, now, language):
    rsvp, training = person(), a_training()
    trained("reader@tests.example", training, now.date() - dt.timedelta(days=1))
    answer = posts(visitor, rsvp, language, action="take", shift=a_shift(event, training=training).pk)
    words = {
        "en": "the training “Accompaniment training”. Yours expired on Tuesday, November 17, 2026.",
        "es": "la capacitación «Capacitación para acompañar». La suya venció el martes 17 de noviembre de 2026.",
    }
    assert (answer.status_code, words[language] in text(answer)) == (409, True)
    assert (ShiftPlace.objects.count(), Rsvp.objects.get().state) == (0, "confirmed")


def test_event_moved_into_the_past_is_refused_and_what_was_typed_stays(desk, event, reader, language):
    reader()
    typed = WHEN_AND_WHERE | {"step": "send", "held_on": "2026-11-17", "place": "Corner of two streets"}
    answer = desk("event_desk_change", event.slug, **typed)
    words = {"en": "This day or hour has passed.", "es": "Este día o esta hora ya pasó."}
    assert (words[language] in text(answer), 'value="Corner of two streets"' in answer.text) == (True, True)
    assert Event.objects.values_list("starts_at", "revision").get() == (event.starts_at, 0)


def test_shift_outside_its_event_is_refused_and_what_was_typed_stays(desk, event, language):
    typed = {"role_en": "Marshal", "role_es": "Orden", "day": "2026-12-05", "capacity": "2"}
    answer = desk("event_desk_shifts", event.slug, **typed, start_time="09:00", end_time="10:00")
    words = {"en": "The shift starts outside its event", "es": "El turno empieza fuera de su evento"}
    assert (words[language] in text(answer), 'value="Marshal"' in answer.text) == (True, True)
    assert event.shifts.count() == 0


def test_series_over_the_night_of_the_clocks_asks_which_hour_and_keeps_the_rule(desk, frozen, language):
    frozen.move_to(dt.datetime(2026, 10, 20, tzinfo=dt.UTC))
    start = dt.datetime(2026, 10, 25, 5, 30, tzinfo=dt.UTC)  # Sunday 1:30 am in New York
    hours = {"starts_at": start, "ends_at": start + HOUR / 4, "held_on": dt.date(2026, 10, 25)}
    event = EventFactory(slug="vigil", **hours)
    rule = {"weekdays": "6", "weeks_apart": "1", "last_day": "2026-11-08"}
    answer = desk("event_desk_series", "vigil", **rule)
    words = {
        "en": "On Sunday, November 1, 2026 the clocks go back and this hour comes twice.",
        "es": "El domingo 1 de noviembre de 2026 los relojes se atrasan y esta hora ocurre dos veces.",
    }
    assert (words[language] in text(answer), 'value="2026-11-08"' in answer.text) == (True, True)
    assert (list(Event.objects.all()), Series.objects.count()) == ([event], 0)


def test_code_of_another_event_is_refused_and_names_it(desk, client, staff, event, person, frozen, language):
    frozen.move_to(DOOR)
    client.force_login(staff)  # anew: the hour is another one
    theirs = person(of=EventFactory(title_en="Other rally", title_es="Otra manifestación"), at=DOOR - 99 * HOUR)
    with translation.override(language):
        client.get(reverse("events:event_door", args=[event.pk]))
    pressed = {"key": str(uuid.uuid4()), "arrived": theirs.pk}
    answer = desk("event_door_code", codes.token_of(theirs), **pressed)
    words = {
        "en": "This code is for another event: Other rally. Nobody was checked in.",
        "es": "Este código es de otro evento: Otra manifestación. No se registró ninguna llegada.",
    }
    assert (words[language] in text(answer), since(theirs)) == (True, None)
