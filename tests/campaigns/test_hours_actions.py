"""Correct, delete and approve; and the 24 hours of a day against two tabs."""

import datetime as dt
import threading
import uuid

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction

from campaigns import actions
from campaigns.models import HourChange, HourEntry
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory
from tests.processes import soon

DAY = dt.date(2026, 11, 17)


@pytest.fixture
def entry(placement, staff, now):
    """One approved hour on Tuesday."""
    return HourEntryFactory(placement=placement, worked_on=DAY, approved_by=staff, approved_at=now)


def test_form_of_an_entry_shows_what_is_stored(mine, entry):
    form = mine.get(f"/hours/entry/{entry.pk}/").context["form"]
    shown = {name: str(form[name].value()) for name in ("day", "campaign", "time", "activity", "note")}
    campaign = str(entry.placement.campaign_id)
    assert shown == {"day": "2026-11-17", "campaign": campaign, "time": "1", "activity": "meeting", "note": ""}


def test_corrected_entry_waits_for_approval_again(mine, entry, entry_form):
    other = PlacementFactory(appointment=entry.placement.appointment, campaign=CampaignFactory())
    form = entry_form(day="2026-11-09", campaign=other.campaign_id, time="2.5", activity="rally", note="March")
    answer = mine.post(f"/hours/entry/{entry.pk}/", form)
    assert answer.url == f"/hours/2026-11-09/?saved={entry.pk}#saved"
    entry.refresh_from_db()
    kept = (entry.placement, entry.worked_on, entry.minutes, entry.activity, entry.note)
    assert kept == (other, dt.date(2026, 11, 9), 150, "rally", "March")
    assert (entry.approved_by, entry.approved_at) == (None, None)


@pytest.mark.parametrize("time", ["25", "", "1.1"])
def test_faulty_correction_changes_nothing(mine, entry, entry_form, time):
    page = mine.post(f"/hours/entry/{entry.pk}/", entry_form(time=time, note="Lost?"))
    assert (list(page.context["form"].errors), page.context["form"]["note"].value()) == (["time"], "Lost?")
    entry.refresh_from_db()
    assert (entry.minutes, entry.approved_at is None) == (60, False)


def test_correction_counts_the_day_without_the_entry_itself(mine, entry, entry_form, placement):
    HourEntryFactory(placement=placement, worked_on=DAY, minutes=22 * 60)
    assert mine.post(f"/hours/entry/{entry.pk}/", entry_form(time="2")).status_code == 302
    page = mine.post(f"/hours/entry/{entry.pk}/", entry_form(time="2.25"))
    assert list(page.context["form"].errors) == ["time"]
    assert sorted(HourEntry.objects.values_list("minutes", flat=True)) == [120, 22 * 60]


def test_correction_of_an_entry_that_another_tab_deleted_brings_nothing_back(coordinator, entry, placement, now):
    HourEntry.objects.all().delete()
    values = {"worked_on": DAY, "minutes": 60, "activity": "other", "note": ""}
    with pytest.raises(actions.Stale):
        actions.change_hours(entry=entry, by=coordinator.user, now=now, placement=placement, **values)
    assert HourEntry.objects.count() == 0


def test_delete_is_asked_first_and_leads_back_to_the_week(mine, entry):
    assert mine.get(f"/hours/entry/{entry.pk}/delete/").context["entry"] == entry
    assert mine.post(f"/hours/entry/{entry.pk}/delete/").url == "/hours/2026-11-16/?said=deleted#saved"
    assert HourEntry.objects.count() == 0


def test_approval_takes_what_waits_and_not_ones_own(db, placement, coordinator, other_coordinator, now):
    own = HourEntryFactory(placement=placement)
    theirs = HourEntryFactory(placement=other_coordinator.appointments.get().placements.get())
    assert actions.approve_hours(entries=HourEntry.objects.all(), by=coordinator.user, at=now) == 1
    own.refresh_from_db()
    theirs.refresh_from_db()
    assert (own.approved_by, theirs.approved_by, theirs.approved_at) == (None, coordinator.user, now)


def test_approval_again_keeps_the_first(db, entry, administrator, staff, now):
    later = now + dt.timedelta(days=1)
    assert actions.approve_hours(entries=HourEntry.objects.all(), by=administrator, at=later) == 0
    entry.refresh_from_db()
    assert (entry.approved_by, entry.approved_at) == (staff, now)


