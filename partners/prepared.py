"""Questions that are put into words once, for what many requests ask: Django takes longer to write a question about
sixty columns than PostgreSQL to answer it. Everything else is done as Django does it for any queryset.
"""

import threading
from collections.abc import Callable

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Model, QuerySet, Value
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery
from django.db.transaction import TransactionManagementError


class Asked(Value):
    """Stands in a queryset for a value that comes with each question, under this name."""

    def __init__(self, name: str, field: Field):
        super().__init__(name, output_field=field)

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """Ask it with the values by name; the answer is the list of rows, as list(queryset) gives it.

    `build` makes the queryset of whole rows, once in a thread, without prefetches or values(). No word of it may depend
    on the language of the reader: a translated column is named with its language, or all of them are read.
    """

    def __init__(self, build: Callable[[], QuerySet]):
        self.build, self.of_thread = build, threading.local()  # a connection belongs to its thread

    def __call__(self, **values) -> list:
        return _words(self.of_thread, lambda connection: _Question(self.build(), connection)).ask(values)


class PreparedInsert:
    """Saves a new row of the model, as row.save(force_insert=True) does, but tells no receiver of signals."""

    def __init__(self, model: type[Model]):
        self.model, self.of_thread = model, threading.local()

    def __call__(self, row: Model) -> None:
        _words(self.of_thread, lambda connection: _Insert(self.model, connection)).save(row)


def _words(of_thread: threading.local, make: Callable):
    """What was made for the connection of this thread."""
    connection, words = connections[DEFAULT_DB_ALIAS], getattr(of_thread, "words", None)
    if words is None or words.connection is not connection:
        words = of_thread.words = make(connection)
    return words


class _Question:
    def __init__(self, queryset: QuerySet, connection):
        self.connection, self.alias, self.locks = connection, connection.alias, queryset.query.select_for_update
        self.compiler = compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.places = compiler.as_sql()
        self.converters = compiler.get_converters([column[0] for column in compiler.select])
        self.model, (self.first, *_more) = compiler.klass_info["model"], compiler.klass_info["select_fields"]
        self.end = compiler.klass_info["select_fields"][-1] + 1
        self.names = [column[0].target.attname for column in compiler.select[self.first : self.end]]
        self.related = get_related_populators(compiler.klass_info, compiler.select, self.alias)

    def ask(self, values: dict) -> list:
        if self.locks and self.connection.get_autocommit():
            raise TransactionManagementError("a question that locks rows is asked in a transaction")
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, [self._said(place, values) for place in self.places])
            rows = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [self._object(row) for row in rows]

    def _said(self, place, values: dict):
        if isinstance(place, Asked):
            return place.output_field.get_db_prep_value(values[place.value], self.connection)
        return place

    def _object(self, row):
        found = self.model.from_db(self.alias, self.names, row[self.first : self.end])
        for populator in self.related:
            populator.populate(row, found)
        return found


class _Insert:
    def __init__(self, model: type[Model], connection):
        meta, query = model._meta, InsertQuery(model)
        self.connection, self.fields = connection, [f for f in meta.local_concrete_fields if f is not meta.auto_field]
        query.insert_values(self.fields, [model()])
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = [meta.pk]
        ((self.sql, _example),) = compiler.as_sql()

    def save(self, row: Model) -> None:
        said = [field.get_db_prep_save(field.pre_save(row, add=True), self.connection) for field in self.fields]
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, said)
            (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, self.connection.alias
