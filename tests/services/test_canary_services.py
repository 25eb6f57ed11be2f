"""A dump of PostgreSQL, which holds everything a table can hold, is searched for what was erased."""

import datetime as dt
import os
import subprocess

import pytest
from django.db import connection

from events import actions, erasure
from events.models import Event, Rsvp
from tests.events import canaries
from tests.events.shift_parts import a_shift, place
from tests.factories import EventFactory

pytestmark = pytest.mark.usefixtures("committed")


def dump() -> bytes:
    """The whole database as SQL."""
    known = connection.settings_dict
    address = {"PGHOST": known["HOST"], "PGPORT": str(known["PORT"] or 5432), "PGUSER": known["USER"]}
    env = {**os.environ, **address, "PGPASSWORD": known["PASSWORD"] or "", "PGDATABASE": known["NAME"]}
    return subprocess.run(["pg_dump"], env=env, capture_output=True, check=True).stdout


@pytest.mark.parametrize("kind", ["rally", "accompaniment"])
def test_dump_holds_nothing_of_who_was_erased(kind, now, frozen):
    event = EventFactory(kind=kind)
    contact = canaries.CONTACTS[0]
    actions.sign_up(event=event, contact=contact, name="Canaria", language="es", discreet=False, now=now)
    actions.confirm(rsvp=event.rsvps.get(), now=now)
    place(a_shift(event, meeting_point="Canaria gate", note="Canaria vest"), event.rsvps.get(), now)
    if kind == "accompaniment":
        Event.objects.update(title_en="Canaria", place="Canaria court")
    assert canaries.holds(dump())
    assert erasure.purge_signups(now=event.ends_at + dt.timedelta(days=7))["signups"] == 1
    left = [line for line in dump().splitlines() if canaries.holds(line)]
    assert (left, Rsvp.objects.count()) == ([], 0)
