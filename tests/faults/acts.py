"""What the portal does in a round, each in a process of its own (tests/faults/company.py). Results are JSON."""

import datetime as dt
import os
import signal
import threading
import time

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events import actions
from events.models import Event, EventKey, Rsvp
from outreach import actions as outbox_actions
from outreach import conservation, engine, loop, outbox, sealing
from outreach.clock import db_now
from outreach.models import Engine, Message
from tests.factories import EventFactory

HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)
POLL = 0.1  # seconds between two looks of the loop; two in production


# --- people -----------------------------------------------------------------------------------------------------------
def zone_where_it_is_noon(now: dt.datetime) -> str:
    """A zone without quiet hours around now. Etc/GMT-5 is five hours ahead of UTC (POSIX signs, tz database)."""
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/UTC"


def event_with(people: int, gone: int = 0, starts_in: float = 7195, plan: bool = True) -> int:
    """A rally whose reminder, two hours before, is due now, with confirmed people; the last `gone` have no mailbox."""
    now = timezone.now()
    start = now + starts_in * SECOND
    place = "stage-0-"
    event = EventFactory(
        slug=f"rally-{time.time_ns()}",
        starts_at=start,
        ends_at=start + HOUR,
        time_zone=zone_where_it_is_noon(now),
        held_on=now.date(),
        place=place,
    )
    EventKey.objects.create(event=event, wrapped=sealing.wrap(sealing.new_key()))
    rows = []
    for number in range(people):
        name = "gone" if number >= people - gone else "reader"
        rsvp = Rsvp(event=event, language="es" if number % 2 else "en", discreet=False, requested_at=now - HOUR)
        rsvp.state, rsvp.confirmed_at = Rsvp.State.CONFIRMED, now - HOUR
        rsvp.keep_contact(f"{name}{number}.{event.pk}@tests.example", "")
        rows.append(rsvp)
    Rsvp.objects.bulk_create(rows, batch_size=500)
    if plan:
        with transaction.atomic():
            actions.reconcile(event=Event.objects.select_for_update().get(pk=event.pk), now=now)
    return event.pk


def sweep() -> int:
    return actions.sweep_reminders(now=timezone.now())


# --- workers ----------------------------------------------------------------------------------------------------------
def work() -> None:
    """One sending process: the loop of `manage.py run_outbox`."""
    loop.watch(threading.Event(), poll=POLL)


def race(at: float, ticks: int) -> None:
    """So many ticks one after the other, beginning with all other racers at one instant."""
    connection.ensure_connection()
    time.sleep(max(0.0, at - time.time()))
    for _ in range(ticks):
        engine.run_once()


def sweep_at(at: float) -> None:
    """The clock's sweep at that instant."""
    connection.ensure_connection()
    time.sleep(max(0.0, at - time.time()))
    sweep()


def resume() -> int:
    """Staff press the button after our own fault was mended. How often it was needed."""
    return Engine.objects.filter(paused=True).update(paused=False, reason="")


def send_again(pks: list[int]) -> int:
    """Staff press the button beside messages whose outcome nobody knows."""
    return outbox_actions.send_again(pks=pks, now=timezone.now())


def engine_state() -> list[str]:
    """Why the engine is paused; empty when it runs."""
    return list(Engine.objects.filter(paused=True).values_list("reason", flat=True))


# --- accounts ---------------------------------------------------------------------------------------------------------
def look(horizon: float = 3600) -> dict[str, int]:
    """How often staff resumed now, and the messages that have to end within the horizon, in seconds, and have not."""
    waiting = Message.objects.pending().filter(next_at__lt=db_now() + horizon * SECOND).count()
    return {"waiting": waiting, "resumed": resume() if waiting else 0}


def states(event: int) -> list[str]:
    """Those in which the messages about one event are."""
    rows = Message.objects.about("events.rsvp", Rsvp.objects.filter(event=event).values("pk"))
    return sorted(set(rows.values_list("state", flat=True)))


