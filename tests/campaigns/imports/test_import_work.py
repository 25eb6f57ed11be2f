"""Long imports: in batches, in the background, by workers that may die."""

import datetime as dt

import pytest
from django.db import IntegrityError, OperationalError
from django.urls import reverse

from campaigns import tasks
from campaigns.imports import applying, beginning, work
from campaigns.models import HourChange, HourEntry, HourImport
from campaigns.models.imports import PATIENCE
from tests.campaigns.imports.conftest import as_csv
from tests.factories import HourEntryFactory
from tests.statements import Statements

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2026, 8, 1) + dt.timedelta(days=n) for n in range(40)]


@pytest.fixture
def woken(monkeypatch) -> list[int]:
    """Imports that a worker was told of, instead of a broker."""
    told: list[int] = []
    monkeypatch.setattr(tasks.work_on_import, "apply_async", lambda args, **options: told.extend(args))
    return told


@pytest.fixture
def batches_of(monkeypatch):
    """Small batches, and a sheet is long from there on."""

    def choose(rows: int) -> None:
        monkeypatch.setattr(work, "BATCH", rows)
        monkeypatch.setattr("campaigns.imports.undoing.BATCH", rows)
        monkeypatch.setattr(beginning, "INLINE_ROWS", rows)
        monkeypatch.setattr("campaigns.views.imports.INLINE_ROWS", rows)

    return choose


def sheet(*days: dt.date, note: str = "") -> bytes:
    return as_csv(*[[day, "1", "", "research", note] for day in days])


def test_long_import_is_left_to_a_worker_and_tells_how_far_it_is(
    mine, send, batches_of, woken, django_capture_on_commit_callbacks
):
    batches_of(3)
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(mine, sheet(*DAYS[:8]))
    assert (sent.state, woken) == ("checking", [sent.pk])
    path = reverse("campaigns:import_preview", args=[sent.pk])
    assert "<progress" in mine.get(path).text
    tasks.work_on_import(sent.pk)
    sent.refresh_from_db()
    assert (sent.state, sent.rows, sent.rows_done, sent.added) == ("ready", 8, 8, 8)
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(reverse("campaigns:import_run", args=[sent.pk]))
    HourImport.objects.filter(pk=sent.pk).update(rows_done=6)
    page = mine.get(reverse("campaigns:import_detail", args=[sent.pk])).text
    assert ('<progress max="8" value="6"' in page, "6 of 8 rows" in page, woken) == (True, True, [sent.pk, sent.pk])


def test_worker_that_dies_midway_loses_and_doubles_nothing(mine, run, send, batches_of, placement, monkeypatch):
    changed = HourEntryFactory(placement=placement, worked_on=DAYS[1], activity="research", note="Before")
    same = HourEntryFactory(placement=placement, worked_on=DAYS[4], activity="research", note="x")
    sent = send(mine, sheet(*DAYS[:9], DAYS[4], note="x"))
    batches_of(2)
    whole, calls = applying._apply_batch, []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) == 4:
            raise OperationalError("the worker is gone")
        whole(*args, **kwargs)

    work.begin(sent, "running", now=sent.created_at, was=["ready"], added=0, changed=0, same=0, failed=0)
    monkeypatch.setattr(applying, "_apply_batch", dying)
    with pytest.raises(OperationalError):
        tasks.work_on_import(sent.pk)
    assert HourImport.objects.get().rows_done == 6
    tasks.work_on_import(sent.pk)
    tasks.work_on_import(sent.pk)
    done = HourImport.objects.get()
    assert (done.state, done.added, done.changed, done.same, done.failed) == ("done", 7, 1, 1, 1)
    assert (HourEntry.objects.count(), HourChange.objects.get().entry) == (9, changed)
    assert HourEntry.objects.get(pk=same.pk).revision == 1
    assert done.failures.get().reasons == [["repeated", {}]]


