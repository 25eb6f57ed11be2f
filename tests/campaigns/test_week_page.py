"""The page of a week beyond its lines: proposals, nothing, done, a sentence, questions, and what each undoes."""

import datetime as dt

import pytest

from campaigns import proposals, week_notes
from campaigns.models import HourEntry, HourProposal, WeekNote
from tests.factories import AppointmentFactory, HourEntryFactory, PlacementFactory, TermFactory, UserFactory
from tests.factories.years import ten_years

pytestmark = pytest.mark.django_db
WEEK = "/hours/2026-11-16/"


@pytest.fixture
def offer(placement, now, monday):
    day = {"worked_on": monday, "minutes": 120, "activity": "rally", "note": "Rally"}
    return proposals.propose_hours(placement=placement, **day, origin="events.attendance:1", now=now)


def test_offer_is_shown_greyed_and_counts_for_nothing(mine, offer):
    page = mine.get(WEEK)
    assert (page.context["page"].waiting, page.context["sheet"].minutes) == ([offer], 0)
    assert 'class="offers"' in page.text


def test_offer_is_taken_and_its_undo_offers_it_again(mine, offer):
    toast = mine.get(mine.post(f"/hours/proposed/{offer.pk}/", {"answer": "take"}).url).context["toast"]
    assert (HourEntry.objects.get().minutes, HourProposal.objects.open().count()) == (120, 0)
    back = mine.post(toast.undo, toast.fields).url
    assert (HourEntry.objects.count(), mine.get(back).context["page"].waiting) == (0, [offer])


def test_offer_is_set_aside_and_its_undo_offers_it_again(mine, offer):
    toast = mine.get(mine.post(f"/hours/proposed/{offer.pk}/", {"answer": "not"}).url).context["toast"]
    assert (mine.get(WEEK).context["page"].waiting, HourEntry.objects.count()) == ([], 0)
    mine.post(toast.undo, toast.fields)
    assert mine.get(WEEK).context["page"].waiting == [offer]


def test_offer_that_fills_the_day_is_explained(mine, offer, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday, minutes=23 * 60)
    toast = mine.get(mine.post(f"/hours/proposed/{offer.pk}/", {"answer": "take"}).url).context["toast"]
    assert ("24" in toast.text, HourEntry.objects.count()) == (True, 1)


def test_offer_of_another_person_is_not_there(client, frozen, offer, other_coordinator):
    client.force_login(other_coordinator.user)
    assert client.post(f"/hours/proposed/{offer.pk}/", {"answer": "take"}).status_code == 404
    assert HourProposal.objects.open().count() == 1


def test_all_of_last_week_is_added_with_one_tap_and_undone_with_one(mine, placement, monday):
    for days in (7, 6, 5):
        HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=days), minutes=45)
    kept = HourEntryFactory(placement=placement, worked_on=monday, minutes=30)
    toast = mine.get(mine.post(f"{WEEK}again/").url).context["toast"]
    assert ("3" in toast.text, HourEntry.objects.in_week(monday).count()) == (True, 4)
    mine.post(toast.undo, toast.fields)
    assert list(HourEntry.objects.in_week(monday)) == [kept]


def test_undo_of_all_leaves_what_was_corrected_meanwhile_and_what_is_others(mine, placement, monday, other_coordinator):
    mine_now = HourEntryFactory(placement=placement, worked_on=monday, revision=2)
    theirs = HourEntryFactory(placement=other_coordinator.appointments.get().placements.get(), worked_on=monday)
    mine.post(f"{WEEK}undo/", {"entries": f"{mine_now.pk}:1,{theirs.pk}:1,x:y,,:,{10**30}:1"})
    assert HourEntry.objects.count() == 2


def test_nothing_this_week_is_said_once_and_taken_back(mine):
    said = mine.get(mine.post(f"{WEEK}nothing/").url)
    assert (said.context["page"].is_quiet, said.context["page"].can_be_quiet) == (True, False)
    back = mine.get(mine.post(f"{WEEK}nothing/", {"back": "1"}).url)
    assert (back.context["page"].is_quiet, back.context["page"].can_be_quiet) == (False, True)


def test_hours_that_come_later_lift_nothing_this_week(mine, entry_form):
    mine.post(f"{WEEK}nothing/")
    page = mine.get(mine.post(WEEK, entry_form()).url)
    assert (page.context["page"].state, page.context["page"].is_quiet) == ("logged", False)


