"""An import from the file to the hours and back."""

import datetime as dt

import pytest
from django.urls import reverse

from campaigns import actions
from campaigns.models import HourChange, HourEntry, HourImport, HourImportFailure, HourImportFile
from tests.campaigns.imports.conftest import HEAD, as_csv, as_xlsx
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 16)


def counts(one: HourImport) -> tuple:
    return one.state, one.rows, one.added, one.changed, one.same, one.left, one.failed


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_sheet_becomes_hours_that_wait_for_approval(mine, run, work, placement, make, now):
    done = run(mine, make(work, [*work[:3], "", ""]), f"hours.{make.__name__[3:]}")
    assert counts(done) == ("done", 2, 2, 0, 0, 0, 0)
    first, second = HourEntry.objects.order_by("pk")
    assert (first.placement, first.worked_on, first.minutes, first.activity) == (placement, MONDAY, 90, "research")
    assert (first.note, first.approved_at, first.imported_by, first.logged_at) == ("Read the law", None, done, now)
    assert (second.activity, second.note) == ("other", "")


def test_the_same_sheet_again_changes_nothing(mine, run, work):
    sheet = as_csv(work, [MONDAY, "2", work[2], "Training", ""])
    run(mine, sheet)
    before = list(HourEntry.objects.values())
    again = run(mine, sheet)
    assert (counts(again), list(HourEntry.objects.values())) == (("done", 2, 0, 0, 2, 0, 0), before)


def test_columns_are_named_once(mine, send, work):
    head = ["x", "y", "z"]
    rows = [work[4], work[0], work[1]]
    sent = send(mine, as_csv(rows, head=head), day="1", time="2", note="0")
    assert (sent.state, sent.mapping) == ("ready", {"day": 1, "time": 2, "note": 0})
    again = mine.post(reverse("campaigns:import_new"), {"text": as_csv(rows, rows, head=["X ", "y", "z"]).decode()})
    fresh = HourImport.objects.latest("pk")
    assert (fresh.state, fresh.mapping) == ("ready", sent.mapping)
    assert again["Location"] == reverse("campaigns:import_preview", args=[fresh.pk])


def test_difference_corrects_and_blank_never_overwrites(mine, run, work, placement, coordinator):
    entry = HourEntryFactory(placement=placement, worked_on=MONDAY, activity="research", minutes=60, note="Kept")
    sheet = as_csv(["2026-11-16", "2", "", "Research", ""], ["2026-11-16", "", "", "research", ""])
    done = run(mine, sheet)
    entry.refresh_from_db()
    assert counts(done) == ("done", 2, 0, 1, 0, 0, 1)
    assert (entry.minutes, entry.note, entry.revision, entry.imported_by) == (120, "Kept", 2, None)
    step = HourChange.objects.get()
    assert (step.action, step.by, step.imported_by, step.entry) == ("changed", coordinator.user, done, entry)
    assert (step.before["minutes"], step.after["minutes"]) == (60, 120)
    assert HourImportFailure.objects.get().reasons == [["time_missing", {}]]


def test_blank_row_equals_the_entry_it_meets(mine, run, placement):
    HourEntryFactory(placement=placement, worked_on=MONDAY, activity="research", note="Kept")
    assert counts(run(mine, as_csv(["2026-11-16", "", "", "", ""]))) == ("done", 1, 0, 0, 1, 0, 0)


def test_entry_that_was_sent_back_waits_again_once_the_sheet_corrects_it(mine, run, placement, staff, now):
    entry = HourEntryFactory(placement=placement, worked_on=MONDAY, activity="research")
    actions.ask_about(entries=HourEntry.objects.all(), word="Which law?", by=staff, at=now)
    run(mine, as_csv(["2026-11-16", "2", "", "research", ""]))
    entry.refresh_from_db()
    assert (entry.minutes, entry.question, entry.asked_by, entry.asked_at) == (120, "", None, None)


def test_approved_entry_is_left_and_told(mine, run, placement, staff, now):
    entry = HourEntryFactory(placement=placement, worked_on=MONDAY, approved_by=staff, approved_at=now)
    done = run(mine, as_csv(["2026-11-16", "2", "", "meeting", ""], ["2026-11-16", "1", "", "meeting", ""]))
    entry.refresh_from_db()
    assert (counts(done), entry.minutes) == (("done", 2, 1, 0, 1, 0, 0), 60)
    other = run(mine, as_csv(["2026-11-16", "3", "", "meeting", ""], ["2026-11-16", "2", "", "meeting", ""]))
    assert (other.left, HourImportFailure.objects.get().reasons) == (1, [["approved", {}]])


