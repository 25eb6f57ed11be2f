"""Stopping the Sunday reminder by its link: the account's own setting changes, and nothing else."""

import datetime as dt

import pytest
from django.core import mail

from campaigns import nudges
from coordinators.models import User
from outreach import outbox, unsubscribe
from outreach.engine import run_once
from outreach.models import Message, Suppression
from tests.events.conftest import OWN, event, person  # noqa: F401, roles of the events' tests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def nudge(coordinator, monday):
    return nudges.message(coordinator.appointments.get(), monday)


def test_stopping_the_nudge_is_the_setting_of_the_account(client, nudge, coordinator):
    address = unsubscribe.path(nudge, "en")
    assert client.post(address, ONE_CLICK).status_code == 200
    assert (User.objects.get(pk=coordinator.user.pk).nudge, Suppression.objects.count()) == (False, 0)
    assert client.post(address, {"action": "resume"}, headers=OWN).status_code == 302
    assert User.objects.get(pk=coordinator.user.pk).nudge is True


def test_the_nudge_carries_the_link_in_its_text_and_its_headers(frozen, nudge, coordinator):
    frozen.move_to(nudge.due_at)
    outbox.plan([nudge])
    run_once()
    link = unsubscribe.url(nudge, "en")
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert [body.count(link) for body in (sent.body, sent.alternatives[0].content)] == [1, 1]


def test_the_settings_page_and_the_link_agree(client, nudge, coordinator):
    User.objects.filter(pk=coordinator.user.pk).update(nudge=False)
    assert "You get no more of these" in client.get(unsubscribe.path(nudge, "en")).content.decode()


def test_a_nudge_of_nobody_has_nothing_to_stop(client, nudge, coordinator):
    address = unsubscribe.path(nudge, "en")
    coordinator.user.delete()
    assert client.get(address).status_code == 404


def test_a_nudge_of_another_account_with_the_same_number_is_not_stopped(client, nudge, coordinator, now):
    address, before = unsubscribe.path(nudge, "en"), now - dt.timedelta(days=1)
    User.objects.filter(pk=coordinator.user.pk).update(date_joined=before)  # as after a restore: the number came again
    assert client.post(address, ONE_CLICK).status_code == 404
    assert User.objects.get(pk=coordinator.user.pk).nudge is True


def test_stopping_the_nudge_leaves_events_alone(client, frozen, nudge, coordinator, person):  # noqa: F811
    same = person(coordinator.user.email)
    client.post(unsubscribe.path(nudge, "en"), ONE_CLICK)
    reminder = Message.objects.filter(kind="events.reminder", subject_id=same.pk).first()
    frozen.move_to(reminder.due_at)
    run_once()
    reminder.refresh_from_db()
    assert reminder.state == "sent"
