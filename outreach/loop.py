"""The safety net under Celery: it looks at the table itself, so that a dead broker or worker loses no message."""

import logging
import threading

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from . import engine
from .clock import db_now

log = logging.getLogger(__name__)

POLL = 2.0  # seconds between two looks (RELIABILITY 2.5)
LONGEST_WAIT = 30.0  # seconds between two looks at a database that does not answer


def watch(stop: threading.Event, poll: float = POLL) -> None:
    """Until `stop` is set: send whatever has been due for longer than Celery should ever need."""
    wait = poll
    while not stop.is_set():
        try:
            look(stop)
            wait = poll
        except (
            DatabaseError,
            InterfaceError,
        ) as error:  # psycopg2 raises plain DatabaseError at a restart
            log.warning("outbox loop: database did not answer (%s)", type(error).__name__)
            connection.close()
            wait = min(2 * wait, LONGEST_WAIT)
        stop.wait(wait)


def look(stop: threading.Event) -> int:
    """One look: how many messages were taken up."""
    if engine.oldest_due_age(db_now()).total_seconds() <= settings.OUTBOX["LOOP_GRACE_SECONDS"]:
        return 0
    return engine.run_once(stop=stop.is_set)