def test_done_is_optional_keeps_the_sentence_and_can_be_taken_back(mine, placement, monday, now):
    HourEntryFactory(placement=placement, worked_on=monday)
    mine.post(f"{WEEK}done/", {"reflection": "The tenants won.", "shared": "on"})
    note = WeekNote.objects.get()
    assert (note.done_at, note.reflection, note.shared) == (now, "The tenants won.", True)
    mine.post(f"{WEEK}done/", {"back": "1"})
    note.refresh_from_db()
    assert (note.done_at, note.reflection) == (None, "The tenants won.")


def test_sentence_is_private_unless_the_box_is_ticked(mine, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday)
    mine.post(f"{WEEK}sentence/", {"reflection": "The tenants won."})
    note = WeekNote.objects.get()
    assert (note.reflection, note.shared, note.done_at) == ("The tenants won.", False, None)


@pytest.mark.parametrize("word", ["done", "sentence"])
@pytest.mark.parametrize("text", ["x" * 501, "a\x00b"])
def test_faulty_sentence_is_told_at_its_field_and_not_lost(mine, word, text):
    page = mine.post(f"{WEEK}{word}/", {"reflection": text})
    words = page.context["words"]
    assert (list(words.errors), words["reflection"].value(), WeekNote.objects.count()) == (["reflection"], text, 0)
    assert str(words.errors["reflection"][0]) in page.text


def test_note_that_may_say_who_was_accompanied_is_noticed_after_saving(mine, entry_form):
    answer = mine.post(WEEK, entry_form(note="Asylum hearing of a mother"))
    page, entry = mine.get(answer.url), HourEntry.objects.get()
    assert [found.pk for found, _ in page.context["toast"].findings] == [entry.pk]
    assert f'<a href="/hours/entry/{entry.pk}/">Correct the note</a>' in page.text
    assert mine.get(mine.post(WEEK, entry_form(note="Planning call")).url).context["toast"].findings == []


def test_sentence_that_may_say_it_is_noticed(mine, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday)
    page = mine.get(mine.post(f"{WEEK}sentence/", {"reflection": "Her court date came"}).url)
    assert [found.words for found in page.context["page"].reflection_findings] == ["Her court date"]


def test_question_of_staff_stands_beside_the_entry_and_leads_from_other_weeks(mine, placement, monday, staff, now):
    for day, question in ((monday, "Which building?"), (monday - dt.timedelta(days=14), "Which day?")):
        HourEntryFactory(placement=placement, worked_on=day, question=question, asked_at=now, asked_by=staff)
    page = mine.get(WEEK)
    assert ("Which building?" in page.text, "Which day?" in page.text) == (True, False)
    assert 'href="/hours/2026-11-02/"' in page.text


VERBS = ["again", "nothing", "done", "sentence", "undo"]


@pytest.mark.parametrize("word", VERBS)
def test_verb_changes_nothing_by_get_and_leads_to_the_week(mine, word):
    assert mine.get(f"{WEEK}{word}/").url == WEEK
    assert WeekNote.objects.count() == 0


@pytest.mark.parametrize("word", VERBS[:4])
@pytest.mark.parametrize("week", ["2026-11-17", "2026-11-23", "2025-11-17"])
def test_verb_over_a_week_that_is_not_open_is_not_there(mine, week, word):
    assert mine.post(f"/hours/{week}/{word}/").status_code == 404
    assert WeekNote.objects.count() == 0


def test_closed_term_is_only_read(client, frozen, now):
    past = TermFactory(slug="2024-2025", label="2024-25", starts_on=dt.date(2024, 8, 1), ends_on=dt.date(2025, 7, 31))
    appointment = AppointmentFactory(term=past, coordinator__user=UserFactory(role="coordinator"))
    monday = dt.date(2024, 11, 18)
    HourEntryFactory(placement=PlacementFactory(appointment=appointment), worked_on=monday)
    week_notes.note_week(appointment=appointment, monday=monday, reflection="We marched.", now=now)
    client.force_login(appointment.coordinator.user)
    page = client.get("/hours/2024-11-18/")
    assert ("We marched." in page.text, "<textarea" in page.text) == (True, False)
    assert client.post("/hours/2024-11-18/done/").status_code == 404


def test_my_week_after_ten_years_costs_what_it_costs_after_one(client, frozen, django_assert_num_queries):
    person = ten_years(people=1, until=dt.date(2026, 11, 18))[0].people[0]
    assert HourEntry.objects.of_user(person.user).count() > 900
    client.force_login(person.user)
    with django_assert_num_queries(6):
        assert client.get(WEEK).status_code == 200


def test_page_about_my_week_is_there_in_both_languages(mine):
    pages = [mine.get(path).text for path in ("/hours/help/", "/es/horas/ayuda/")]
    assert len(set(pages)) == 2