def account() -> dict:
    """Every message as it stands, and what the conservation law says about them."""
    law = conservation.take(db_now())
    columns = ("pk", "state", "uncertain", "kind", "subject_id", "revision", "told", "reason", "planned_at")
    people = {rsvp.pk: rsvp for rsvp in Rsvp.objects.select_related("event__key")}
    return {
        "holds": law.holds,
        "messages": [dict(zip(columns, row, strict=True)) for row in Message.objects.values_list(*columns)],
        "people": {
            pk: {"contact": rsvp.contact, "state": rsvp.state, "event": rsvp.event_id} for pk, rsvp in people.items()
        },
        "events": {
            event.pk: {"revision": event.revision, "status": event.status, "place": event.place}
            for event in Event.objects.all()
        },
    }


# --- edits ------------------------------------------------------------------------------------------------------------
def move_to_stage(event: int, number: int) -> None:
    """Staff move the event to another place."""
    actions.change_event(pk=event, now=timezone.now(), place=f"stage-{number}-")


def cancel(event: int) -> None:
    actions.change_event(pk=event, now=timezone.now(), status=Event.Status.CANCELLED)


def withdraw(event: int, number: int) -> float:
    """Somebody says that they do not come. When that was committed, as this machine counts."""
    rsvp = Rsvp.objects.filter(event=event, state=Rsvp.State.CONFIRMED).order_by("pk")[number]
    actions.withdraw(rsvp=rsvp, now=timezone.now())
    return time.time()


# --- faults -----------------------------------------------------------------------------------------------------------
def sign_up_and_lose_power(event: int, number: int) -> None:
    """The row is committed, and the machine ends before anybody is told: the nudge never leaves."""
    outbox.nudge = lambda: os.kill(os.getpid(), signal.SIGKILL)
    actions.sign_up(
        event=Event.objects.get(pk=event),
        contact=f"reader{number}.{event}@tests.example",
        language="en",
        name="",
        discreet=False,
        now=timezone.now(),
    )


def lock_the_database(seconds: float) -> None:
    """Somebody writes for so long that nobody else can."""
    with transaction.atomic():
        Event.objects.update(record_note="locked")
        time.sleep(seconds)


def sign_up_page(event: int, number: int) -> dict:
    """What a visitor is told who signs up, and whether it is kept."""
    chosen = Event.objects.get(pk=event)
    contact = f"visitor{number}.{event}@tests.example"
    client = Client(raise_request_exception=False)
    own = {"host": settings.ALLOWED_HOSTS[0], "sec-fetch-site": "same-origin"}
    url = reverse("events:rsvp_create", args=[chosen.slug])
    answer = client.post(url, {"contact": contact, "language": "en"}, secure=True, headers=own)
    kept = Rsvp.objects.filter(event=chosen, contact_bi=sealing.contact_index(contact))
    return {"status": answer.status_code, "kept": kept.exists()}


def make_read_only(yes: bool) -> None:
    """PostgreSQL refuses every change from now on, as a standby does; all other sessions end."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {'on' if yes else 'off'}")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


# A clock_timestamp() that is found before PostgreSQL's by every session that begins from now on
MOVABLE_CLOCK = """
CREATE SCHEMA skew;
CREATE TABLE skew.amount (seconds double precision);
INSERT INTO skew.amount VALUES (0);
CREATE FUNCTION skew.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT pg_catalog.clock_timestamp() + (SELECT seconds FROM skew.amount) * interval '1 second'
$$
"""


def make_the_clock_movable() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MOVABLE_CLOCK)
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET search_path = skew, pg_catalog, public")


def move_the_clock(seconds: float) -> None:
    """The database's clock shows another time from now on."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE skew.amount SET seconds = %s", [seconds])


def clock_differs() -> float:
    """Seconds by which the database's clock is ahead of this machine's."""
    return (db_now() - timezone.now()).total_seconds()


def last_withdrawn() -> str:
    """The address of who withdrew last."""
    return Rsvp.objects.filter(state=Rsvp.State.WITHDRAWN).select_related("event__key").latest("withdrawn_at").contact
