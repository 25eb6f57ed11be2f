"""The sourced record for tests, loaded once a module, with a copy that a test may spoil; and the desk of staff."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import transaction

from events import actions
from events.models import Rsvp
from outreach.models import Message
from tests.database_files import backups, migrated, portal  # noqa: F401, fixtures of backup and restore
from tests.factories import EventFactory

CONTENT = settings.BASE_DIR / "content"


@pytest.fixture(scope="session")
def rows_asked_once():
    """Whether a row breaks a rule of its table depends on the row alone: the database is asked once for each."""
    from ilp_portal.record import checking

    ask, answers = checking._broken, {}

    def broken(model, row):
        values = repr([(field.attname, getattr(row, field.attname)) for field in model._meta.concrete_fields])
        if (model, values) not in answers:
            answers[model, values] = ask(model, row)
        return answers[model, values]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(checking, "_broken", broken)
        yield


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, rows_asked_once):
    """The real record, loaded once for a module and rolled back after it; each test works in a savepoint."""
    from ilp_portal.record.loading import load

    with django_db_blocker.unblock(), transaction.atomic():
        yield load(CONTENT)
        transaction.set_rollback(True)


@pytest.fixture
def record(loaded, db):
    """The report of the load, with the record in the tables."""
    return loaded


@pytest.fixture
def copy(tmp_path, rows_asked_once) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def edit(copy) -> Callable:
    """Rewrite one file of the copy after `change` worked on its parsed content."""

    def rewrite(file: str, change: Callable) -> None:
        data = yaml.load((copy / file).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        change(data)
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
        (copy / file).write_text(text, encoding="utf-8")

    return rewrite


@pytest.fixture
def trying(settings, tmp_path):
    """A copy for trying the portal out: DEBUG, with its own var/."""
    settings.DEBUG, settings.VAR_DIR = True, tmp_path
    return settings


@pytest.fixture
def desk(client, frozen, staff):
    """The browser of somebody of the staff."""
    client.force_login(staff)
    return client


@pytest.fixture
def event(db):
    return EventFactory(title_en="Rally with tenants", title_es="Manifestación con inquilinos")


@pytest.fixture
def sign_up(event, now):
    """Signs people up: sign_up(3, language="es", confirmed=False) gives their rows."""

    def make(people=1, *, language="en", confirmed=True, of=event) -> list[Rsvp]:
        made = []
        for n in range(people):
            before = Rsvp.objects.count()
            contact = f"reader{before}-{n}@tests.example"
            actions.sign_up(event=of, contact=contact, language=language, name="Reader", discreet=True, now=now)
            made.append(of.rsvps.latest("pk"))
            if confirmed:
                actions.confirm(rsvp=made[-1], now=now)
        return made

    return make


@pytest.fixture
def ended(event, now):
    """ended(rsvp, "unconfirmed", "outcome unknown") makes a confirmation of that sign-up that found this end."""

    def make(rsvp, state, reason="", **fields) -> Message:
        found = Message.objects.filter(subject_id=rsvp.pk, kind="events.confirmation")
        end = {"state": state, "reason": reason, "finished_at": now, "not_after": now + dt.timedelta(days=2)}
        found.update(**end | fields)
        return found.get()

    return make