def test_several_rows_of_one_kind_meet_one_entry_each(mine, run, placement):
    HourEntryFactory(placement=placement, worked_on=MONDAY, minutes=60, note="A")
    HourEntryFactory(placement=placement, worked_on=MONDAY, minutes=90, note="B")
    rows = [["2026-11-16", "1.5", "", "meeting", "B"], ["2026-11-16", "1", "", "meeting", "C"]]
    done = run(mine, as_csv(*rows, ["2026-11-16", "2", "", "meeting", "D"]))
    assert counts(done) == ("done", 3, 1, 1, 1, 0, 0)
    assert sorted(HourEntry.objects.values_list("minutes", "note")) == [(60, "C"), (90, "B"), (120, "D")]


def test_row_that_is_there_twice_is_taken_once_and_given_back(mine, run, work):
    done = run(mine, as_csv(work, work, [*work[:4], "Wrote"]))
    assert (counts(done), HourImportFailure.objects.get().number) == (("done", 3, 2, 0, 0, 0, 1), 3)
    assert HourImportFailure.objects.get().reasons == [["repeated", {}]]


def test_no_day_gets_more_than_24_hours(mine, run, placement):
    HourEntryFactory(placement=placement, worked_on=MONDAY, minutes=1200)
    rows = [["2026-11-16", "3", "", "research", ""], ["2026-11-16", "2", "", "rally", ""]]
    done = run(mine, as_csv(*rows, ["2026-11-16", "1", "", "training", ""]))
    assert (counts(done), HourEntry.objects.total_minutes()) == (("done", 3, 2, 0, 0, 0, 1), 1440)
    assert HourImportFailure.objects.get().reasons == [["day_full", {"hours": "25"}]]


def test_preview_counts_what_the_import_then_does(mine, send, work, placement):
    HourEntryFactory(placement=placement, worked_on=MONDAY, activity="rally")
    changed = ["2026-11-16", "2", "", "rally", "Marched"]
    sent = send(mine, as_csv(work, work, changed, ["2026-11-19", "1", "", "", ""]))
    planned = counts(sent)
    page = mine.get(reverse("campaigns:import_preview", args=[sent.pk]))
    assert [line["state"] for line in page.context["lines"]] == ["new", "failed", "changed", "failed"]
    assert (HourEntry.objects.count(), page.context["lines"][2]["was"]) == (1, {"minutes": 60, "note": ""})
    mine.post(reverse("campaigns:import_run", args=[sent.pk]))
    sent.refresh_from_db()
    assert counts(sent)[1:] == planned[1:] == (4, 1, 1, 0, 0, 2)


def test_order_of_day_and_month_is_asked_only_where_it_is_open(mine, send, work):
    sure = send(mine, as_csv(["11/10/2026", *work[1:]], ["11/16/2026", *work[1:]]))
    assert (sure.state, sure.day_first) == ("ready", False)
    page = mine.post(reverse("campaigns:import_new"), {"text": as_csv(["3/4/2026", "1"], head=["day", "h"]).decode()})
    asked = HourImport.objects.latest("pk")
    form = mine.get(page["Location"]).context["form"]
    assert [label for _, label in form.fields["order"].choices] == ["March 4, 2026", "April 3, 2026"]
    again = mine.post(page["Location"], {"day": "0", "time": "1"})
    assert list(again.context["form"].errors) == ["order"]
    mine.post(page["Location"], {"day": "0", "time": "1", "order": "day"})
    asked.refresh_from_db()
    assert (asked.state, asked.day_first) == ("ready", True)


def test_undo_deletes_what_was_added_and_gives_back_what_was_changed(mine, run, work, placement, now):
    entry = HourEntryFactory(placement=placement, worked_on=MONDAY, activity="rally", minutes=60, note="Before")
    done = run(mine, as_csv(work, ["2026-11-16", "2", "", "rally", "After"], ["x", "1", "", "", ""]))
    path = reverse("campaigns:import_undo", args=[done.pk])
    assert (mine.get(path).status_code, HourEntry.objects.count()) == (200, 2)
    mine.post(path)
    done.refresh_from_db()
    entry.refresh_from_db()
    assert (list(HourEntry.objects.all()), entry.minutes, entry.note, entry.revision) == ([entry], 60, "Before", 3)
    assert (done.state, done.undone_at) == ("undone", now)
    assert (HourImportFile.objects.count(), HourImportFailure.objects.count()) == (0, 0)
    assert HourChange.objects.count() == 2
    mine.post(path)
    assert HourChange.objects.count() == 2