def test_two_workers_at_one_import_do_its_rows_once(mine, send, batches_of, monkeypatch):
    sent = send(mine, sheet(*DAYS[:4]))
    batches_of(2)
    whole = applying._apply_batch

    def late(*args, **kwargs):
        monkeypatch.setattr(applying, "_apply_batch", whole)
        tasks.work_on_import(sent.pk)  # another one is faster
        whole(*args, **kwargs)

    work.begin(sent, "running", now=sent.created_at, was=["ready"], added=0)
    monkeypatch.setattr(applying, "_apply_batch", late)
    tasks.work_on_import(sent.pk)
    done = HourImport.objects.get()
    assert (done.state, done.rows_done, done.added, HourEntry.objects.count()) == ("done", 4, 4, 4)


def test_import_that_does_not_move_is_taken_up_again(mine, send, woken, now, frozen):
    sent = send(mine, sheet(DAYS[0]))
    work.begin(sent, "running", now=now, was=["ready"])
    tasks.wake_imports()
    assert woken == []
    frozen.shift(PATIENCE + dt.timedelta(seconds=1))
    tasks.wake_imports()
    tasks.wake_imports()
    assert woken == [sent.pk]


def test_dead_broker_costs_no_import(mine, send, monkeypatch, now, caplog):
    def dead(args, **options):
        raise OSError("no broker")

    monkeypatch.setattr(tasks.work_on_import, "apply_async", dead)
    sent = send(mine, sheet(DAYS[0]))
    work.wake(sent.pk)
    assert "not announced: OSError" in caplog.text


@pytest.mark.parametrize("lasting", [ZeroDivisionError, IntegrityError])  # no second try would go better
def test_fault_of_ours_ends_the_import_which_can_be_undone(mine, send, batches_of, monkeypatch, lasting):
    sent = send(mine, sheet(*DAYS[:4]))
    batches_of(2)
    whole = applying._apply_batch

    def faulty(*args, done, **kwargs):
        if done:
            raise lasting
        whole(*args, done=done, **kwargs)

    work.begin(sent, "running", now=sent.created_at, was=["ready"], added=0)
    monkeypatch.setattr(applying, "_apply_batch", faulty)
    with pytest.raises(lasting):
        tasks.work_on_import(sent.pk)
    page = mine.get(reverse("campaigns:import_detail", args=[sent.pk]))
    assert (page.context["hour_import"].state, HourEntry.objects.count()) == ("failed", 2)
    assert "Something went wrong on our side" in page.text
    mine.post(reverse("campaigns:import_undo", args=[sent.pk]))
    assert (HourImport.objects.get().state, HourEntry.objects.count()) == ("undone", 0)


def test_long_undo_goes_in_batches(mine, run, batches_of, placement, woken, django_capture_on_commit_callbacks):
    HourEntryFactory(placement=placement, worked_on=DAYS[0], activity="research", minutes=30)
    done = run(mine, sheet(*DAYS[:7]))
    batches_of(2)
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(reverse("campaigns:import_undo", args=[done.pk]))
    assert (HourImport.objects.get().state, woken, HourEntry.objects.count()) == ("undoing", [done.pk], 7)
    tasks.work_on_import(done.pk)
    undone = HourImport.objects.get()
    assert (undone.state, undone.rows_done, HourEntry.objects.get().minutes) == ("undone", 7, 30)


def test_batch_needs_the_same_queries_for_3_rows_and_for_30(mine, send, placement):
    counted = []
    for rows in (DAYS[:3], DAYS[3:33]):
        HourEntryFactory(placement=placement, worked_on=rows[0], activity="research", minutes=30)
        sent = send(mine, sheet(*rows, dt.date(2026, 11, 19)))
        work.begin(sent, "running", now=sent.created_at, was=["ready"])
        with Statements() as statements:
            tasks.work_on_import(sent.pk)
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_order_of_days_of_a_long_sheet_is_asked_after_it_was_looked_through(mine, send, batches_of, woken):
    batches_of(2)
    sent = send(mine, as_csv(*[[f"{n}/{n + 1}/2026", "1", "", "", ""] for n in range(1, 6)]))
    tasks.work_on_import(sent.pk)
    sent.refresh_from_db()
    assert (sent.state, sent.notice) == ("uploaded", "order")
    path = reverse("campaigns:import_map", args=[sent.pk])
    assert "order" in mine.get(path).context["form"].fields
    mine.post(path, {**sent.mapping, "order": "day"})
    tasks.work_on_import(sent.pk)
    sent.refresh_from_db()
    assert (sent.state, sent.day_first) == ("ready", True)
