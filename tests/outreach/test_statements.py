"""How often the engine asks the database. Round trips are what a message costs, so their number may not creep up."""

import pytest
from django.conf import settings
from django.db import connection

from outreach import outbox
from outreach.engine import oldest_due_age, run_once
from outreach.models import DeliveryAttempt
from tests.statements import Statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BATCH = settings.OUTBOX["BATCH"]
PAUSED, TIDY, DUE, CLAIM, RELEASE = 1, 2, 2, 1, 1
A_BATCH = PAUSED + TIDY + CLAIM + RELEASE + PAUSED + TIDY + DUE  # and the other channel is asked in its turn


def test_a_message_costs_gate_and_mark_and_a_batch_ten_more(kind, message):
    outbox.plan([message(n) for n in range(BATCH)])
    with Statements() as one_batch:
        assert run_once() == BATCH
    outbox.plan([message(BATCH + n) for n in range(3 * BATCH)])
    with Statements() as three:
        assert run_once() == 3 * BATCH
    mark = 1 if connection.vendor == "postgresql" else 2  # where one statement cannot change two tables
    assert len(three) - len(one_batch) == 2 * (BATCH * (1 + mark) + A_BATCH)
    assert DeliveryAttempt.objects.filter(number=1, code=250, outcome="sent").count() == 4 * BATCH


def test_empty_poll_asks_a_dozen_times_whatever_is_planned(kind, message, now, django_assert_num_queries):
    with Statements() as empty:
        assert run_once() == 0
    outbox.plan([message(n, due_at=now.replace(year=2027), not_after=now.replace(year=2028)) for n in range(100)])
    with Statements() as planned:
        assert run_once() == 0
    assert len(planned) <= len(empty) <= 14
    with django_assert_num_queries(1):
        oldest_due_age(now)