def test_undo_leaves_and_lists_what_somebody_touched_since(mine, run, work, placement, staff, now, coordinator):
    changed = HourEntryFactory(placement=placement, worked_on=MONDAY, activity="rally")
    rows = [work, [*work[:3], "Training", ""], [*work[:3], "Outreach", ""], ["2026-11-16", "2", "", "rally", ""]]
    done = run(mine, as_csv(*rows))
    approved, corrected, gone = HourEntry.objects.filter(imported_by=done).order_by("pk")
    actions.approve_hours(entries=HourEntry.objects.filter(pk=approved.pk), by=staff, at=now)
    values = {"placement": placement, "worked_on": MONDAY, "minutes": 30, "note": ""}
    for entry in (corrected, changed):
        actions.change_hours(entry=entry, by=coordinator.user, now=now, activity=entry.activity, **values)
    mine.post(reverse("campaigns:import_undo", args=[done.pk]))
    page = mine.get(reverse("campaigns:import_detail", args=[done.pk]))
    assert set(HourEntry.objects.all()) == {approved, corrected, changed}
    assert (set(page.context["kept"]), page.context["kept_count"]) == ({approved, corrected, changed}, 3)
    assert not HourEntry.objects.filter(pk=gone.pk).exists()


def test_sheet_that_was_not_read_in_can_be_erased(mine, send, work):
    sent = send(mine, as_csv(work))
    mine.post(reverse("campaigns:import_undo", args=[sent.pk]))
    assert (HourImport.objects.count(), HourImportFile.objects.count()) == (0, 0)


def test_staff_import_for_many_by_address_or_exact_name(desk, run, coordinator, other_coordinator, campaign):
    head = ["Correo", "Fecha", "Horas", "Campaña"]
    rows = [[coordinator.user.email.upper(), "2026-11-16", "1", campaign.title_es.upper()]]
    rows += [[other_coordinator.name.lower(), "2026-11-16", "1", campaign.slug]]
    rows += [["somebody@tests.example", "2026-11-16", "1", campaign.title_en], ["", "2026-11-16", "1", ""]]
    done = run(desk, as_csv(*rows, head=head))
    assert counts(done) == ("done", 4, 2, 0, 0, 0, 2)
    people = HourEntry.objects.values_list("placement__appointment__coordinator", flat=True)
    assert set(people) == {coordinator.pk, other_coordinator.pk}
    told = HourImportFailure.objects.values_list("reasons", flat=True)
    assert list(told) == [[["person_unknown", {}]], [["person_missing", {}]]]


def test_staff_import_into_closed_terms_and_coordinators_do_not(client, run, coordinator, staff, term, frozen):
    term.starts_on, term.ends_on = dt.date(2025, 8, 1), dt.date(2026, 7, 31)
    term.save()
    client.force_login(coordinator.user)
    assert client.get(reverse("campaigns:import_new")).context["form"] is None
    assert client.post(reverse("campaigns:import_new"), {"text": "day,hours\n2026-05-05,1"}).status_code == 404
    client.force_login(staff)
    sheet = as_csv([coordinator.user.email, "2026-05-05", "1"], head=["email", "day", "hours"])
    assert counts(run(client, sheet)) == ("done", 1, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({0: ""}, "day_missing"),
        ({0: "someday"}, "day_unreadable"),
        ({0: "2026-11-19"}, "day_future"),
        ({0: "2026-07-31"}, "day_outside"),
        ({1: "1.1"}, "time_not_a_quarter"),
        ({1: "25"}, "time_too_long"),
        ({1: "-1"}, "time_not_positive"),
        ({1: "a while"}, "time_unreadable"),
        ({2: "Nowhere"}, "campaign_unknown"),
        ({4: "x" * 281}, "note_long"),
    ],
)
def test_row_that_cannot_be_read_says_why(mine, run, work, changes, code):
    row = [changes.get(n, cell) for n, cell in enumerate(work)]
    done = run(mine, as_csv(work, row))
    assert (done.added, done.failed) == (1, 1)
    assert [reason[0] for reason in HourImportFailure.objects.get().reasons] == [code]


def test_coordinator_cannot_import_where_not_placed_nor_for_others(mine, run, work, other_coordinator, term):
    elsewhere = CampaignFactory()
    PlacementFactory(campaign=elsewhere, appointment=other_coordinator.appointments.get())
    rows = [[*work, ""], [*work[:2], elsewhere.title_en, "", "", ""], [*work[:4], "x", other_coordinator.name]]
    done = run(mine, as_csv(*rows, head=[*HEAD, "Name"]))
    assert counts(done) == ("done", 3, 1, 0, 0, 0, 2)
    told = HourImportFailure.objects.values_list("reasons", flat=True)
    assert list(told) == [[["campaign_unknown", {}]], [["person_other", {}]]]


def test_activity_of_no_list_becomes_other_work_with_its_words(mine, run, work):
    run(mine, as_csv([*work[:3], "Tabling", "on the square"], [*work[:3], "Llamada", ""]))
    assert list(HourEntry.objects.values_list("activity", "note").order_by("pk")) == [
        ("other", "Tabling: on the square"),
        ("meeting", ""),
    ]
