"""The way of one message: planned, claimed, through the gate, handed over, marked."""

import pytest
from django.core import mail

from outreach import outbox
from outreach.engine import run_once
from outreach.models import Message

pytestmark = pytest.mark.django_db
State = Message.State


def test_message_planned_now_is_sent_in_the_readers_language(frozen, now, kind, message):
    outbox.plan([message()])
    assert run_once() == 1
    assert Message.objects.get().state == State.SENT
    assert len(mail.outbox) == 1
