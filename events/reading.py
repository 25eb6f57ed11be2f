"""A sign-up with its event and key, locked, by a question that is put into words once.

Django takes longer to write a question about sixty columns than PostgreSQL to answer it, and the gate asks the same one
for every message. Everything else is done as Django does it for any queryset.
"""

import threading
from collections.abc import Callable

from django.db import connection
from django.db.models.query import get_related_populators

from .models import Rsvp

_of_thread = threading.local()  # a question belongs to its connection, and a connection to its thread


def locked(pk: int) -> Rsvp | None:
    """As Rsvp.objects.locked().filter(pk=pk).first(). Call it in a transaction."""
    asked = getattr(_of_thread, "asked", None)
    if asked is None or asked[0] is not connection.connection:
        asked = _of_thread.asked = connection.connection, _question()
    return asked[1](pk)


def _question() -> Callable[[int], Rsvp | None]:
    compiler = Rsvp.objects.locked().filter(pk=0).query.get_compiler(connection=connection)
    sql, (_pk,) = compiler.as_sql()
    first, *_more, last = compiler.klass_info["select_fields"]
    names = [column[0].target.attname for column in compiler.select[first : last + 1]]
    related = get_related_populators(compiler.klass_info, compiler.select, connection.alias)

    def ask(pk: int) -> Rsvp | None:
        with connection.cursor() as cursor:
            cursor.execute(sql, [pk])
            rows = cursor.fetchall()
        for row in compiler.results_iter([rows]):
            rsvp = Rsvp.from_db(connection.alias, names, row[first : last + 1])
            for populator in related:
                populator.populate(row, rsvp)
            return rsvp
        return None

    return ask
