"""What a restore does to messages and sign-ups: nothing is sent again, nothing erased comes back. Mail is real."""

import datetime as dt
import shutil
import sqlite3
from collections import Counter
from contextlib import closing, suppress

import pytest
from cryptography.exceptions import InvalidTag
from django.test import Client
from django.utils import timezone

from campaigns import digest, nudges
from events import actions, links
from events.models import EventKey, Rsvp
from ilp_portal import privacy
from ilp_portal.backup import folder, making
from outreach import outbox, sealing
from outreach.actions import resume
from outreach.engine import run_once
from outreach.models import Engine, Message
from tests.database_files import content, manage
from tests.factories import AppointmentFactory, EventFactory, PlacementFactory, TermFactory, UserFactory

DAY = dt.timedelta(days=1)
NAMES = ("ana", "luz", "sol")
# The rally of the factory is on December 5 at 16:00 UTC: reminders at 18:00 of the day before, and two hours before
BEFORE_FIRST = dt.datetime(2026, 12, 4, 22, 0, tzinfo=dt.UTC)
AFTER_FIRST = dt.datetime(2026, 12, 4, 23, 30, tzinfo=dt.UTC)
AFTER_SECOND = dt.datetime(2026, 12, 5, 14, 1, tzinfo=dt.UTC)


def address(name: str) -> str:
    return f"{name}@tests.example"


def sign_up(event, name: str) -> Rsvp:
    form = {"contact": address(name), "name": name, "language": "es", "discreet": True}
    actions.sign_up(event=event, now=timezone.now(), **form)
    rsvp = event.rsvps.get(contact_bi=sealing.contact_index(address(name)))
    actions.confirm(rsvp=rsvp, now=timezone.now())
    return rsvp


@pytest.fixture
def rally(portal, frozen, smtp_sink):
    """A rally in 17 days, for which three people signed up; their confirmations are sent."""
    event = EventFactory()
    for name in NAMES:
        sign_up(event, name)
    run_once()
    assert len(smtp_sink.messages) == 3
    return event


def crash_and_restore(backups) -> str:
    return manage("restore", str(backups), "--yes", "--replace")


def states() -> Counter:
    return Counter(Message.objects.values_list("state", "reason"))


def test_nothing_is_sent_again_after_a_restore(rally, backups, frozen, smtp_sink):
    frozen.move_to(BEFORE_FIRST)
    making.make(backups, now=timezone.now())
    frozen.move_to(AFTER_FIRST)
    run_once()
    assert Counter(smtp_sink.recipients()) == {address(name): 2 for name in NAMES}

    said = crash_and_restore(backups)
    assert "Messages held as unconfirmed: 3. Due later: 3." in said
    assert list(Engine.objects.values_list("paused", "reason")) == [(True, "restored")] * 2
    assert states() == {("sent", "dot 250"): 3, ("unconfirmed", "restored"): 3, ("queued", ""): 3}
    run_once()
    actions.sweep_reminders(now=timezone.now())
    resume()
    run_once()
    assert len(smtp_sink.messages) == 6  # neither while it is paused nor afterwards
    frozen.move_to(AFTER_SECOND)
    run_once()
    assert Counter(smtp_sink.recipients()) == {address(name): 3 for name in NAMES}


def test_what_a_worker_had_in_hand_when_it_was_dumped_is_held(rally, backups, frozen):
    token = {"token": "0" * 32, "lease_until": timezone.now() + DAY}
    first, second, *_ = Message.objects.pending()
    Message.objects.filter(pk=first.pk).update(state="claimed", **token)
    Message.objects.filter(pk=second.pk).update(state="sending", **token)
    making.make(backups, now=timezone.now())
    crash_and_restore(backups)
    held = Message.objects.filter(state="unconfirmed", reason="restored").values_list("pk", flat=True)
    assert set(held) == {first.pk, second.pk}


def plan_mails_of_hours():
    nudges.plan(now=timezone.now())
    digest.plan(now=timezone.now())


def test_mails_of_hours_that_were_planned_after_the_dump_are_not_sent_again(portal, backups, frozen, smtp_sink):
    person = UserFactory(role="coordinator", time_zone="Pacific/Pago_Pago")
    staff = UserFactory(role="staff", time_zone="Asia/Tokyo")
    appointment = AppointmentFactory(term=TermFactory(), coordinator__user=person)
    PlacementFactory(appointment=appointment)
    making.make(backups, now=timezone.now())
    frozen.move_to(dt.datetime(2026, 11, 23, 5, 30, tzinfo=dt.UTC))  # Sunday there, Monday in Tokyo
    for _ in range(2):
        plan_mails_of_hours()
        run_once()
    assert smtp_sink.recipients() == [person.email, staff.email]
    crash_and_restore(backups)
    resume()
    plan_mails_of_hours()
    run_once()
    assert (smtp_sink.recipients(), states()) == ([person.email, staff.email], {("unconfirmed", "restored"): 2})


