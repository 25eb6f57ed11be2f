"""Taking up what is due among a thousand and among a million messages."""

import datetime as dt
import uuid
from collections.abc import Callable

from django.db import connection

from bench.meter import Cost, cost, median
from outreach import claims, engine
from outreach.clock import db_now
from outreach.models import Message

SIZES = {"thousand": 1_000, "million": 1_000_000}  # a schema each, so that the rounds of both take turns
ROUNDS, CALLS = 7, 10  # calls together are one round: one alone is too short to be measured
DUE = 100
HOUR = dt.timedelta(hours=1)

TABLE = """
CREATE SCHEMA {name};
CREATE TABLE {name}.outreach_message (LIKE public.outreach_message INCLUDING ALL);
"""
# Of four rows three are planned for the next months, and one was sent
ROWS = """
INSERT INTO outreach_message (kind, subject_type, subject_id, scope_type, scope_id, rule, revision, channel, priority,
    due_at, next_at, not_after, state, attempts, uncertain, reason, planned_at, finished_at)
SELECT 'events.reminder', %(about)s, n, 'events.event', n / 500, '24h', 0, 'email', n %% 6,
    at, at, at + interval '1 day', CASE WHEN sent THEN 'sent' ELSE 'queued' END, 0, 0, '', now(),
    CASE WHEN sent THEN at END
FROM (SELECT n, n %% 4 = 0 AS sent,
             now() + (%(first)s + n * %(step)s) * interval '1 second' * CASE WHEN n %% 4 = 0 THEN -1 ELSE 1 END AS at
      FROM generate_series(1, %(count)s) AS n) AS numbered
"""


def figures() -> None:
    """Each beside the same among a thousand rows; claims last, because the rows to claim have to be due."""
    for name, count in SIZES.items():
        fill(name, count)
    compare("empty poll", poll, 1.3)
    compare("tidy alone", lambda: claims.tidy(db_now()), 1.3)
    compare("oldest due age", lambda: engine.oldest_due_age(db_now()), 1.3)
    for name in SIZES:
        use(name)
        sql(ROWS, about="due", first=-60, step=-1, count=DUE * 4 // 3 + 1)
        sql("ANALYZE outreach_message")
    compare(f"claim of {DUE}", claim, 1.5, after=give_back)
    use("public")


def fill(name: str, count: int) -> None:
    sql(TABLE.format(name=name))
    use(name)
    sql(ROWS, about="bench", first=3600, step=9_000_000 / count, count=count)
    sql("VACUUM ANALYZE outreach_message")


def use(schema: str) -> None:
    sql(f"SET search_path = {schema}, public")


def sql(text: str, **values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values or None)


def compare(label: str, work: Callable[[], object], goal: float, after: Callable[[], object] = lambda: None) -> None:
    """Print the median among a million beside the median among a thousand, taken in turns."""
    found: dict[str, list[Cost]] = {name: [] for name in SIZES}
    for _ in range(ROUNDS):
        for name, costs in found.items():
            use(name)
            costs.append(_round(work, after))
    few, many = (median(found[name]) for name in ("thousand", "million"))
    print(
        f"{label:<16} {many.cpu * 1e3:8.2f} ms CPU {many.wall * 1e3:8.2f} ms   among a thousand {few.cpu * 1e3:8.2f}"
        f" {few.wall * 1e3:8.2f}   ratio {many.cpu / few.cpu:5.2f} CPU {many.wall / few.wall:5.2f} time, goal {goal}",
        flush=True,
    )


def _round(work: Callable[[], object], after: Callable[[], object]) -> Cost:
    total = []
    for _ in range(CALLS):
        total.append(cost(work))
        after()
    return median(total)


def poll() -> None:
    """What a worker asks when nothing is due."""
    now = db_now()
    claims.tidy(now)
    if Message.objects.has_claimable(now, Message.Channel.EMAIL):
        raise SystemExit("Something is due that should not be; nothing was measured.")


def claim() -> None:
    if len(claims.claim(DUE, uuid.uuid4(), db_now())) != DUE:
        raise SystemExit("Less was claimed than is due; nothing was measured.")


def give_back() -> None:
    sql("UPDATE outreach_message SET state = 'queued', token = NULL, lease_until = NULL WHERE state = 'claimed'")
