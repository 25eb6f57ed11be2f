"""What is past its time is erased everywhere: canaries are searched in every column of every table."""

import datetime as dt
from io import StringIO

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns import actions as hours
from campaigns.models import (
    HourChange,
    HourEntry,
    HourImport,
    HourImportFailure,
    HourProposal,
    PartnerLink,
    PartnerWord,
    WeekNote,
)
from coordinators import applications, claims
from coordinators.models import Tip
from events import actions
from events.models import Event, EventKey, Qualification, Rsvp, Training
from ilp_portal import privacy, tasks
from ilp_portal.models import ApiToken, PublicEntry, TableImport
from outreach.models import DeliveryAttempt, Message
from partners.models import Draft
from tests.coordinators.calling import open_call, waiting
from tests.factories import EventFactory, HourEntryFactory, PartnerFactory

DAY = dt.timedelta(days=1)
AFTER_ALL = dt.timedelta(days=400)  # from now: every period of the test is over
CANARY = "canaria"


def cells() -> dict[str, int]:
    """How many cells of which table hold the canary, in text or bytes: asked of the database itself, not of models."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            hits = sum(CANARY in readable(cell) for row in cursor.fetchall() for cell in row)
            found |= {table: hits} if hits else {}
    return found


def readable(cell) -> str:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("latin-1").lower()
    return str(cell).lower()


@pytest.fixture
def rally(db):
    """A rally in 17 days, with three canaries signed up."""
    return EventFactory()


@pytest.fixture
def database_cache(db):
    """The cache of the embedded form, a table."""
    backend = "django.core.cache.backends.db.DatabaseCache"
    with override_settings(CACHES={"default": {"BACKEND": backend, "LOCATION": "portal_cache"}}):
        call_command("createcachetable", verbosity=0)
        yield


def sign_up(event: Event, now: dt.datetime, number: int, *, confirm: bool = True) -> Rsvp:
    contact = f"canaria{number}@tests.example"
    actions.sign_up(event=event, contact=contact, name="Canaria", language="es", discreet=True, now=now)
    rsvp = event.rsvps.latest("pk")
    if confirm:
        actions.confirm(rsvp=rsvp, now=now)
    return rsvp


def write_about_hours(placement, staff, now: dt.datetime) -> None:
    """A canary in every column about hours that takes words, the trail of a corrected entry included."""
    entry = HourEntryFactory(placement=placement, note="Met Canaria")
    hours.ask_about(entries=HourEntry.objects.all(), word="Canaria?", by=staff, at=now)
    values = {"placement": placement, "worked_on": entry.worked_on, "minutes": 75, "activity": "other"}
    hours.change_hours(entry=entry, by=None, now=now, note="Met Canaria again", **values)
    hours.ask_about(entries=HourEntry.objects.all(), word="Canaria?", by=staff, at=now)
    HourChange.objects.latest("pk").delete()
    week = {"appointment": placement.appointment, "monday": dt.date(2026, 11, 16)}
    WeekNote.objects.create(**week, reflection="A day with Canaria", shared=True)
    HourProposal.objects.create(**values, origin="test:1", note="With Canaria")
    link = PartnerLink.objects.create(partner=PartnerFactory(), made_at=now, expires_on=dt.date(2027, 8, 30))
    PartnerWord.objects.create(link=link, entry=entry, revision=1, text="Not Canaria", said_at=now)


@pytest.fixture
def canaries(rally, coordinator, staff, now, frozen, database_cache):
    """A canary wherever the portal writes something about people."""
    for number in range(3):
        sign_up(rally, now, number)
    Message.objects.update(state="sent", finished_at=now)
    session = SessionStore()
    session["email"] = "canaria@tests.example"
    session.create()
    Session.objects.update(session_data="canaria")  # as a serializer without compression would write it
    placement = coordinator.appointments.get().placements.get()
    write_about_hours(placement, staff, now)
    sheet = HourImport.objects.create(by=staff, created_at=now)
    HourImportFailure.objects.create(hour_import=sheet, number=2, cells=["Canaria"])
    TableImport.objects.create(table="partners.contact", by=staff, at=now, file_ct=b"0", before_ct=b"")
    key = {"name": "Canaria", "key_hash": b"0" * 32, "made_by": staff, "made_at": now}
    ApiToken.objects.create(**key, expires_on=now.date())
    claims.ask(name="Canaria", contact="canaria@tests.example", years=[], shown_as="full", language="es", now=now)
    applications.add_note(application=waiting(open_call()), text="Canaria", by=staff, now=now)
    Draft.objects.create(user=staff, form="campaign/new", data={"title_en": ["Canaria"]}, saved_at=now)
    Tip.objects.create(text="Canaria", about="others", language="es", received_at=now)
    own = EmailAddress.objects.create(user=staff, email="staff@tests.example")
    EmailConfirmation.objects.create(email_address=own, key="canaria", sent=now)
    about = {"content_type": ContentType.objects.get_for_model(Event), "object_id": str(rally.pk)}
    LogEntry.objects.create(user=staff, object_repr="Canaria", action_flag=CHANGE, change_message="", **about)
    training = Training.objects.create(slug="training", name_en="Training", name_es="Capacitación")
    held = {"earned_on": now.date(), "expires_on": now.date() + DAY}
    Qualification.objects.create(contact_bi=b"0" * 32, training=training, **held)
    PublicEntry.objects.create(kind="person", key=10**6, title_en="Canaria", changed_at=now)
    cache.set("canaria@tests.example", 1, timeout=60)
    keys = settings.BACKUP_DIR / "keys"
    keys.mkdir(parents=True)
    (keys / f"keys-{now:%Y%m%dT%H%M%SZ}.json").write_text("canaria", encoding="utf-8")


@pytest.mark.usefixtures("canaries")
def test_purge_leaves_no_canary_in_any_table(now):
    assert cells() == {
        "account_emailconfirmation": 1,
        "campaigns_hourchange": 4,  # two rows, before and after
        "campaigns_hourentry": 2,
        "campaigns_hourimportfailure": 1,
        "campaigns_hourproposal": 1,
        "campaigns_partnerword": 1,
        "campaigns_weeknote": 1,
        "coordinators_tip": 1,
        "django_admin_log": 1,
        "django_session": 1,
        "ilp_portal_apitoken": 1,
        "ilp_portal_publicentry": 1,
        "partners_draft": 1,
        "portal_cache": 1,
    }
    assert Rsvp.objects.count() == 3  # encrypted, so no canary is found in them even now
    counts = privacy.purge(now=now + 3 * AFTER_ALL)
    assert cells() == {}
    assert (Rsvp.objects.count(), EventKey.objects.count(), Session.objects.count()) == (0, 0, 0)
    assert {name for name, count in counts.items() if count} == set(counts)
    assert set(privacy.purge(now=now + 3 * AFTER_ALL).values()) == {0}


@pytest.mark.parametrize(("kind", "days"), [("rally", 7), ("accompaniment", 2)])
def test_purge_erases_sign_ups_exactly_when_promised(db, now, kind, days):
    event = EventFactory(kind=kind)
    sign_up(event, now, 1)
    last = event.ends_at + dt.timedelta(days=days)
    privacy.purge(now=last - dt.timedelta(seconds=1))
    assert (Rsvp.objects.count(), EventKey.objects.count()) == (1, 1)
    privacy.purge(now=last)
    assert (Rsvp.objects.count(), EventKey.objects.count(), Event.objects.count()) == (0, 0, 1)


def test_purge_erases_requests_that_nobody_confirmed(rally, now):
    sign_up(rally, now, 1, confirm=False)
    kept = sign_up(rally, now, 2)
    privacy.purge(now=now + 2 * DAY + dt.timedelta(seconds=1))
    assert list(Rsvp.objects.all()) == [kept]


def test_purge_forgets_old_messages_with_their_attempts(rally, now):
    sign_up(rally, now, 1)
    message = Message.objects.first()
    DeliveryAttempt.objects.create(message=message, number=1, at=now, phase="dot", code=250, outcome="sent")
    Message.objects.update(state="sent", finished_at=now)
    privacy.purge(now=now + 90 * DAY)
    assert Message.objects.exists()
    privacy.purge(now=now + 90 * DAY + dt.timedelta(seconds=1))
    assert (Message.objects.count(), DeliveryAttempt.objects.count()) == (0, 0)


def test_purge_erases_notes_two_years_after_the_term_and_keeps_the_hours(coordinator, now, term):
    entry = HourEntryFactory(placement=coordinator.appointments.get().placements.get(), note="A note")
    end = dt.datetime.combine(term.ends_on, dt.time(12, 0), dt.UTC)
    privacy.purge(now=end + 730 * DAY)
    entry.refresh_from_db()
    assert entry.note == "A note"
    privacy.purge(now=end + 731 * DAY)
    entry.refresh_from_db()
    assert (entry.note, entry.minutes) == ("", 60)


def test_purge_keeps_what_is_in_time(rally, coordinator, staff, now, frozen):
    sign_up(rally, now, 1)
    session = SessionStore()
    session.create()
    LogEntry.objects.create(user=staff, object_repr="Rally", action_flag=CHANGE, change_message="")
    HourEntryFactory(placement=coordinator.appointments.get().placements.get(), note="A note")
    assert set(privacy.purge(now=now + DAY).values()) == {0}
    assert (Rsvp.objects.count(), Session.objects.count(), LogEntry.objects.count()) == (1, 1, 1)


def test_purge_goes_on_when_one_step_fails(rally, now, frozen, monkeypatch, caplog):
    def broken(now):
        raise ValueError("canaria@tests.example")

    sign_up(rally, now, 1)
    monkeypatch.setitem(privacy.STEPS, "messages", broken)
    session = SessionStore()
    session.create()
    with pytest.raises(ExceptionGroup):
        privacy.purge(now=now + AFTER_ALL)
    assert (Rsvp.objects.count(), Session.objects.count()) == (0, 0)
    assert "purge of messages failed: ValueError" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_purge_empties_the_write_ahead_log_of_sqlite():
    with CaptureQueriesContext(connection) as queries:
        privacy.purge(now=timezone.now())
    asked = [query["sql"] for query in queries if "wal_checkpoint" in query["sql"]]
    assert asked == ["PRAGMA wal_checkpoint(TRUNCATE)"] * (connection.vendor == "sqlite")


def test_task_and_command_erase_the_same(rally, now, frozen):
    for run in (tasks.purge_personal_data, lambda: call_command("purge_personal_data", stdout=StringIO())):
        frozen.move_to(now)
        sign_up(rally, now, 1)
        frozen.move_to(now + AFTER_ALL)
        run()
        assert Rsvp.objects.count() == 0


def test_command_says_how_many_and_never_whose(rally, now, frozen):
    sign_up(rally, now, 1)
    frozen.move_to(now + AFTER_ALL)
    out = StringIO()
    call_command("purge_personal_data", stdout=out)
    assert out.getvalue().splitlines()[0] == "sign-ups: 2"  # the sign-up and its key
    assert CANARY not in out.getvalue()


def test_command_shows_the_register_and_erases_nothing(rally, now, frozen):
    sign_up(rally, now, 1)
    frozen.move_to(now + AFTER_ALL)
    out = StringIO()
    call_command("purge_personal_data", register=True, stdout=out)
    assert out.getvalue() == privacy.markdown()
    assert Rsvp.objects.count() == 1
