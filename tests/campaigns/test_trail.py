"""Who changed what of an entry, from what to what, and when."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import actions, trail
from campaigns.models import HourChange, HourEntry
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(placement, monday, staff, now):
    """One approved hour."""
    approved = {"approved_by": staff, "approved_at": now}
    return HourEntryFactory(placement=placement, worked_on=monday, note="Call", **approved)


def test_correction_keeps_what_the_entry_was_and_is_who_and_when(entry, staff, coordinator, correct, now):
    other = PlacementFactory(appointment=entry.placement.appointment, campaign=CampaignFactory())
    correct(entry, placement=other, worked_on=dt.date(2026, 11, 17), minutes=90, activity="rally", note="March")
    step = HourChange.objects.get()
    assert (step.entry, step.appointment, step.action) == (entry, entry.placement.appointment, "changed")
    assert (step.by, step.at) == (coordinator.user, now)
    was = {"entry": entry.pk, "campaign": entry.placement.campaign_id, "day": "2026-11-16", "minutes": 60}
    approval = {"approved_by": staff.pk, "approved_at": now.isoformat()}
    assert step.before == {**was, "activity": "meeting", "note": "Call", **approval}
    changed = {"campaign": other.campaign_id, "day": "2026-11-17", "minutes": 90, "activity": "rally", "note": "March"}
    assert step.after == {"entry": entry.pk, **changed}
    entry.refresh_from_db()
    assert (entry.approved_by, entry.approved_at, entry.revision) == (None, None, 2)


def test_same_content_again_leaves_no_trail(entry, correct):
    correct(entry)
    assert (HourChange.objects.count(), HourEntry.objects.get().approved_at is None) == (0, False)


def test_correction_of_another_revision_than_the_one_seen_is_refused(entry, coordinator, correct, now):
    correct(entry, minutes=90)
    kept = {name: getattr(entry, name) for name in ("placement", "worked_on", "activity", "note")}
    with pytest.raises(actions.Stale) as caught:
        actions.change_hours(entry=entry, by=coordinator.user, now=now, revision=1, minutes=120, **kept)
    assert (caught.value.current.minutes, caught.value.current.revision) == (90, 2)
    assert (HourEntry.objects.get().minutes, HourChange.objects.count()) == (90, 1)


def test_form_of_an_old_revision_says_so_and_keeps_what_was_written(mine, entry, entry_form, correct):
    correct(entry, minutes=90)
    path = f"/hours/entry/{entry.pk}/"
    page = mine.post(path, entry_form(time="2", note="Lost?", revision="1"))
    assert (page.context["form"]["note"].value(), list(page.context["form"].errors)) == ("Lost?", ["__all__"])
    assert (HourEntry.objects.get().minutes, 'name="revision" value="2"' in page.text) == (90, True)
    mine.post(path, entry_form(time="2", note="Lost?", revision="2"))
    assert HourEntry.objects.get().minutes == 120


@pytest.mark.parametrize("revision", ["", "junk", "9" * 40, "-1", "💬"])
def test_form_with_an_odd_revision_breaks_nothing(mine, entry, entry_form, revision):
    assert mine.post(f"/hours/entry/{entry.pk}/", entry_form(revision=revision)).status_code in (200, 302)


def test_deleted_entry_leaves_its_numbers_and_no_words(mine, entry, staff, coordinator):
    mine.post(f"/hours/entry/{entry.pk}/delete/", {"revision": "1"})
    step = HourChange.objects.get()
    assert (HourEntry.objects.count(), step.entry, step.action, step.by) == (0, None, "deleted", coordinator.user)
    assert (step.before["minutes"], step.before["approved_by"], "note" in step.before) == (60, staff.pk, False)
    assert step.after == {}


def test_entry_corrected_meanwhile_is_not_deleted(mine, entry, correct):
    correct(entry, minutes=90)
    mine.post(f"/hours/entry/{entry.pk}/delete/", {"revision": "1"})
    assert HourEntry.objects.count() == 1


def test_note_that_names_a_person_does_not_live_on_in_the_trail(entry, correct):
    HourEntry.objects.update(note="Went with her, A123 456 789")
    entry.refresh_from_db()
    correct(entry, note="Went to the hearing")
    step = HourChange.objects.get()
    assert (step.before["note"], step.after["note"]) == (None, "Went to the hearing")
    ((label, was, now_is),) = trail.steps_of([entry])[entry.pk][0].differences
    assert (label, "A123" in was, now_is) == ("Note", False, "“Went to the hearing”")


def test_owner_reads_the_question_and_what_changed(mine, entry, staff, correct, now, language):
    correct(entry, minutes=90)
    actions.ask_about(entries=HourEntry.objects.all(), word="Which building?", by=staff, at=now)
    path = {"en": "/hours/entry/{}/", "es": "/es/horas/registro/{}/"}[language]
    page = mine.get(path.format(entry.pk)).text
    said = {
        "en": [
            "Staff have a question",
            "What changed",
            "Hours: was 1 h, now 1.5 h.",
            ": sent back by",
            "had approved it",
        ],
        "es": [
            "tiene una pregunta",
            "Qué cambió",
            "Horas: antes 1 h, ahora 1.5 h.",
            ": lo devolvió",
            "lo había aprobado",
        ],
    }
    assert [words in page for words in [*said[language], "Which building?"]] == [True] * 6


def test_trail_outlives_the_accounts_it_names(entry, staff, coordinator, correct):
    correct(entry, minutes=90)
    staff.delete()
    coordinator.user.delete()
    (step,) = trail.steps_of([entry])[entry.pk]
    assert (step.who, step.approved_by, step.approved_at is None) == ("", "", False)


def test_correction_costs_eight_queries(mine, entry, entry_form):
    """Session, user, entry, placements; then lock, day, update, trail."""
    with CaptureQueriesContext(connection) as captured:
        mine.post(f"/hours/entry/{entry.pk}/", entry_form(revision="1"))
    assert len([query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]) == 8
