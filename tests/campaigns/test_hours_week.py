"""My week: read, add, undo."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import toasts
from campaigns.models import HourEntry
from coordinators.models import Break, Term
from tests.factories import CampaignFactory, HourEntryFactory, PlacementFactory

pytestmark = pytest.mark.django_db
WEEK = {"en": "/hours/2026-11-16/", "es": "/es/horas/2026-11-16/"}


def statements(captured) -> list[str]:
    """What went to the database, without the savepoints that only a test inside a transaction needs."""
    return [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]


@pytest.mark.parametrize(("path", "week"), [("/hours/", WEEK["en"]), ("/es/horas/", WEEK["es"])])
def test_hours_lead_to_the_week_it_is(mine, path, week):
    assert mine.get(path).url == week


def test_hours_lead_to_the_week_of_new_york_when_monday_has_begun_elsewhere(mine, frozen):
    frozen.move_to(dt.datetime(2026, 11, 23, 4, 30, tzinfo=dt.UTC))  # Sunday 23:30 in New York
    assert mine.get("/hours/").url == WEEK["en"]


def test_day_inside_a_week_leads_to_its_monday(mine):
    assert mine.get("/hours/2026-11-18/").url == WEEK["en"]


def test_week_shows_only_my_own_entries(mine, placement, other_coordinator, monday):
    own = HourEntryFactory(placement=placement, worked_on=monday, note="Mine")
    theirs = HourEntryFactory(
        placement=other_coordinator.appointments.get().placements.get(), worked_on=monday, note="Theirs"
    )
    page = mine.get(WEEK["en"])
    assert page.context["sheet"].entries == [own]
    assert (own.note in page.text, theirs.note in page.text) == (True, False)


def test_week_holds_monday_to_sunday(mine, placement, monday):
    for days in (-1, 0, 6, 7):
        HourEntryFactory(placement=placement, worked_on=monday + dt.timedelta(days=days))
    assert [e.worked_on.day for e in mine.get(WEEK["en"]).context["sheet"].entries] == [16, 22]


@pytest.mark.parametrize(("minutes", "state"), [(285, "short"), (300, "inside"), (600, "inside"), (615, "over")])
def test_week_says_how_it_stands_to_the_target(mine, placement, monday, minutes, state):
    HourEntryFactory(placement=placement, worked_on=monday, minutes=minutes)
    assert mine.get(WEEK["en"]).context["sheet"].state == state


def test_week_of_a_term_without_target_is_not_judged(mine, term):
    Term.objects.update(weekly_hours_min=None, weekly_hours_max=None)
    page = mine.get(WEEK["en"])
    assert (page.context["sheet"].state, "g-br" in page.text, ">target" in page.text) == ("", False, False)


def test_week_of_a_break_says_so_and_is_not_judged(mine, term, language):
    day = dt.date(2026, 11, 20)
    Break.objects.create(term=term, name_en="Winter break", name_es="Receso de invierno", starts_on=day, ends_on=day)
    page = mine.get(WEEK[language])
    name = {"en": "Winter break", "es": "Receso de invierno"}[language]
    drawn = (name in page.text, "g-rest" in page.text, page.text.count('class="rest"'))
    assert (page.context["sheet"].state, drawn) == ("", (True, True, 1))


def test_term_total_counts_the_other_weeks_of_the_term(mine, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday, minutes=60)
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=30), minutes=90)
    assert mine.get(WEEK["en"]).context["page"].term_minutes == 150


@pytest.mark.parametrize("path", ["/hours/2026-11-23/", "/hours/2026-11-25/", "/hours/2027-11-22/"])
def test_week_that_has_not_begun_is_not_there(mine, path):
    assert mine.get(path).status_code == 404


def test_earlier_weeks_are_reached_back_to_the_first_term(mine):
    assert mine.get(WEEK["en"]).context["sheet"].earlier == dt.date(2026, 11, 9)
    first = mine.get("/hours/2026-07-27/")  # the term begins on the Saturday of this week
    assert (first.status_code, first.context["sheet"].earlier) == (200, None)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_week_needs_six_queries(mine, placement, monday, django_assert_num_queries, rows):
    campaigns = [placement, *PlacementFactory.create_batch(2, appointment=placement.appointment)]
    for n in range(rows):
        HourEntryFactory(placement=campaigns[n % 3], worked_on=monday + dt.timedelta(days=n % 3), minutes=15)
        HourEntryFactory(placement=campaigns[n % 3], worked_on=monday - dt.timedelta(days=1 + n % 3), minutes=15)
    with django_assert_num_queries(6):
        mine.get(WEEK["en"])


def test_saving_needs_six_queries(mine, entry_form, placement, monday):
    HourEntryFactory.create_batch(5, placement=placement, worked_on=monday + dt.timedelta(days=1))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        mine.post(WEEK["en"], entry_form())
    assert len(statements(captured)) == 6


def test_saved_entry_is_the_one_that_was_written(mine, entry_form, placement):
    answer = mine.post(WEEK["en"], entry_form(time="1:30", activity="rally"))
    entry = HourEntry.objects.get()
    kept = (entry.placement, entry.worked_on, entry.minutes, entry.activity, entry.note, entry.approved_at)
    assert kept == (placement, dt.date(2026, 11, 17), 90, "rally", "Planning call", None)
    assert (answer.status_code, answer.url) == (302, f"{WEEK['en']}?added={entry.pk}#saved")


def test_time_can_be_chosen_with_one_tap_and_what_is_written_counts_before_it(mine, entry_form):
    mine.post(WEEK["en"], entry_form(time="", quick="120"))
    mine.post(WEEK["en"], entry_form(time="0.25", quick="120"))
    assert list(HourEntry.objects.order_by("pk").values_list("minutes", flat=True)) == [120, 15]


def test_double_click_saves_once_and_says_the_same(mine, entry_form):
    form = entry_form()
    first, second = mine.post(WEEK["en"], form), mine.post(WEEK["en"], form)
    assert (first.url, HourEntry.objects.count()) == (second.url, 1)


def test_form_sent_again_with_other_content_is_a_new_entry(mine, entry_form):
    form = entry_form()
    mine.post(WEEK["en"], form)
    mine.post(WEEK["en"], {**form, "day": "2026-11-16"})
    assert list(HourEntry.objects.order_by("worked_on").values_list("worked_on", flat=True)) == [
        dt.date(2026, 11, 16),
        dt.date(2026, 11, 17),
    ]


def test_key_of_somebody_else_neither_stops_nor_shows_anything(mine, entry_form, other_coordinator):
    theirs = HourEntryFactory(placement=other_coordinator.appointments.get().placements.get())
    mine.post(WEEK["en"], entry_form(key=str(theirs.client_key)))
    assert HourEntry.objects.exclude(pk=theirs.pk).count() == 1


@pytest.mark.parametrize("key", ["", "junk", "x" * 1000])
def test_entry_without_a_proper_key_is_saved(mine, entry_form, key):
    mine.post(WEEK["en"], entry_form(key=key))
    assert HourEntry.objects.count() == 1


def test_undo_takes_the_new_entry_back(mine, entry_form):
    toast = mine.get(mine.post(WEEK["en"], entry_form()).url).context["toast"]
    assert toast.undo == f"/hours/entry/{HourEntry.objects.get().pk}/delete/"
    assert mine.post(toast.undo, toast.fields).url == f"{WEEK['en']}?said=deleted#saved"
    assert HourEntry.objects.count() == 0


def test_undo_of_a_deletion_puts_the_entry_back_as_it_was(mine, placement, monday):
    entry = HourEntryFactory(placement=placement, worked_on=monday, minutes=105, activity="rally", note="March")
    toast = mine.get(mine.post(f"/hours/entry/{entry.pk}/delete/").url).context["toast"]
    mine.post(toast.undo, toast.fields)
    back = HourEntry.objects.get()
    kept = (back.placement, back.worked_on, back.minutes, back.activity, back.note)
    assert kept == (placement, monday, 105, "rally", "March")
    assert "deleted_hours" not in mine.session


def test_last_week_is_proposed_and_one_tap_repeats_it_on_its_weekday(mine, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=6), minutes=105, note="Call")
    page = mine.get(WEEK["en"])
    (one,) = page.context["sheet"].repeats
    mine.post(WEEK["en"], {**toasts.values_of(one.source), "day": one.worked_on, "key": one.key})
    assert HourEntry.objects.in_week(monday).values_list("worked_on", "minutes", "note").get() == (
        dt.date(2026, 11, 17),
        105,
        "Call",
    )
    assert mine.get(WEEK["en"]).context["sheet"].repeats == []


@pytest.mark.parametrize(("days", "heading"), [(7, "last week"), (14, "the week of November 2–8"), (35, "")])
def test_newest_of_four_weeks_stands_for_last_week_and_is_named(mine, placement, monday, days, heading):
    for older in (0, 7):
        HourEntryFactory(
            placement=placement, worked_on=monday - dt.timedelta(days=days + older), minutes=60 + 15 * older
        )
    page = mine.get(WEEK["en"])
    said = re.findall(r'id="qk"[^>]*>One tap, like (.*?)</h2>', re.sub("</?span[^>]*>", "", page.text))
    assert (said, [one.values["worked_on"] for one in page.context["sheet"].repeats]) == (
        ([heading], [monday]) if heading else ([], [])
    )
    mine.post(WEEK["en"] + "again/")
    assert list(HourEntry.objects.in_week(monday).values_list("minutes", flat=True)) == ([60] if heading else [])
    assert mine.get(WEEK["en"]).context["sheet"].repeats == []


def test_weekday_that_has_not_begun_is_not_proposed(mine, placement, monday):
    HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=3))
    assert mine.get(WEEK["en"]).context["sheet"].repeats == []


def test_day_of_a_break_is_not_proposed(mine, placement, monday, term):
    for days in (7, 6):
        HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=days))
    Break.objects.create(term=term, name_en="Break", name_es="Receso", starts_on=monday, ends_on=monday)
    page = mine.get(WEEK["en"])
    assert [one.worked_on.day for one in page.context["sheet"].repeats] == [17]


def test_campaign_of_two_placements_is_asked_and_of_one_is_chosen(mine, placement):
    assert mine.get(WEEK["en"]).context["form"]["campaign"].value() == str(placement.campaign_id)
    PlacementFactory(appointment=placement.appointment, campaign=CampaignFactory())
    assert mine.get(WEEK["en"]).context["form"]["campaign"].value() is None
