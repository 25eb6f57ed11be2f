"""What a camera opens: one person and one button, or plainly why not."""

import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from events import codes
from events.models import Rsvp
from tests.events.presses import DOOR, since
from tests.events.test_door_page import address, at_the_door, event, keeper  # noqa: F401, fixtures
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def of(rsvp) -> str:
    return reverse("events:event_door_code", args=[codes.token_of(rsvp)])


def test_looking_changes_nothing_and_one_button_checks_in(keeper, person):  # noqa: F811
    rsvp = person(name="Íñigo")
    Rsvp.objects.update(guests=1)
    asked = keeper.get(of(rsvp)).text
    assert ("Check in Íñigo?" in asked, "Brings one guest." in asked, since(rsvp)) == (True, True, None)
    page = keeper.post(of(rsvp), {"key": str(uuid.uuid4()), "arrived": rsvp.pk}, follow=True).text
    assert ("Íñigo is in" in page, "Checked in at 10:30 am." in page, since(rsvp)) == (True, True, DOOR)
    keeper.post(of(rsvp), {"key": str(uuid.uuid4()), "mistake": rsvp.pk})
    assert since(rsvp) is None


@pytest.mark.parametrize(
    ("state", "words"),
    [("withdrawn", "This person withdrew"), ("waiting", "on the waiting list"), ("pending", "never confirmed")],
)
def test_code_of_who_has_no_place_says_so_and_has_no_button(keeper, person, now, state, words):  # noqa: F811
    rsvp = person()
    Rsvp.objects.update(state=state, waiting_since=now)
    page = keeper.get(of(rsvp))
    assert (page.status_code, words in page.text, 'name="arrived"' in page.text) == (404, True, False)
    assert 'name="count" value="1"' in page.text  # they are here all the same
    keeper.post(of(rsvp), {"key": str(uuid.uuid4()), "arrived": rsvp.pk})
    assert since(rsvp) is None


def test_code_of_another_event_says_so_at_the_door_that_is_open(keeper, event, person):  # noqa: F811
    other = EventFactory(title_en="Other rally", campaign=None)
    theirs = person(of=other)
    keeper.get(address(event))
    page = keeper.get(of(theirs))
    assert (page.status_code, "for another event: Other rally" in page.text) == (404, True)
    assert (address(other) in page.text, 'name="arrived"' in page.text) == (True, False)
    keeper.post(of(theirs), {"key": str(uuid.uuid4()), "arrived": theirs.pk})
    assert since(theirs) is None


def test_coordinator_is_not_told_which_other_event_it_is(client, event, person, coordinator, at_the_door):  # noqa: F811
    other = EventFactory(title_en="Other rally", campaign=None)
    theirs = person(of=other)
    client.force_login(coordinator.user)
    assert client.get(of(theirs)).status_code == 404  # no door opened yet: nothing to say
    client.get(address(event))
    page = client.get(of(theirs))
    assert ("This code is for another event" in page.text, "Other rally" in page.text) == (True, False)


def test_forged_code_is_told_at_the_door_and_is_nothing_elsewhere(keeper, event, person):  # noqa: F811
    forged = reverse("events:event_door_code", args=[codes.token_of(person())[:-12] + "A" * 12 + "B"])
    assert "We do not know this code" not in keeper.get(forged).text
    keeper.get(address(event))
    page = keeper.get(reverse("events:event_door_code", args=["1.1.x"]))
    assert (page.status_code, "We do not know this code" in page.text) == (404, True)


def test_camera_leads_to_the_language_of_the_door(keeper, event, person):  # noqa: F811
    rsvp = person(name="Íñigo")
    scanned = of(rsvp)
    keeper.get(address(event, language="es"))
    there = keeper.get(scanned, headers={"Sec-Fetch-Site": "none"})
    with translation.override("es"):
        assert (there.status_code, there.url) == (302, of(rsvp))
    assert keeper.get(scanned, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_erased_code_says_so(keeper, event, person):  # noqa: F811
    rsvp = person()
    token = of(rsvp)
    rsvp.delete()
    page = keeper.get(token)
    assert (page.status_code, "has been erased" in page.text) == (404, True)


@pytest.mark.parametrize("token", ["x", "1.1.x", "🦋", "1" * 300, "%00"])
def test_nasty_codes_are_answered(keeper, event, token):  # noqa: F811
    keeper.get(address(event))
    assert keeper.get(f"/desk/door/{token}/").status_code == 404
