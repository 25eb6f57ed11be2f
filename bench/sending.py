"""One worker from claim to mark, beside a bare smtplib loop with a finished mail to the same server."""

import datetime as dt
import smtplib

from django.conf import settings
from django.db import connection

from bench.meter import Cost, Statements, cost, median
from bench.planning import an_event, plan
from events.models import Event, EventKey, Rsvp
from outreach import engine, sealing
from outreach.clock import db_now
from outreach.models import Message

ROUNDS, PEOPLE = 5, 1_000
MAIL_BYTES = 3 * 1024
BUDGET = 600.0  # seconds, far more than a round takes
DUE_NOW = """
UPDATE outreach_message SET state = 'queued', attempts = 0, reason = '', finished_at = NULL, token = NULL,
    lease_until = NULL, due_at = now(), next_at = now() WHERE scope_id = %(event)s OR subject_id IN
    (SELECT id FROM events_rsvp WHERE event_id = %(event)s)
"""


def figures() -> None:
    """Messages a second of both, in turns; every round proves that all arrived."""
    event = people_to_remind()
    raw, ours = [], []
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        round_of(event, server)  # warms caches on both sides
        for _ in range(ROUNDS):
            raw.append(cost(lambda: bare_loop(server)).each(PEOPLE))
            arrived(server)
            ours.append(round_of(event, server))
        with Statements() as statements:
            round_of(event, server)
    report(median(raw), median(ours), len(statements.texts) / PEOPLE)


def people_to_remind() -> Event:
    """An event at noon where its readers are, whose reminders are planned; half read Spanish, half want it discreet."""
    now = db_now()
    event = an_event(now, zone=zone_at_noon(now))
    event.key = EventKey.objects.create(event=event, wrapped=sealing.wrap(sealing.new_key()))
    people = []
    for n in range(PEOPLE):
        language = "es" if n % 2 else "en"
        rsvp = Rsvp(event=event, state="confirmed", confirmed_at=now, language=language, discreet=n % 4 < 2)
        rsvp.keep_contact(f"reader{n}@tests.example", f"Reader {n}" if n % 3 else "")
        people.append(rsvp)
    Rsvp.objects.bulk_create(people)
    Message.objects.all().delete()
    plan(event, now)
    return event


def zone_at_noon(now: dt.datetime) -> str:
    """A zone where no quiet hours are, at whatever hour this runs."""
    offset = 12 - now.astimezone(dt.UTC).hour  # hours that are added to UTC
    return f"Etc/GMT{-offset:+d}"  # signs are the other way round there


def round_of(event: Event, server: smtplib.SMTP) -> Cost:
    with connection.cursor() as cursor:
        cursor.execute(DUE_NOW, {"event": event.pk})
        cursor.execute("DELETE FROM outreach_deliveryattempt")
        cursor.execute("VACUUM ANALYZE outreach_message, outreach_deliveryattempt")
    spent = cost(lambda: engine.run_once(BUDGET)).each(PEOPLE)
    arrived(server)
    return spent


def bare_loop(server: smtplib.SMTP) -> None:
    head = b"From: ilp@ilp.example.edu\r\nTo: reader@tests.example\r\nSubject: Reminder\r\n\r\n"
    mail = head + b"A line of seventy-two characters, as plain text of a mail has them.....\r\n" * (MAIL_BYTES // 73)
    for n in range(PEOPLE):
        server.sendmail("ilp@ilp.example.edu", [f"reader{n}@tests.example"], mail)


def arrived(server: smtplib.SMTP) -> None:
    """Every one, and none twice."""
    _code, count = server.noop()
    if int(count) != PEOPLE:
        raise SystemExit(f"{int(count)} of {PEOPLE} messages arrived; nothing was measured.")


def report(raw: Cost, ours: Cost, statements: float) -> None:
    print(
        f"{'sending':<16} {1 / ours.wall:8.0f}/s, {ours.cpu * 1e3:.2f} ms CPU each; bare smtplib {1 / raw.wall:8.0f}/s,"
        f" {raw.cpu * 1e3:.2f} ms; ratio {raw.wall / ours.wall:5.2f} of its messages a second, goal 0.35;"
        f" {statements:.2f} statements a message, goal 3",
        flush=True,
    )
