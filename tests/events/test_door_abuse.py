"""What somebody with a coordinator's account may not do at a door that is theirs."""

import json
import uuid

import pytest
from django.urls import reverse

from campaigns.sync import account_key
from events import codes
from events.models import DoorStroke, Event, EventTally, Qualification
from tests.events.presses import DOOR, arrived, press, since, states
from tests.events.shift_parts import a_training
from tests.events.test_door_page import address, at_the_door, event  # noqa: F401, fixtures
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_door")]


@pytest.fixture
def infiltrator(client, coordinator):
    client.force_login(coordinator.user)
    return coordinator.user


def sync(client, user, event, *operations):  # noqa: F811
    said = {"account": account_key(user), "operations": [{"key": str(uuid.uuid4())} | one for one in operations]}
    answer = client.post(address(event, "event_door_sync"), json.dumps(said), content_type="application/json")
    return [(one["state"], *one.get("errors", {}).get("", [])) for one in answer.json()["results"]]


def test_nobody_has_come_before_the_door_opened(client, infiltrator, person, now, at_the_door, event):  # noqa: F811
    rsvp = person()
    at_the_door.move_to(now)
    why = ("refused", "The door of this event is not open yet. Nothing was counted.")
    said = [{"kind": "arrived", "rsvp": rsvp.pk}, {"kind": "count", "people": 50}]
    assert sync(client, infiltrator, event, *said) == [why, why]
    assert (since(rsvp), DoorStroke.objects.count(), EventTally.objects.count()) == (None, 0, 0)


def test_draft_of_the_campaign_has_no_door_that_tells_its_name(client, infiltrator, staff, campaign):
    draft = EventFactory(campaign=campaign, status="draft", title_en="Secret plan")
    asked = [client.get(address(draft, name)) for name in ("event_door", "event_door_sync")]
    assert [(page.status_code, b"Secret plan" in page.content) for page in asked] == [(404, False)] * 2
    client.force_login(staff)
    assert "Secret plan" in client.get(address(draft)).text
    assert sync(client, staff, draft, {"kind": "count", "people": 1})[0][0] == "refused"


def test_nobody_gives_a_training_to_themselves(client, infiltrator, person, event):  # noqa: F811
    Event.objects.filter(pk=event.pk).update(training=a_training())
    mine, other = person(infiltrator.email.upper()), person("other@tests.example")
    [answer] = sync(client, infiltrator, event, {"kind": "arrived", "code": codes.token_of(mine)})
    assert (answer[0], "nobody checks in themselves" in answer[1]) == ("refused", True)
    page = client.post(
        reverse("events:event_door_code", args=[codes.token_of(mine)]), {"key": str(uuid.uuid4()), "arrived": "1"}
    )
    assert (page.status_code, "nobody checks in themselves" in page.text, since(mine)) == (409, True, None)
    assert sync(client, infiltrator, event, {"kind": "arrived", "rsvp": other.pk})[0][0] == "saved"
    assert Qualification.objects.count() == 1
    assert (states(press(event, arrived(mine))), since(mine)) == (["saved"], DOOR)  # somebody else did


def test_at_any_other_event_they_may_check_in_themselves(client, infiltrator, person, event):  # noqa: F811
    mine = person(infiltrator.email)
    assert sync(client, infiltrator, event, {"kind": "arrived", "rsvp": mine.pk}) == [("saved",)]


@pytest.mark.parametrize("depth", [500, 990, 5000, 60_000])
@pytest.mark.parametrize("name", ["key", "kind", "rsvp", "at", "code"])
def test_nested_without_end_is_no_press_and_no_fault(client, infiltrator, event, depth, name):  # noqa: F811
    deep = "[" * depth + "]" * depth
    body = f'{{"account": "{account_key(infiltrator)}", "operations": [{{"{name}": {deep}}}]}}'
    answer = client.post(address(event, "event_door_sync"), body, content_type="application/json")
    assert (answer.status_code in (200, 400, 413), DoorStroke.objects.count()) == (True, 0)
