"""Every migration on PostgreSQL, once forwards from nothing and once back to nothing, with rows of the released portal.

On PostgreSQL only, which is what keeps a portal; that they run forwards on SQLite every test shows that has a database.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.test_migrations import OURS

NOW = dt.datetime(2026, 11, 18, 17, 0, tzinfo=dt.UTC)
RELEASED = (("events", "0002_default_reminder_rules"), ("outreach", "0003_words_for_staff"))  # downwards in this order
MADE = "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'"


@pytest.fixture
def empty(django_db_setup, django_db_blocker, monkeypatch):
    """An empty database in the place of the test's own, which keeps its rows."""
    server, name = connection.settings_dict, f"{connection.settings_dict['NAME']}_empty"
    with django_db_blocker.unblock(), connection._nodb_cursor() as outside:
        outside.execute(f'CREATE DATABASE "{name}"')
        connection.close()
        with monkeypatch.context() as patched:
            patched.setitem(server, "NAME", name)
            ContentType.objects.clear_cache()
            yield
            connection.close()
        ContentType.objects.clear_cache()
        outside.execute(f'DROP DATABASE "{name}"')


def models_at(*targets: tuple[str, str]):
    """The models as they were at these migrations."""
    return MigrationLoader(connection).project_state(targets).apps


def made_by(apps: list[str]) -> set[str]:
    """The names of what the migrations of these apps made: each begins with its app's."""
    with connection.cursor() as cursor:
        cursor.execute(MADE)
        return {name for (name,) in cursor.fetchall() if name.startswith(tuple(apps))}


def fill(models) -> dict[str, int]:
    """A paused engine, a stopped contact, and a sign-up with a sent, an unclear and a waiting message."""
    models.get_model("outreach", "Engine").objects.update(paused=True, reason="535 5.7.8")
    models.get_model("outreach", "Suppression").objects.create(contact_bi=b"b" * 32, reason="asked", at=NOW)
    times = {"starts_at": NOW + dt.timedelta(days=2), "ends_at": NOW + dt.timedelta(days=3), "held_on": NOW.date()}
    event = models.get_model("events", "Event").objects.create(slug="rally", kind="rally", revision=4, **times)
    models.get_model("events", "EventKey").objects.create(event=event, wrapped=b"k" * 60)
    person = {"contact_ct": b"c", "contact_bi": b"i" * 32, "language": "es", "state": "confirmed", "confirmed_at": NOW}
    rsvp = models.get_model("events", "Rsvp").objects.create(event=event, **person)
    for revision, state in [(1, "sent"), (2, "unconfirmed"), (4, "queued")]:
        times = {"due_at": NOW, "next_at": NOW, "not_after": NOW, "finished_at": None if state == "queued" else NOW}
        about = {"subject_type": "events.rsvp", "kind": "events.reminder", "revision": revision, "state": state}
        models.get_model("outreach", "Message").objects.create(subject_id=rsvp.pk, **about, **times)
    gone = {"subject_type": "events.rsvp", "subject_id": 10**9, "kind": "events.confirmation", "state": "sent"}
    times = {"due_at": NOW, "next_at": NOW, "not_after": NOW, "finished_at": NOW}
    models.get_model("outreach", "Message").objects.create(**gone, **times)
    return {"event": event.pk, "rsvp": rsvp.pk}


def told(models, *columns: str) -> list[tuple]:
    return list(models.get_model("outreach", "Message").objects.order_by("pk").values_list("state", *columns))


@pytest.mark.usefixtures("empty")
def test_rows_come_through_forwards_and_back_to_nothing():
    """In one test, since each way takes seconds. What leaves nothing behind can be made again as it was."""
    for app, name in RELEASED:
        call_command("migrate", app, name, verbosity=0)
    released = models_at(*RELEASED)
    made = fill(released)
    call_command("migrate", verbosity=0)
    came_forwards(models_at(*MigrationLoader(None).graph.leaf_nodes()), made)
    everything = made_by(OURS)
    go_back_by(lambda: came_back(released, made))
    assert (len(everything) > 100, made_by(OURS)) == (True, set())


def go_back_by(look: Callable[[], None]) -> None:
    """To nothing in one plan, since each costs the states of all models; `look` when the released tables are there."""
    nothing = [(app, None) for app in reversed(OURS)]
    newer = [migration for migration, _ in MigrationExecutor(connection).migration_plan(RELEASED)]

    def done(what: str, migration=None, _fake: bool = False) -> None:
        if (what, migration) == ("unapply_success", newer[-1]):
            look()

    MigrationExecutor(connection, done).migrate([*RELEASED, *nothing])


def came_forwards(models, made: dict[str, int]) -> None:
    engines = models.get_model("outreach", "Engine").objects.order_by("channel")
    assert list(engines.values_list("channel", "paused", "reason")) == [
        ("email", True, "535 5.7.8"),
        ("sms", False, ""),
    ]
    stopped = models.get_model("outreach", "Suppression").objects.values_list("topic", "reason", "at")
    assert list(stopped) == [("", "asked", NOW)]
    scope = ("events.event", made["event"])
    assert told(models, "scope_type", "scope_id", "told", "channel") == [
        ("sent", *scope, 1, "email"),
        ("unconfirmed", *scope, 2, "email"),
        ("queued", *scope, None, "email"),
        ("sent", "", None, None, "email"),  # its sign-up was erased before: nobody knows of which event
    ]
    rsvp = models.get_model("events", "Rsvp").objects.get(pk=made["rsvp"])
    assert (bytes(rsvp.contact_ct), rsvp.channel, rsvp.time_zone, rsvp.consent_at) == (b"c", "email", "", None)


def came_back(models, made: dict[str, int]) -> None:
    engines = models.get_model("outreach", "Engine").objects
    assert list(engines.values_list("paused", "reason")) == [(True, "535 5.7.8")]
    (stopped,) = models.get_model("outreach", "Suppression").objects.all()
    assert (bytes(stopped.contact_bi), stopped.reason) == (b"b" * 32, "asked")
    assert told(models, "revision") == [("sent", 1), ("unconfirmed", 2), ("queued", 4), ("sent", 0)]
    assert bytes(models.get_model("events", "EventKey").objects.get().wrapped) == b"k" * 60
    assert models.get_model("events", "Rsvp").objects.get().pk == made["rsvp"]
