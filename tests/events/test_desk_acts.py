"""Publish, postpone, cancel, publish again, duplicate: asked first, done by POST alone, told to whoever goes by it."""

import datetime as dt
import re

import pytest

from events.models import Event
from outreach.models import Message
from tests.events.conftest import START
from tests.events.desk_journeys import Desk, errors
from tests.factories import EventFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return Desk(client)


@pytest.fixture
def draft(db):
    return EventFactory(status="draft")


def status(event) -> str:
    return Event.objects.values_list("status", flat=True).get(pk=event.pk)


@pytest.mark.parametrize("do", ["publish", "postpone", "cancel", "duplicate"])
def test_a_look_at_the_question_does_nothing(desk, draft, event, do):
    of = draft if do == "publish" else event
    assert desk.asks(of, do).status_code == 200
    assert (status(draft), status(event), Event.objects.count()) == ("draft", "published", 2)


def test_the_life_of_an_event_from_draft_to_canceled(desk, draft):
    seen = []
    for do in ("publish", "postpone", "publish", "cancel", "publish"):
        assert desk.does(draft, do).url == f"/desk/events/{draft.slug}/"
        seen.append(status(draft))
    assert seen == ["published", "postponed", "published", "cancelled", "published"]


@pytest.mark.parametrize(("state", "do"), [("draft", "cancel"), ("draft", "postpone"), ("cancelled", "cancel")])
def test_what_makes_no_sense_is_no_page_and_does_nothing(desk, state, do):
    event = EventFactory(status=state)
    assert desk.asks(event, do).status_code == 404
    assert "That cannot be done any more" in _said(desk, desk.does(event, do))
    assert status(event) == state


@pytest.mark.parametrize("do", ["", "delete", "\x00", "🦋" * 99])
def test_an_unknown_verb_is_no_page(desk, event, do):
    assert desk.asks(event, do).status_code == 404
    assert desk.does(event, do).status_code == 302
    assert status(event) == "published"


def test_the_question_says_how_many_are_told_in_which_language_and_how(desk, event, person):
    person("a@tests.example")
    person("b@tests.example", language="es")
    person("c@tests.example", language="es", channel="sms", consent_at=START, consent_wording="1")
    person("d@tests.example", state="pending")
    person("e@tests.example", state="withdrawn")
    html = desk.asks(event, "cancel").content.decode()
    assert "2 people are told" in html
    assert re.findall(r"<td>(\w+)</td>", html) == ["English", "Email", "Spanish", "Email"]
    assert "One person cannot be reached" in html
    assert "Signed up by text message, and texts are off" in html


def test_canceling_tells_everybody_and_stops_the_reminders(desk, event, person):
    person()
    desk.does(event, "cancel")
    planned = Message.objects.filter(scope_id=event.pk, state="queued").values_list("kind", flat=True)
    assert set(planned) - {"events.confirmation"} == {"events.cancelled"}


def test_an_event_that_is_over_stays_what_it_was(desk, client, staff, event, frozen):
    frozen.move_to(START + dt.timedelta(hours=2))
    client.force_login(staff)
    assert desk.asks(event, "cancel").status_code == 404
    desk.does(event, "cancel")
    assert status(event) == "published"


def test_a_draft_without_hours_is_not_published_and_the_page_says_why(desk, draft):
    Event.objects.filter(pk=draft.pk).update(signup_open=False, starts_at=None, ends_at=None)
    assert "needs the hours" in desk.asks(draft, "publish").content.decode()
    assert "needs the hours" in desk.does(draft, "publish").content.decode()
    assert status(draft) == "draft"


# --- a copy -----------------------------------------------------------------------------------------------------------
def test_a_copy_is_a_draft_of_another_day_without_people(desk, event, person):
    person()
    response = desk.does(event, "duplicate", held_on="2026-12-12")
    copy = Event.objects.exclude(pk=event.pk).get()
    assert response.url == f"/desk/events/{copy.slug}/edit/"
    assert (copy.status, copy.starts_at, copy.title_es) == ("draft", START + dt.timedelta(days=7), event.title_es)
    assert copy.rsvps.count() == 0


@pytest.mark.parametrize(
    ("typed", "name", "message"),
    [
        ({"held_on": ""}, "held_on", "required"),
        ({"held_on": "2026-11-17"}, "held_on", "This day or hour has passed"),
        ({"held_on": "9999-12-31"}, "held_on", "Check the year."),
        ({"held_on": "0001-01-01"}, "held_on", "Check the year."),
        ({"held_on": "2026-11-31"}, "held_on", "Enter a valid date."),
        ({"held_on": "2027-12-12", "which": "2"}, "which", "Select a valid choice."),
    ],
)
def test_a_copy_needs_a_day_to_come(desk, event, typed, name, message):
    assert message in errors(desk.does(event, "duplicate", **typed))[name]
    assert Event.objects.count() == 1


def test_a_copy_on_the_night_when_clocks_go_back_asks_which_hour(desk):
    hour = dt.datetime(2026, 12, 5, 6, 30, tzinfo=dt.UTC)  # 1:30 in New York
    event = EventFactory(starts_at=hour, ends_at=hour + dt.timedelta(hours=2))
    assert errors(desk.does(event, "duplicate", held_on="2027-11-07"))["which"] == "Choose the first or the second."
    desk.does(event, "duplicate", held_on="2027-11-07", which="1")
    assert Event.objects.exclude(pk=event.pk).get().starts_at == dt.datetime(2027, 11, 7, 6, 30, tzinfo=dt.UTC)


# --- who may ----------------------------------------------------------------------------------------------------------
PAGES = ["", "new/", "{}/", "{}/edit/", "{}/act/?do=cancel", "{}/preview/"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_no_desk(client, coordinator, event, page):
    url = f"/desk/events/{page.format(event.slug)}"
    assert client.get(url).url.startswith("/account/login/")
    client.force_login(coordinator.user)
    assert client.get(url).status_code == 404
    client.force_login(UserFactory(role="coordinator", is_staff=True))
    assert client.get(url).status_code == 404


def test_strangers_do_nothing(client, coordinator, event):
    client.force_login(coordinator.user)
    assert Desk(client).does(event, "cancel").status_code == 404
    assert Desk(client).plans().status_code == 404
    assert (status(event), Event.objects.count()) == ("published", 1)


def test_an_event_that_is_not_there_is_no_page(desk):
    paths = (page.format("no-such-event") for page in PAGES[2:])
    assert {desk.client.get(f"/desk/events/{path}").status_code for path in paths} == {404}


def _said(desk, response) -> str:
    return desk.client.get(response.url).content.decode()
