"""Whatever way leads to another time, place or end of an event that is near, it asks who one is; far from it, none."""

import datetime as dt

import pytest
from django.urls import reverse

from events import actions
from events.models import Event, Series, ShiftPlace
from tests.events.conftest import START
from tests.events.desk_journeys import Desk
from tests.events.test_admin import FORM
from tests.factories import ShiftFactory

pytestmark = pytest.mark.django_db
HOUR, PASSWORD = dt.timedelta(hours=1), "long enough for tests"


@pytest.fixture
def desk(client, staff, frozen):
    """Staff whose session is three hours old, three hours before the event."""
    staff.set_password(PASSWORD)
    staff.save()
    frozen.move_to(START - 3 * HOUR)
    client.force_login(staff)
    return client


@pytest.fixture
def in_series(event):
    day, own = event.held_on, {"starts": dt.time(11), "minutes": 90, "time_zone": event.time_zone}
    rule = Series.objects.create(first_day=day, last_day=day, weekdays=[5], weeks_apart=1, **own)
    Event.objects.filter(pk=event.pk).update(series=rule, series_day=day)
    return event


def asks(response) -> bool:
    return response.status_code == 302 and response.url.startswith(reverse("account_reauthenticate"))


def page(event, name, *more):
    return reverse(f"events:event_desk_{name}", args=[event.slug, *more])


def test_form_of_the_days_that_follow_asks_before_the_near_one_moves(desk, in_series):
    form = desk.get(page(in_series, "following")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"place": "Forged Street 1", "sure": "1"}
    asked = desk.post(page(in_series, "following"), typed)
    assert (asks(asked), Event.objects.get().revision) == (True, 0)
    desk.post(asked.url, {"password": PASSWORD})
    assert Event.objects.get().place == "Forged Street 1"


def test_words_of_the_days_that_follow_need_no_proof(desk, in_series):
    form = desk.get(page(in_series, "following")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    desk.post(page(in_series, "following"), typed | {"bring_en": "Water", "bring_es": "Agua", "sure": "1"})
    assert Event.objects.get().bring_en == "Water"


def test_leaving_a_near_day_out_asks(desk, in_series):
    assert asks(desk.post(page(in_series, "leave")))
    assert Event.objects.get().status == "published"


def test_edit_of_a_near_event_without_sign_ups_asks(desk, event):
    assert asks(Desk(desk).edits(event, place="Forged Street 1"))
    assert Event.objects.get().revision == 0
    Desk(desk).edits(event, bring_en="Water", bring_es="Agua")
    assert Event.objects.get().bring_en == "Water"


@pytest.mark.parametrize("name", ["shift", "shift_delete"])
def test_near_shift_that_somebody_has_asks(desk, event, person, now, name):
    shift = ShiftFactory(event=event, meeting_point="The north door")
    form = desk.get(page(event, "shift", shift.pk)).context["form"]
    typed = {field: form[field].value() or "" for field in form.fields} | {"meeting_point": "Forged Street 1"}
    ShiftPlace.objects.create(shift=shift, rsvp=person(), taken_at=now)
    assert asks(desk.post(page(event, name, shift.pk), typed))
    shift.refresh_from_db()
    assert shift.meeting_point == "The north door"


def test_shifts_of_a_moved_event_go_along_with_proof_alone(desk, event, now):
    ShiftFactory(event=event)
    actions.change_event(pk=event.pk, now=now, starts_at=START + 2 * HOUR, ends_at=START + 4 * HOUR)
    assert asks(desk.post(page(event, "shifts_along")))
    assert event.shifts.get().starts_at == START


@pytest.mark.parametrize("verb", ["cancel", "postpone"])
def test_record_keeping_asks_before_a_verb(desk, event, verb):
    assert asks(desk.post("/admin/events/event/", {"action": verb, "_selected_action": [event.pk]}))
    assert Event.objects.get().status == "published"


def test_record_keeping_asks_before_it_saves_another_place_and_loses_nothing(desk, event):
    url = f"/admin/events/event/{event.pk}/change/"
    typed = {name: value for name, value in FORM.items() if value != ""} | {"place": "Forged Street 1"}
    asked = desk.post(url, typed)
    assert (asks(asked), Event.objects.get().revision) == (True, 0)
    desk.post(asked.url, {"password": PASSWORD})
    assert Event.objects.get().place == "Forged Street 1"


def test_session_keeps_the_form_and_not_where_the_reader_is(desk, event):
    headers = {"User-Agent": "Canary/1", "X-Forwarded-For": "203.0.113.7"}
    asked = desk.post(page(event, "act"), {"do": "cancel"}, headers=headers, REMOTE_ADDR="198.51.100.3")
    kept = str(dict(desk.session))
    told = ("do=cancel", "Canary/1", "203.0.113.7", "198.51.100.3", desk.session.session_key)
    assert [word in kept for word in told] == [True, False, False, False, False]
    desk.post(asked.url, {"password": PASSWORD})
    assert Event.objects.get().status == "cancelled"


def test_people_of_an_event_to_come_are_erased_with_proof_alone(desk, event, person):
    person()
    Event.objects.filter(pk=event.pk).update(status="cancelled")
    assert asks(desk.post(page(event, "erase")))
    assert event.rsvps.count() == 1