# --- what a dump may not hold -----------------------------------------------------------------------------------------
def opens(file) -> int:
    """How many cells of the database are a key that this installation can unwrap."""
    found = 0
    with closing(sqlite3.connect(file)) as db:
        for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for cell in (cell for row in db.execute(f'SELECT * FROM "{table}"') for cell in row):
                with suppress(InvalidTag, ValueError, TypeError):
                    found += bool(sealing.unwrap(cell))
    return found


def test_dump_holds_no_key_no_code_and_no_address(rally, backups, portal):
    secret = outbox.send_sealed("account.mail", {"code": "123456"}, now=timezone.now(), lifetime=DAY)
    done = making.make(backups, now=timezone.now())
    raw = (done / "portal.sqlite3").read_bytes()
    wrapped = bytes(EventKey.objects.get().wrapped)
    assert (opens(portal), opens(done / "portal.sqlite3")) == (1, 0)
    assert [what in raw for what in (wrapped, wrapped[:12], bytes(secret.sealed), b"ana@tests.example")] == [False] * 4
    assert wrapped.hex() in folder.keys_of(done).read_text()
    kept = content(done / "portal.sqlite3")
    assert (len(kept["events_rsvp"]), kept["events_eventkey"], len(kept["outreach_message"])) == (3, [], 10)


def test_dump_thirty_days_old_opens_no_erased_sign_up(rally, backups, frozen, tmp_path):
    """Neither with what is left of the keys, which is nothing, nor with keys that somebody kept against the rules."""
    done = making.make(backups, now=timezone.now())
    hoarded = shutil.copy(folder.keys_of(done), tmp_path / "hoarded.json")
    frozen.shift(30 * DAY)
    privacy.purge(now=timezone.now())
    assert (folder.keys_of(done).exists(), done.exists()) == (False, True)
    said = crash_and_restore(backups)
    assert "No keys file" in said
    assert (Rsvp.objects.count(), EventKey.objects.count()) == (0, 0)
    said = manage("restore", str(done), "--keys", str(hoarded), "--yes", "--replace")
    assert "Keys brought back: 0." in said
    assert (Rsvp.objects.count(), EventKey.objects.count()) == (0, 0)


def test_keys_of_events_to_come_are_brought_back(rally, backups):
    making.make(backups, now=timezone.now())
    said = crash_and_restore(backups)
    assert "Keys brought back: 1." in said
    assert sorted(rsvp.contact for rsvp in Rsvp.objects.all()) == [address(name) for name in NAMES]


def test_keys_of_another_installation_are_not_brought_back(rally, backups, settings):
    making.make(backups, now=timezone.now())
    settings.SECRET_KEY = "another key, long enough for every check of the settings"
    said = crash_and_restore(backups)
    assert "another SECRET_KEY" in said
    assert "Keys brought back: 0." in said


@pytest.fixture
def without_keys(rally, backups, frozen):
    """The rally, restored from a dump whose keys are gone."""
    folder.keys_of(making.make(backups, now=timezone.now())).unlink()
    crash_and_restore(backups)
    resume()
    return rally


def test_messages_to_unreadable_people_end_with_a_reason(without_keys, frozen, smtp_sink):
    frozen.move_to(AFTER_SECOND)
    run_once()
    assert len(smtp_sink.messages) == 3  # the confirmations from before
    assert states() == {("sent", "dot 250"): 3, ("suppressed", "erased"): 6}


def test_pages_of_unreadable_people_answer_and_they_can_sign_up_again(without_keys, frozen, smtp_sink):
    rsvp = Rsvp.objects.earliest("pk")
    assert not rsvp.is_readable
    assert Client().get(links.path(rsvp, "es")).status_code == 200
    frozen.shift(DAY)
    sign_up(without_keys, "ana")
    sign_up(without_keys, "mar")
    run_once()
    assert Counter(smtp_sink.recipients()) == {"ana@tests.example": 2} | {address(n): 1 for n in ("luz", "sol", "mar")}
    assert Rsvp.objects.get(pk=rsvp.pk).contact == "ana@tests.example"
