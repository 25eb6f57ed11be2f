"""The pages of a door: for whom they are, what they show and what a press without script does."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from campaigns.sync import account_key
from events import clock, codes
from events.models import DoorStroke, Event, Rsvp, ShiftPlace
from tests.events.presses import DOOR, arrived, press, since
from tests.factories import EventFactory, ShiftFactory

pytestmark = pytest.mark.django_db


def address(event, name="event_door", language="en") -> str:
    with translation.override(language):
        return reverse(f"events:{name}", args=[event.pk])


@pytest.fixture
def at_the_door(frozen):
    frozen.move_to(DOOR)
    return frozen


@pytest.fixture
def event(db, campaign):
    return EventFactory(campaign=campaign, title_en="Rally with tenants", title_es="Manifestación con inquilinos")


@pytest.fixture
def keeper(client, staff, at_the_door):
    client.force_login(staff)
    return client


def test_door_is_for_staff_and_coordinators_of_the_campaign(client, event, at_the_door, staff, coordinator, language):
    other = EventFactory(campaign=None)
    client.force_login(coordinator.user)
    assert [client.get(address(one, language=language)).status_code for one in (event, other)] == [200, 404]
    assert [client.get(address(one, "event_door_sync")).status_code for one in (event, other)] == [200, 404]
    client.force_login(staff)
    assert client.get(address(other, language=language)).status_code == 200


def test_door_of_an_accompaniment_is_for_staff_alone(client, event, at_the_door, staff, coordinator):
    Event.objects.filter(pk=event.pk).update(kind="accompaniment")
    for user, status in ((coordinator.user, 404), (staff, 200)):
        client.force_login(user)
        assert client.get(address(event)).status_code == status
        assert (f'href="{address(event)}"' in client.get("/start/").text) == (status == 200)


def test_open_doors_stand_on_the_page_after_signing_in(client, event, at_the_door, coordinator, language):
    other = EventFactory(campaign=None)
    client.force_login(coordinator.user)
    page, start = address(event, language=language), "/start/" if language == "en" else "/es/mi-inicio/"
    assert [f'href="{one}"' in client.get(start).text for one in (page, address(other))] == [True, False]
    at_the_door.move_to(event.starts_at - dt.timedelta(hours=13))
    assert f'href="{page}"' not in client.get(start).text


@pytest.mark.parametrize(("days", "words"), [(-2, "Opens"), (0, "Check people in"), (3, "Closed since")])
def test_desk_tells_of_the_door(keeper, event, person, at_the_door, days, words):
    press(event, arrived(person()))
    at_the_door.shift(dt.timedelta(days=days))
    page = keeper.get(reverse("events:event_desk", args=[event.slug])).text
    assert (words in page, "Checked in, guests included" in page) == (True, True)


def test_strangers_get_nothing(client, event, person, at_the_door, django_user_model):
    token = codes.token_of(person())
    pages = [address(event), address(event, "event_door_sync"), reverse("events:event_door_code", args=[token])]
    assert [client.get(page).status_code for page in pages] == [302] * 3
    client.force_login(django_user_model.objects.create_user("nobody@tests.example"))
    assert [client.get(page).status_code for page in pages] == [404] * 3


@pytest.mark.parametrize(
    ("hours", "status"), [(-12.1, 404), (-11.9, 200), (1, 200), (1.5 + 23.9, 200), (1.5 + 24.1, 404)]
)
def test_door_opens_and_closes(keeper, at_the_door, event, hours, status):
    at_the_door.move_to(event.starts_at + dt.timedelta(hours=hours))
    page = keeper.get(address(event))
    assert (page.status_code, "data-account" in page.text) == (status, status == 200)


@pytest.mark.parametrize("state", ["draft", "postponed", "cancelled"])
def test_event_that_does_not_take_place_has_no_open_door(keeper, event, state):
    Event.objects.filter(pk=event.pk).update(status=state)
    page = keeper.get(address(event))
    assert (page.status_code, "The door is not open" in page.text) == (404, True)


def test_list_shows_names_and_never_a_contact(keeper, event, person):
    named = person("contact1@tests.example", name="Íñigo")
    nameless = person("contact2@tests.example")
    for state in ("pending", "withdrawn"):
        person(f"{state}@tests.example", name=f"Hidden {state}", state=state)
    Rsvp.objects.filter(pk=named.pk).update(guests=2)
    shift = ShiftFactory(event=event, role_en="Welcome")
    ShiftPlace.objects.create(shift=shift, rsvp=named, taken_at=DOOR)
    page, hour = keeper.get(address(event)).text, clock.hour_text(shift.starts_at.astimezone(event.zone))
    told = ["Íñigo", "and 2 guests", f"Welcome, {hour}", codes.short_code(named), f"Sign-up {nameless.pk}"]
    assert [text for text in told if text not in page] == []
    assert [text for text in ("contact1", "contact2", "tests.example", "Hidden") if text in page] == []


def test_search_without_script_finds_by_parts_of_name_and_code(keeper, event, person):
    one, two = person("a@tests.example", name="Íñigo López"), person("b@tests.example", name="Rosa")
    for asked in ("inigo", "LOPEZ", codes.short_code(one)[:6], codes.short_code(one).replace("-", "").lower()):
        page = keeper.get(address(event), {"q": asked}).text
        assert (f'value="{one.pk}"' in page, f'value="{two.pk}"' in page) == (True, False)
    assert "Nobody in the list fits" in keeper.get(address(event), {"q": "🦋"}).text


def test_typed_code_of_who_withdrew_says_so(keeper, event, person):
    gone = person(state="withdrawn")
    assert "This person withdrew" in keeper.get(address(event), {"q": codes.short_code(gone)}).text


def test_press_without_script_counts_once_and_says_what_it_did(keeper, event, person):
    rsvp, key = person(name="Íñigo"), str(uuid.uuid4())
    for _twice in range(2):
        page = keeper.post(address(event), {"key": key, "arrived": rsvp.pk}, follow=True).text
    assert ("Íñigo is in." in page, since(rsvp), DoorStroke.objects.count()) == (True, DOOR, 1)
    assert "Taken back: Íñigo" in keeper.post(address(event), {"key": key, "mistake": rsvp.pk}, follow=True).text
    assert since(rsvp) is None
    page = keeper.post(address(event), {"key": key, "count": "1"}, follow=True).text
    assert ("<output data-nameless>1</output>" in page, DoorStroke.objects.count()) == (True, 3)


def test_press_that_is_refused_says_why_and_changes_nothing(keeper, event, person):
    rsvp = person(state="withdrawn")
    page = keeper.post(address(event), {"key": str(uuid.uuid4()), "arrived": rsvp.pk})
    assert (page.status_code, "This person withdrew" in page.text, since(rsvp)) == (409, True, None)


@pytest.mark.parametrize("value", ["", "\x00", "🦋", "9" * 40, "-1", "1.5"])
@pytest.mark.parametrize("field", ["key", "arrived", "mistake", "count"])
def test_nasty_press_is_answered(keeper, event, person, field, value):
    answer = keeper.post(address(event), {"key": str(uuid.uuid4()), "arrived": person().pk} | {field: value})
    assert answer.status_code in (302, 409)


def test_numbers_stand_on_top(keeper, event, person):
    people = [person(f"person{n}@tests.example") for n in range(3)]
    Rsvp.objects.filter(pk=people[0].pk).update(guests=2)
    press(event, arrived(people[0]))
    page = keeper.get(address(event)).text
    assert [text in page for text in ("data-arrived>3<", "data-nameless>0<", "data-expected>5<")] == [True] * 3


def test_cost_of_the_list_does_not_grow_with_the_people(keeper, event, person):
    counts, first = [], person("first@tests.example")
    keeper.get(address(event))  # it is remembered once which door somebody stands at
    for number in (3, 300):
        copies = [Rsvp.objects.get(pk=first.pk) for _ in range(number)]
        for n, copy in enumerate(copies):
            copy.pk, copy.contact_bi = None, f"{number}/{n}".encode()
        Rsvp.objects.bulk_create(copies)
        with CaptureQueriesContext(connection) as captured:
            assert keeper.get(address(event)).status_code == 200
            assert keeper.get(address(event, "event_door_sync")).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- what a phone sends -----------------------------------------------------------------------------------------------
def send(client, event, user, *operations, **said):
    body = {"account": account_key(user), "operations": operations} | said
    return client.post(address(event, "event_door_sync"), json.dumps(body), content_type="application/json")


def test_phone_delivers_and_hears_what_others_pressed(keeper, staff, event, person):
    one, other = person("one@tests.example"), person("other@tests.example")
    press(event, arrived(other))
    said = {"key": str(uuid.uuid4()), "kind": "arrived", "code": codes.token_of(one)}
    answer = send(keeper, event, staff, said, {"key": "x", "kind": "count", "people": 1}, "nothing").json()
    assert [(one["key"], one["state"]) for one in answer["results"]] == [
        (said["key"], "saved"),
        ("x", "refused"),
        ("", "refused"),
    ]
    told = answer["door"]
    assert told["in"] == {str(one.pk): "10:30 am", str(other.pk): "10:30 am"}
    assert (told["arrived"], told["nameless"], told["expected"], told["is_open"]) == (2, 0, 2, True)


def test_instant_of_a_press_is_told_by_the_phones_own_clock(keeper, staff, event, person):
    """The phone is an hour slow; it pressed ten minutes ago."""
    rsvp, phone = person(), DOOR - dt.timedelta(hours=1)
    at = (phone - dt.timedelta(minutes=10)).timestamp() * 1000
    said = {"key": str(uuid.uuid4()), "kind": "arrived", "rsvp": rsvp.pk, "at": at}
    send(keeper, event, staff, said, clock=phone.timestamp() * 1000)
    assert since(rsvp) == DOOR - dt.timedelta(minutes=10)


def test_phone_that_comes_back_after_the_door_closed_delivers_all_the_same(keeper, staff, event, person, at_the_door):
    rsvp = person()
    at_the_door.shift(dt.timedelta(days=3))
    said = {"key": str(uuid.uuid4()), "kind": "arrived", "rsvp": rsvp.pk, "at": DOOR.timestamp() * 1000}
    answer = send(keeper, event, staff, said, clock=(DOOR + dt.timedelta(days=3)).timestamp() * 1000).json()
    assert (answer["results"][0]["state"], answer["door"]["is_open"], since(rsvp)) == ("saved", False, DOOR)


def test_press_after_the_sign_ups_were_erased_is_refused_with_the_reason(keeper, staff, event, person, at_the_door):
    rsvp = person()
    at_the_door.move_to(event.ends_at + event.erase_after)
    [result] = send(keeper, event, staff, {"key": str(uuid.uuid4()), "kind": "arrived", "rsvp": rsvp.pk}).json()[
        "results"
    ]
    assert (result["state"], "erased" in result["errors"][""][0]) == ("refused", True)


def test_presses_of_another_account_are_not_counted(keeper, coordinator, event):
    answer = send(keeper, event, coordinator.user, {"key": str(uuid.uuid4()), "kind": "count", "people": 1})
    assert (answer.status_code, DoorStroke.objects.count()) == (409, 0)
