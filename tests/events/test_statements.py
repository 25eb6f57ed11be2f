"""How often planning and reminding ask the database, counted and never timed."""

import pytest
from django.conf import settings
from django.db import connection

from events import actions
from events.models import Event, Rsvp
from outreach.engine import run_once
from outreach.models import Message
from tests.events.test_letters import DAY_BEFORE
from tests.statements import Statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BATCH = settings.OUTBOX["BATCH"]


@pytest.fixture
def crowd(event, person, now):
    """Adds so many confirmed sign-ups, like that of a first person."""
    first = person()

    def add(count: int) -> None:
        kept = event.rsvps.count()
        rows = [
            Rsvp(
                event=event,
                contact_ct=first.contact_ct,
                contact_bi=(kept + n).to_bytes(32, "big"),
                language="es" if n % 2 else "en",
                state="confirmed",
                confirmed_at=now,
            )
            for n in range(count)
        ]
        Rsvp.objects.bulk_create(rows)

    return add


def planned(event, now) -> int:
    with Statements() as asked:
        actions.reconcile(event=event, now=now)
    return len(asked)


def test_planning_asks_as_often_for_each_thousand(event, crowd, now):
    counts = []
    for _ in range(3):
        crowd(1000)
        counts.append(planned(event, now))
    assert Message.objects.filter(kind="events.reminder").count() % 3001 == 0
    assert counts[2] - counts[1] <= counts[1] - counts[0] + 1 <= 8
    assert planned(event, now) <= 8  # a second run changes nothing


def test_discreet_reminder_costs_three_statements_and_its_share_of_a_batch(event, crowd, now, frozen):
    crowd(2 * BATCH - 1)
    actions.reconcile(event=event, now=now)
    run_once()
    frozen.move_to(DAY_BEFORE)
    with Statements() as asked:
        sent = run_once()
    assert sent >= 2 * BATCH
    mark = 1 if connection.vendor == "postgresql" else 2
    assert len(asked) <= sent * (2 + mark) + (sent / BATCH + 2) * 10


def test_a_sign_up_costs_the_same_among_five_hundred(event, crowd, person, now):
    """Confirming, being put on the list, and giving a place back to it."""
    Event.objects.filter(pk=event.pk).update(capacity=501)
    counts = []
    for n, more in enumerate((1, 496)):
        crowd(more)
        rsvp = person(f"{n}@tests.example", state="pending")
        with Statements() as asked:
            actions.confirm(rsvp=rsvp, now=now)
        counts.append(len(asked))
    waits = [person(f"late{n}@tests.example") for n in range(3)]
    with Statements() as asked:
        actions.withdraw(rsvp=rsvp, now=now)
    assert [one.state for one in waits] == ["confirmed", "waiting", "waiting"]
    assert counts[0] == counts[1] <= 20
    assert len(asked) <= 20
