"""Shifts at the desk: typed as hours on the wall, within the event; who has one is told when it changes."""

import datetime as dt

import pytest
from django.urls import reverse

from events.models import Event, Shift
from events.shift_forms import ShiftForm
from events.shift_letters import SHIFT_CHANGED
from outreach.models import Message
from tests.events.conftest import START
from tests.events.shift_parts import a_shift, a_training, place, trained
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
TYPED = {"role_en": "Marshal", "role_es": "Orden", "start_time": "11:00", "end_time": "12:30", "capacity": "2"}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


def page(event, name="event_desk_shifts", *args):
    return reverse(f"events:{name}", args=[event.slug, *args])


def form(event, **typed) -> ShiftForm:
    return ShiftForm(TYPED | typed, event=event)


def test_shift_is_added_with_hours_of_the_wall(desk, event):
    training = a_training()
    more = {"language": "es", "training": training.pk, "meeting_point": "100 Example Street NW", "note": "Green vest"}
    assert desk.post(page(event), TYPED | more | {"start_time": "11:15"}).status_code == 302
    shift = Shift.objects.get()
    assert (shift.starts_at, shift.ends_at) == (START + HOUR / 4, START + 1.5 * HOUR)
    assert (shift.role_en, shift.role_es, shift.capacity, shift.language) == ("Marshal", "Orden", 2, "es")
    assert (shift.training, shift.meeting_point, shift.note) == (training, "100 Example Street NW", "Green vest")
    assert "Marshal" in desk.get(page(event)).content.decode()


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"start_time": "10:59"}, {"start_time"}),
        ({"end_time": "12:31"}, {"end_time"}),
        ({"start_time": "13:00", "end_time": "14:00"}, {"start_time", "end_time"}),
        ({"start_time": "12:00", "end_time": "11:30"}, {"end_time"}),
        ({"start_time": "\x00"}, {"start_time"}),
        ({"capacity": "0"}, {"capacity"}),
        ({"capacity": 10**30}, {"capacity"}),
        ({"role_es": ""}, {"role_es"}),
        ({"language": "xx"}, {"language"}),
        ({"training": "77"}, {"training"}),
        ({"note": "Accompany Rosa"}, {"note"}),
        ({"role_en": "With a client"}, {"role_en"}),
        ({"meeting_point": "Call 202-555-0143"}, {"meeting_point"}),
        ({"note": "x" * 141}, {"note"}),
    ],
)
def test_what_cannot_be_a_shift_is_said_at_its_field(event, typed, fields):
    checked = form(event, **typed)
    assert (checked.is_valid(), set(checked.errors)) == (False, fields)


def test_shift_of_an_accompaniment_needs_a_language_a_training_and_two_people():
    event, training = EventFactory(kind="accompaniment"), a_training()
    alone = form(event, capacity="1")
    assert set(alone.errors) == {"language", "training", "capacity"}
    assert alone.errors["capacity"] == ["Nobody goes alone: a shift is for two people or more."]
    whole = form(event, language="es", training=training.pk)
    assert whole.is_valid(), whole.errors
    assert ShiftForm(event=event)["capacity"].value() == 2


@pytest.mark.parametrize(("lacks", "faults"), [({}, []), ({"language": ""}, ["kind"]), ({"capacity": 1}, ["kind"])])
def test_what_becomes_an_accompaniment_needs_its_shifts_complete(now, lacks, faults):
    event, training = EventFactory(status="draft"), a_training()
    a_shift(event, **{"language": "es", "training": training} | lacks)
    event.kind = "accompaniment"
    assert list(event.publishing_faults(now)) == faults


def test_shift_after_midnight_belongs_to_the_night_of_its_event():
    night = EventFactory(starts_at=START + 10 * HOUR, ends_at=START + 15 * HOUR)  # 9 pm to 2 am
    day = {"day": "2026-12-05", "start_time": "23:00", "end_time": "01:00"}
    late = form(night, **day)
    assert late.is_valid(), late.errors
    assert (late.instance.starts_at, late.instance.ends_at) == (START + 12 * HOUR, START + 14 * HOUR)


def test_hour_that_comes_twice_asks_which(db):
    start = dt.datetime(2026, 11, 1, 4, 0, tzinfo=dt.UTC)  # midnight in New York; 1:00 to 2:00 comes twice
    night = EventFactory(starts_at=start, ends_at=start + 6 * HOUR, held_on=dt.date(2026, 11, 1))
    hours = {"start_time": "01:30", "end_time": "03:00"}
    assert set(form(night, **hours).errors) == {"start_time", "fold"}
    found = [form(night, **hours, fold=fold) for fold in "01"]
    assert [one.is_valid() and one.instance.starts_at - start for one in found] == [1.5 * HOUR, 2.5 * HOUR]


