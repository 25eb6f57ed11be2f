"""Planning the reminders of one event with many sign-ups."""

import datetime as dt
import tracemalloc

from django.db import connection, transaction

from bench.meter import Statements, cost
from events import actions
from events.models import Event, ReminderRule
from outreach.clock import db_now
from outreach.models import Message

SIZES = (1_000, 10_000)
PEOPLE = """
INSERT INTO events_rsvp (event_id, contact_ct, contact_bi, name_ct, language, discreet, channel, time_zone,
    consent_wording, state, requests, requested_at, confirmed_at)
SELECT %(event)s, 'x', decode(md5(n::text) || md5((-n)::text), 'hex'), '', 'en', true, 'email', '', '', 'confirmed', 1,
    now(), now()
FROM generate_series(1, %(count)s) AS n
"""


def figures() -> None:
    """Statements, time and memory for each size; statements per 1,000 people must not grow."""
    for count in SIZES:
        now = db_now()
        event = an_event(now)
        with connection.cursor() as cursor:
            cursor.execute(PEOPLE, {"event": event.pk, "count": count})
        for label in ("first", "again"):
            with Statements() as statements:
                spent = cost(lambda event=event, now=now: plan(event, now))
            say(f"planning {label}", count, len(statements.texts), spent.wall)
        memory(event, now, count)


def an_event(now: dt.datetime, *, hours: int = 72, zone: str = "America/New_York") -> Event:
    """Published, open, with one rule of its own, starting in so many hours."""
    start = now + dt.timedelta(hours=hours)
    event = Event.objects.create(
        slug=f"bench-{now.timestamp():.0f}-{Event.objects.count()}",
        kind="rally",
        status="published",
        mode="in-person",
        title_en="Rally with tenants",
        title_es="Manifestación con inquilinas e inquilinos",
        summary_en="Stand with tenants.",
        summary_es="Acompañe a inquilinas e inquilinos.",
        starts_at=start,
        ends_at=start + dt.timedelta(hours=2),
        held_on=start.date(),
        time_zone=zone,
        place="100 Example Street NW, Washington, DC",
        neighborhood="Columbia Heights",
        languages=["en", "es"],
        signup_open=True,
    )
    ReminderRule.objects.create(event=event, hours_before=24)
    return event


def plan(event: Event, now: dt.datetime) -> None:
    with transaction.atomic():
        actions.reconcile(event=event, now=now)


def memory(event: Event, now: dt.datetime, count: int) -> None:
    """The most that planning holds at one moment. Measured apart, because measuring slows it."""
    Message.objects.within("events.event", event.pk).delete()
    Message.objects.filter(subject_id__in=event.rsvps.values("pk")).delete()
    tracemalloc.start()
    plan(event, now)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"{'planning memory':<16} {count:>6} people  peak {peak / 2**20:6.1f} MiB", flush=True)


def say(label: str, count: int, statements: int, wall: float) -> None:
    per = count / 1000
    print(
        f"{label:<16} {count:>6} people {statements:5} statements, {statements / per:6.1f} per 1,000,"
        f" {wall * 1e3 / per:8.1f} ms per 1,000",
        flush=True,
    )