@pytest.mark.parametrize("minutes", [0, 10, 20, 24 * 60 + 15])
def test_database_refuses_minutes_that_cannot_be(placement, minutes):
    with pytest.raises(IntegrityError), transaction.atomic():
        HourEntryFactory(placement=placement, minutes=minutes)


@pytest.fixture
def seen_by_threads(transactional_db, django_db_serialized_rollback, placement, tmp_path, monkeypatch):
    """The rows of the test where other threads find them: SQLite's are in memory and go into a file first."""
    if connection.vendor == "sqlite":
        file = str(tmp_path / "race.sqlite3")
        connection.cursor().execute("VACUUM INTO %s", [file])
        place = {**settings.DATABASES["default"], "NAME": file, "OPTIONS": settings.SQLITE_OPTIONS}
        monkeypatch.setitem(connections.settings, "default", place)


def in_threads(work, count: int) -> list:
    """What `work` gave in each of `count` threads that began together."""
    results, start = [], threading.Barrier(count)

    def one():
        start.wait(timeout=20)
        try:
            results.append(work())
        except ValidationError:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_tabs_at_once_never_pass_24_hours(seen_by_threads, placement):
    values = {"worked_on": DAY, "minutes": 13 * 60, "activity": "other", "note": ""}
    saved = in_threads(lambda: actions.log_hours(placement=placement, **values, key=uuid.uuid4()).minutes, 4)
    assert sorted(map(str, saved)) == ["780", "refused", "refused", "refused"]
    assert in_threads(HourEntry.objects.total_minutes, 1) == [780]


def test_clicks_at_once_save_one_entry(seen_by_threads, placement):
    values = {"worked_on": DAY, "minutes": 60, "activity": "other", "note": "", "key": uuid.uuid4()}
    saved = in_threads(lambda: actions.log_hours(placement=placement, **values).pk, 4)
    assert (len(saved), len(set(saved))) == (4, 1)
    assert in_threads(HourEntry.objects.count, 1) == [1]


def is_waited_for() -> bool:
    """True when another connection waits for a lock of ours. SQLite cannot tell: there a writer waits for the whole."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        ours = "NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"  # beside us others test on this server
        cursor.execute(f"SELECT count(*) FROM pg_locks WHERE {ours}")
        return cursor.fetchone()[0] > 0


def one_after_the_other(first, second) -> list:
    """What both gave, where `second` began before `first` was committed."""
    begun, results = threading.Event(), {}

    def hold():
        with transaction.atomic():
            try:
                results["first"] = first()
            finally:
                begun.set()
            assert soon(is_waited_for, 10)
        connection.close()

    def follow():
        begun.wait(timeout=20)
        results["second"] = second()
        connection.close()

    threads = [threading.Thread(target=hold), threading.Thread(target=follow)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [results.get("first"), results.get("second")]


@pytest.fixture
def one_hour(transactional_db, django_db_serialized_rollback, placement):
    return HourEntryFactory(placement=placement, worked_on=DAY)


@pytest.fixture
def rivals(one_hour, placement, staff, seen_by_threads, now):
    """Somebody of staff who approves the revision that was read, and the owner who corrects the entry."""
    owner, entry = placement.appointment.coordinator.user, one_hour
    values = {"placement": placement, "worked_on": DAY, "minutes": 120, "activity": "other", "note": ""}

    def approve() -> int:
        return actions.approve_hours(entries=HourEntry.objects.as_seen({entry.pk: 1}), by=staff, at=now)

    def correct() -> int:
        return actions.change_hours(entry=entry, by=owner, now=now, revision=1, **values).revision

    return approve, correct


def as_stored() -> tuple:
    entry, step = HourEntry.objects.get(), HourChange.objects.get()
    return entry.minutes, entry.revision, entry.approved_at is None, "approved_by" in step.before


def test_approval_that_comes_while_the_entry_is_corrected_lands_nowhere(rivals):
    approve, correct = rivals
    assert one_after_the_other(correct, approve) == [2, 0]
    assert in_threads(as_stored, 1) == [(120, 2, True, False)]


def test_correction_that_comes_while_the_entry_is_approved_waits_again_and_says_so(rivals):
    approve, correct = rivals
    assert one_after_the_other(approve, correct) == [1, 2]
    assert in_threads(as_stored, 1) == [(120, 2, True, True)]