def test_hour_that_is_jumped_over_is_refused(db):
    start = dt.datetime(2027, 3, 14, 5, 0, tzinfo=dt.UTC)
    night = EventFactory(starts_at=start, ends_at=start + 6 * HOUR, held_on=dt.date(2027, 3, 14))
    assert set(form(night, start_time="02:30", end_time="04:00").errors) == {"start_time"}


def test_which_of_two_is_asked_only_in_that_night_and_the_day_only_of_several(event):
    assert not {"fold", "day"} & set(form(event).fields)


def test_nobody_loses_a_shift_by_a_number(desk, event, person, now):
    shift = a_shift(event)
    for n in range(2):
        place(shift, person(f"p{n}@tests.example"), now)
    html = desk.post(page(event, "event_desk_shift", shift.pk), TYPED | {"capacity": "1"}).content.decode()
    assert "2 people have this shift already." in html
    shift.refresh_from_db()
    assert shift.capacity == 2


def test_changing_a_shift_tells_those_who_have_it_and_nobody_else(desk, event, person, now):
    shift, other = a_shift(event), a_shift(event)
    has, _others = person("one@tests.example"), place(other, person("two@tests.example"), now)
    place(shift, has, now)
    url = page(event, "event_desk_shift", shift.pk)
    assert "1 person has this shift" in desk.get(url).content.decode()
    html = desk.post(url, TYPED | {"start_time": "11:30"}, follow=True).content.decode()
    assert "1 person is told." in html
    assert list(Message.objects.filter(kind=SHIFT_CHANGED).values_list("subject_id", flat=True)) == [has.pk]
    desk.post(url, TYPED | {"start_time": "11:45"})
    assert Message.objects.filter(kind=SHIFT_CHANGED).count() == 1  # that which waits reads what is true then


def test_more_people_for_a_shift_is_no_news(desk, event, person, now):
    shift = a_shift(event, role_en="Marshal", role_es="Orden")
    place(shift, person(), now)
    assert desk.post(page(event, "event_desk_shift", shift.pk), TYPED | {"capacity": "5"}).status_code == 302
    assert Message.objects.filter(kind=SHIFT_CHANGED).count() == 0


def test_deleting_asks_says_how_many_and_tells_them(desk, event, person, now):
    shift, rsvp = a_shift(event), person()
    place(shift, rsvp, now)
    url = page(event, "event_desk_shift_delete", shift.pk)
    assert "1 person has it." in desk.get(url).content.decode()
    assert Shift.objects.count() == 1
    desk.post(url)
    assert (Shift.objects.count(), Message.objects.get(kind=SHIFT_CHANGED).subject_id) == (0, rsvp.pk)


def test_shifts_that_the_event_left_behind_are_shown_and_go_along(desk, event, person, now):
    shift = a_shift(event)
    place(shift, person(), now)
    moved = {"starts_at": START + 3 * HOUR, "ends_at": START + 4.5 * HOUR, "previous_start": START}
    Event.objects.filter(pk=event.pk).update(**moved)
    assert "1 shift lies outside the hours of the event" in desk.get(page(event)).content.decode()
    desk.post(page(event, "event_desk_shifts_along"))
    shift.refresh_from_db()
    assert (shift.starts_at, shift.ends_at) == (START + 3 * HOUR, START + 4.5 * HOUR)
    assert Message.objects.filter(kind=SHIFT_CHANGED).count() == 1
    assert "outside the hours" not in desk.get(page(event)).content.decode()


def test_event_without_hours_says_so_first(desk):
    event = EventFactory(starts_at=None, ends_at=None, signup_open=False, status="draft")
    response = desk.get(page(event))
    assert (response.status_code, "First the hours of the event" in response.content.decode()) == (200, True)
    assert desk.post(page(event), TYPED).status_code == 200


def test_list_says_what_each_brings_and_never_who(desk, event, person, now):
    training = a_training()
    shift = a_shift(event, capacity=3, language="es", training=training)
    for contact, speaks, until in [("fit", ["es"], 1), ("late", ["es"], -1), ("none", ["en"], None)]:
        rsvp = person(f"{contact}@tests.example", name="Canary", speaks=speaks)
        place(shift, rsvp, now)
        if until:
            trained(f"{contact}@tests.example", training, START.date() + dt.timedelta(days=until))
    html = desk.get(page(event)).content.decode()
    assert [html.count(text) for text in ("speaks Spanish", "trained until", "lacks the training")] == [2, 1, 1]
    assert html.count("training valid until December 4, 2026 only") == 1
    assert html.count("does not say to speak Spanish") == 1
    assert ("Canary" in html, "tests.example" in html) == (False, False)
    people = desk.get(page(event, "event_desk_shift_people", shift.pk)).content.decode()
    assert (people.count("<b>Canary</b>"), "fit@tests.example" in people) == (3, False)
