"""The page behind the Sunday mail: no sign-in, nothing by opening, everything once and with a way back."""

import datetime as dt
import re

import pytest
from django.test import Client

from campaigns import sunday, week_notes
from campaigns.models import HourChange, HourEntry, Placement, WeekNote
from tests.campaigns.sunday_mail import MONDAY, SENT, WEEK, buttons, link_of, press, this_week, truth, words
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
BACK = "undo-"


# ── opening ──


@pytest.mark.parametrize("query", ["?way=same", "?way=nothing", "?action=same", "?way=🦋&action=nothing", ""])
@pytest.mark.parametrize("headers", [{}, {"sec-purpose": "prefetch;prerender"}])
def test_opening_the_page_changes_nothing(client, sunday_path, query, headers):
    before, sunday_path = truth(), sunday_path.partition("?")[0]
    answers = [client.get(sunday_path + query, headers=headers), client.head(sunday_path + query, headers=headers)]
    assert [answer.status_code for answer in answers] == [200, 200]
    for method in (client.options, client.put, client.patch, client.delete, client.trace):
        assert method(sunday_path + query).status_code == 405
    assert truth() == before


def test_page_says_what_would_be_added_and_shows_neither_note_nor_name(client, sunday_path, coordinator):
    page = client.get(sunday_path)
    assert 'Your week, November <span class="nb">16–22</span></h1>' in page.text
    assert re.findall(r"(Campaign \d+|Zines|Add) ([\d.]+) h", words(page)) == [
        (Placement.objects.first().campaign.title_en, "1.5"),
        ("Zines", "3.5"),
        ("Add", "5"),
    ]
    assert buttons(page) == ["same", "nothing"]
    own = (coordinator.name, coordinator.user.name, coordinator.user.email, "Call about", "Meeting")
    assert [word for word in own if word in page.text] == []


def test_question_of_the_button_comes_first(client, sunday_path):
    page = client.get(sunday_path.replace("same", "nothing"))
    assert (buttons(page), page.text.count("btn pri")) == (["nothing", "same"], 1)


def test_button_nothing_more_is_there_for_whoever_repeated_the_week_before(client, sunday_path):
    press(client, sunday_path, "same")
    assert buttons(client.get(sunday_path.replace("same", "nothing"))) == [BACK + "same", "nothing"]


def test_page_is_private_and_sets_no_cookie(client, sunday_path):
    gone = "/sunday/x/"
    for answer in (
        client.get(sunday_path),
        press(client, sunday_path, "same"),
        press(client, sunday_path, "same", {}),
        client.get(gone),
    ):
        kept = answer["Referrer-Policy"], answer["X-Robots-Tag"], answer["Cache-Control"]
        assert (kept[0], "noindex" in kept[1], "no-store" in kept[2], answer.cookies) == ("no-referrer", True, True, {})


@pytest.mark.parametrize("entries", [1, 3])
def test_page_needs_the_same_queries_for_any_number_of_entries(
    client, sunday_path, placements, entries, django_assert_num_queries
):
    for number in range(entries):
        HourEntryFactory(placement=placements[0], worked_on=MONDAY + dt.timedelta(days=number))
    with django_assert_num_queries(4):
        client.get(sunday_path)


# ── same as last week ──


def test_same_as_last_week_needs_one_press_and_no_session(sunday_path):
    client = Client(enforce_csrf_checks=True)
    answer = press(client, sunday_path, "same")
    assert (answer.status_code, answer.cookies, this_week()) == (302, {}, [(16, 90), (18, 120), (22, 90)])
    page = client.get(answer.url)
    assert ("Added: 5 h" in words(page), buttons(page)) == (True, ["undo-same"])


def test_second_press_adds_nothing(client, sunday_path):
    for _ in range(3):
        press(client, sunday_path, "same")
    assert this_week() == [(16, 90), (18, 120), (22, 90)]


def test_it_can_be_taken_back_and_done_again(client, sunday_path):
    press(client, sunday_path, "same")
    page = client.get(press(client, sunday_path, BACK + "same").url)
    assert (this_week(), buttons(page), "Taken back" in words(page)) == ([], ["same", "nothing"], True)
    assert HourChange.objects.filter(action="deleted").count() == 3
    press(client, sunday_path, "same")
    assert len(this_week()) == 3


