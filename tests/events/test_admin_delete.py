"""What staff may delete: no event that people still count on."""

import pytest

from events import actions
from events.models import Event, Rsvp
from outreach.models import Message
from tests.events.test_admin import LIST

pytestmark = pytest.mark.django_db


def test_deleting_a_cancelled_event_of_which_all_are_told_erases_its_sign_ups(
    frozen, client, administrator, event, person, now
):
    person()
    actions.change_event(pk=event.pk, now=now, status="cancelled")
    Message.objects.pending().finish(Message.State.SENT, "dot 250", now)
    client.force_login(administrator)
    client.post(f"{LIST}{event.pk}/delete/", {"post": "yes"})
    assert (Event.objects.count(), Rsvp.objects.count()) == (0, 0)


@pytest.mark.parametrize("status", ["published", "cancelled"])
@pytest.mark.parametrize("bulk", [False, True])
def test_an_event_that_people_count_on_is_not_deleted(frozen, client, administrator, event, person, bulk, status, now):
    person()
    actions.change_event(pk=event.pk, now=now, status=status)
    client.force_login(administrator)
    fields = {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"} if bulk else {"post": "yes"}
    page = client.post(LIST if bulk else f"{LIST}{event.pk}/delete/", fields).content.decode()
    assert "people count on it. Cancel it first, and delete it when all of them are told." in page
    assert (Event.objects.count(), Rsvp.objects.count()) == (1, 1)
