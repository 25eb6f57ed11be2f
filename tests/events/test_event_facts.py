"""What somebody needs to know before they come: languages, access, what to bring, shifts, the place on a timer."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from events import actions
from events.models import Event, Training
from tests.events.conftest import START
from tests.factories import EventFactory, ShiftFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
YEAR = dt.timedelta(days=365)
RICH = {
    "languages": ["es"],
    "interpretation": ["en", "ase"],
    "access": ["seats", "step-free", "unknown"],
    "access_note_en": "The ramp is on the left.",
    "access_note_es": "La rampa está a la izquierda.",
    "bring_en": "Water and a coat.",
    "bring_es": "Agua y un abrigo.",
}


def read(client, event, page="en") -> str:
    with translation.override(page):
        return client.get(reverse("events:event_detail", args=[event.slug])).content.decode()


def test_languages_access_and_what_to_bring_stand_on_the_page(client):
    html = read(client, EventFactory(**RICH))
    told = ["Spanish, interpreted into English, American Sign Language", "No steps on the way in", "Places to sit"]
    told += ["The ramp is on the left.", "Water and a coat."]
    assert [words for words in told if words not in html] == []
    assert html.index("No steps on the way in") < html.index("Places to sit")


def test_what_nobody_filled_in_leaves_no_empty_heading(client, event):
    html = read(client, event)
    assert [name for name in ('id="access"', 'id="bring"', 'id="shifts"') if name in html] == []


def test_what_is_past_is_not_prepared_for(client):
    event = EventFactory(**RICH, starts_at=START - YEAR, ends_at=START - YEAR + dt.timedelta(hours=1))
    ShiftFactory(event=event)
    html = read(client, event)
    assert [name for name in ('id="access"', 'id="bring"', 'id="shifts"', 'id="calendar"') if name in html] == []


def test_shifts_are_told_with_hours_and_needs_and_without_where_they_meet(client, event):
    training = Training.objects.create(slug="beside", name_en="Accompaniment", name_es="Acompañamiento")
    shift = ShiftFactory(event=event, language="es", training=training, capacity=3, meeting_point="Behind the church")
    shift.note = "Ask for the blue vest"
    shift.save()
    html = read(client, event)
    told = ["Welcome people", "11:00 am</span>–", "For 3 people", "You need to speak Spanish.", "“Accompaniment”"]
    assert [words for words in told if words not in html] == []
    assert [words for words in ("Behind the church", "blue vest") if words in html] == []


def test_the_place_on_a_timer_says_from_when_on(client):
    event = EventFactory(place_public=False, exact_hours_before=24)
    html = read(client, event)
    assert "We tell confirmed people the exact place from Friday, December 4," in html
    assert "100 Example Street" not in html
    assert "We tell you the exact place when you have signed up." not in html


def test_a_changed_time_says_which_version_it_is_and_since_when(client, event, now):
    assert "Version" not in read(client, event).partition("</head>")[2]
    actions.change_event(pk=event.pk, now=now, place="Elsewhere")  # the first facts are kept by it
    actions.change_event(pk=event.pk, now=now, place="Elsewhere again")
    version = Event.objects.get().version
    assert f"Version {version} of time and place, changed on Wednesday, November 18," in read(client, event)


def test_the_day_of_erasing_stands_in_the_form(client, event):
    assert "We erase what you type here 7 days after the event, on Saturday, December 12." in read(client, event)


@pytest.mark.parametrize(
    ("fields", "asked"),
    [({}, []), ({"guests_most": 2}, ["guests"])],
)
def test_the_form_asks_only_what_the_event_needs(client, fields, asked):
    html = read(client, EventFactory(**fields))
    assert [name for name in ("guests", "speaks") if f'name="{name}"' in html] == asked


def test_the_form_asks_for_the_languages_that_shifts_need_and_no_others(client, event):
    for code in ("es", "am", "es", ""):
        ShiftFactory(event=event, language=code)
    form = client.get(event.get_absolute_url()).context["form"]
    assert [code for code, _name in form.fields["speaks"].choices] == ["es", "am"]


def test_a_list_says_which_events_are_full_but_not_of_past_ones(client):
    full = {"capacity": 5, "seats_taken": 5, "is_full": True}
    EventFactory(**full)
    EventFactory(**full, starts_at=START - YEAR, ends_at=START - YEAR + dt.timedelta(hours=1), held_on=START - YEAR)
    assert client.get("/events/").content.decode().count("Full: waiting list") == 1