def test_taking_back_spares_what_was_there_corrected_or_approved(client, sunday_path, placements, frozen):
    frozen.move_to(SENT - dt.timedelta(hours=1))
    HourEntryFactory(placement=placements[0], worked_on=dt.date(2026, 11, 16), minutes=90)
    frozen.move_to(SENT + dt.timedelta(hours=1))
    press(client, sunday_path, "same")
    wednesday, sunday_ = HourEntry.objects.in_week(MONDAY).exclude(worked_on=dt.date(2026, 11, 16))
    HourEntry.objects.filter(pk=wednesday.pk).update(revision=2, minutes=60)
    HourEntry.objects.filter(pk=sunday_.pk).update(approved_at=SENT)
    press(client, sunday_path, BACK + "same")
    assert this_week() == [(16, 90), (18, 60), (22, 90)]


def test_taking_back_lets_go_of_what_is_corrected_at_that_moment(client, sunday_path, coordinator):
    press(client, sunday_path, "same")
    link = sunday.Link(coordinator.appointments.get(), MONDAY, SENT, now=SENT)
    first, second, _third = link.added
    HourEntry.objects.filter(pk=first.pk).update(revision=2)
    HourEntry.objects.filter(pk=second.pk).delete()
    sunday.take_back(link)
    assert this_week() == [(16, 90)]


def test_what_the_sheet_repeated_before_the_mail_is_not_taken_back(client, sunday_path, frozen, coordinator):
    frozen.move_to(SENT - dt.timedelta(minutes=1))
    week_notes.repeat_week(appointment=coordinator.appointments.get(), monday=MONDAY, now=SENT)
    frozen.move_to(SENT + dt.timedelta(hours=1))
    press(client, sunday_path, BACK + "same")
    assert (len(this_week()), buttons(client.get(sunday_path))) == (3, ["nothing"])


def test_day_that_would_be_too_long_is_left_out_and_said(client, sunday_path, placements):
    HourEntryFactory(placement=placements[0], worked_on=dt.date(2026, 11, 18), minutes=1380)
    page = client.get(press(client, sunday_path, "same").url)
    assert ("Not everything was added" in words(page), this_week()) == (True, [(16, 90), (18, 1380), (22, 90)])


def test_nothing_to_repeat_is_said(client, sunday_path):
    HourEntry.objects.all().delete()
    page = client.get(sunday_path)
    assert ("Nothing to repeat" in words(page), buttons(page)) == (True, ["nothing"])


def test_sunday_that_has_not_begun_in_new_york_is_added_once_it_has(client, sunday_path, frozen):
    frozen.move_to(dt.datetime(2026, 11, 22, 4, 30, tzinfo=dt.UTC))  # 6:30 pm in Kiritimati, Saturday in New York
    HourEntry.objects.update(logged_at=SENT - WEEK)
    early = sunday_path.replace(sunday_path.split("/")[2], sunday.token_of(link_of_kiritimati()))
    press(client, early, "same")
    assert this_week() == [(16, 90), (18, 120)]
    frozen.move_to(SENT)
    press(client, early, "same")
    assert this_week() == [(16, 90), (18, 120), (22, 90)]


def link_of_kiritimati() -> sunday.Link:
    coordinator = Placement.objects.first().appointment.coordinator
    return link_of(coordinator, sent_at=dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC))


# ── nothing this week ──


@pytest.mark.parametrize(("minutes", "note"), [(0, (True, False)), (60, (False, True))])
def test_nothing_this_week_makes_it_quiet_or_done(client, sunday_path, placements, minutes, note):
    if minutes:
        HourEntryFactory(placement=placements[0], worked_on=MONDAY, minutes=minutes)
    for _ in range(2):
        page = client.get(press(client, sunday_path, "nothing").url)
    (kept,) = WeekNote.objects.all()
    assert (kept.quiet, bool(kept.done_at), buttons(page)) == (*note, ["undo-nothing"])
    assert words(page).count("Nothing more this week" if minutes else "Nothing this week") == 1
    press(client, sunday_path, BACK + "nothing")
    kept.refresh_from_db()
    assert (kept.quiet, kept.done_at, this_week()) == (False, None, [(16, 60)] if minutes else [])


def test_what_was_written_about_the_week_stays(client, sunday_path, coordinator):
    about = {"appointment": coordinator.appointments.get(), "monday": MONDAY}
    WeekNote.objects.create(**about, reflection="A good week", shared=True)
    press(client, sunday_path, "nothing")
    press(client, sunday_path, BACK + "nothing")
    assert WeekNote.objects.values_list("reflection", "shared").get() == ("A good week", True)
