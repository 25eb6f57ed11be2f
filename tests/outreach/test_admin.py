"""Staff look at the outbox and start it again; they write nothing into it."""

import pytest
from django.urls import reverse

from outreach import engine, outbox
from outreach.models import Engine, Message

pytestmark = pytest.mark.django_db
MESSAGES, ENGINE = "admin:outreach_message_changelist", "admin:outreach_engine_changelist"
RESUME = {"action": "resume", "_selected_action": "1"}


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_message_list_costs_the_same_however_long(desk, kind, message, rows, django_assert_max_num_queries):
    outbox.plan([message(n) for n in range(rows)])
    with django_assert_max_num_queries(11):
        page = desk.get(reverse(MESSAGES))
    assert page.context["cl"].result_count == rows


def test_message_is_shown_with_its_tries_and_cannot_be_edited(desk, frozen, kind, message):
    outbox.plan([message()])
    engine.run_once()
    url = reverse("admin:outreach_message_change", args=[Message.objects.get().pk])
    page = desk.get(url).content.decode()
    assert "dot 250" in page
    assert 'name="_save"' not in page
    assert desk.post(url, {"state": "queued"}).status_code == 403
    assert Message.objects.get().state == Message.State.SENT


@pytest.mark.parametrize("name", ["admin:outreach_message_add", "admin:outreach_engine_add"])
def test_nothing_is_added_by_hand(desk, name):
    assert desk.get(reverse(name)).status_code == 403


def test_staff_resume_a_paused_outbox(desk):
    engine.pause("login 535")
    desk.get(reverse(ENGINE), RESUME)
    assert Engine.is_paused()  # looking changes nothing
    assert desk.post(reverse(ENGINE), RESUME).status_code == 302
    assert not Engine.is_paused()


def test_coordinator_sees_nothing_of_the_outbox(client, coordinator):
    engine.pause("login 535")
    client.force_login(coordinator.user)
    answers = [client.post(reverse(name), RESUME).status_code for name in (MESSAGES, ENGINE)]
    assert (answers, Engine.is_paused()) == ([302, 302], True)


def test_list_says_what_a_message_is_and_why_in_words(desk, now, message):
    ended = {"state": "superseded", "reason": "has signed in", "next_at": now, "finished_at": now}
    message(kind="account.invitation", **ended).save()
    text = desk.get(reverse(MESSAGES)).text
    assert [words in text for words in ("Invitation", "The person has signed in already.")] == [True, True]
    assert desk.get(reverse(MESSAGES), {"kind": "account.invitation"}).context["cl"].result_count == 1
    assert desk.get(reverse(MESSAGES), {"kind": "account.mail"}).context["cl"].result_count == 0


def test_one_channel_is_resumed_without_the_other(desk):
    engine.pause("login 535")
    sms = Engine.objects.get(channel="sms")
    desk.post(reverse(ENGINE), {"action": "resume", "_selected_action": str(sms.pk)})
    assert (Engine.is_paused("email"), Engine.is_paused("sms")) == (True, False)
