"""The only clock of the engine: the database's, so that hosts that disagree still agree on what is due."""

import datetime as dt

from django.db import connection
from django.utils import timezone


def db_now() -> dt.datetime:
    """The database's time now. SQLite has no clock of its own: there it is the host's."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
