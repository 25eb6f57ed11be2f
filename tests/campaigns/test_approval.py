"""Staff approve hours in bulk, send them back with a word, take an approval back. Nobody decides on their own."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation

from campaigns import actions
from campaigns.models import HourChange, HourEntry
from coordinators import roles
from tests.factories import (
    HourEntryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LIST = {"en": "/desk/hours/", "es": "/es/mesa/horas/"}
ACT = "/desk/hours/decide/"
WORDS = {"en": ["Hours to approve", "Waiting for you"], "es": ["Horas por aprobar", "Esperan por usted"]}


def pair(entry: HourEntry) -> str:
    return f"{entry.pk}.{entry.revision}"


def states() -> list[tuple]:
    return [(e.approved_by_id is not None, e.question) for e in HourEntry.objects.order_by("pk")]


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["approval_list", "approval_act"])
def test_visitor_is_asked_to_sign_in(client, name, language):
    with translation.override(language):
        path = reverse(f"campaigns:{name}")
        assert client.get(path).url == f"{reverse('account_login')}?next={path}"


@pytest.mark.parametrize("path", [LIST["en"], ACT])
@pytest.mark.parametrize("method", ["get", "post"])
def test_coordinator_finds_no_such_page(mine, theirs, path, method):
    answer = getattr(mine, method)(path, {"seen": pair(theirs), "approve": ""} if method == "post" else None)
    assert (answer.status_code, states()) == (404, [(False, "")])


def test_permission_without_being_staff_opens_nothing(mine, coordinator, theirs):
    coordinator.user.user_permissions.add(Permission.objects.get(codename="approve_hourentry"))
    answers = [mine.get(LIST["en"]), mine.post(ACT, {"approve": pair(theirs)})]
    assert ([answer.status_code for answer in answers], states()) == ([404, 404], [(False, "")])


def test_staff_without_the_permission_find_no_such_page(client, theirs):
    client.force_login(UserFactory(is_staff=True))
    answers = [client.get(LIST["en"]), client.post(ACT, {"approve": pair(theirs)})]
    assert ([answer.status_code for answer in answers], states()) == ([404, 404], [(False, "")])


@pytest.mark.parametrize("button", [{"approve": ""}, {"ask": "1", "word": "Is that right?"}, {"back": "1"}])
def test_nobody_decides_on_own_hours_even_by_a_crafted_form(client, frozen, coordinator, entry, theirs, now, button):
    roles.give(coordinator.user, "staff")
    client.force_login(coordinator.user)
    query = "?state=approved" if "back" in button else ""
    if query:
        other = UserFactory(role="staff")
        actions.approve_hours(entries=HourEntry.objects.all(), by=other, at=now)
    before, _ = states()
    page = client.post(ACT + query, {"seen": [pair(entry), pair(theirs)], **button}, follow=True)
    assert (states()[0], states()[1] == before) == (before, False)
    assert "your own" in page.text


def test_own_hours_are_shown_with_the_reason_and_cannot_be_ticked(client, frozen, coordinator, entry, theirs):
    roles.give(coordinator.user, "staff")
    client.force_login(coordinator.user)
    page = client.get(LIST["en"])
    assert [(group.person, group.is_own) for group in page.context["groups"]] == [
        (coordinator, True),
        (theirs.placement.appointment.coordinator, False),
    ]
    assert ("These are your own hours" in page.text, pair(entry) in page.text, pair(theirs) in page.text) == (
        True,
        False,
        True,
    )


# --- approve ----------------------------------------------------------------------------------------------------------
def test_page_shows_lines_by_person_and_week_newest_first(desk, entry, theirs, placement, monday, language):
    older = HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=7))
    more = HourEntryFactory(placement=placement, worked_on=monday + dt.timedelta(days=1))
    page = desk.get(LIST[language])
    shown = [(g.person, g.monday, [line.entry for line in g.lines]) for g in page.context["groups"]]
    first, second = placement.appointment.coordinator, theirs.placement.appointment.coordinator
    last_week = monday - dt.timedelta(days=7)
    assert shown == [(first, monday, [entry, more]), (second, monday, [theirs]), (first, last_week, [older])]
    assert [words in page.text for words in WORDS[language]] == [True, True]


def test_one_post_approves_the_lines_that_were_ticked(desk, staff, now, entry, theirs, placement):
    left = HourEntryFactory(placement=placement)
    page = desk.post(ACT, {"seen": [pair(entry), pair(theirs)], "approve": ""}, follow=True)
    rows = list(HourEntry.objects.order_by("pk").values_list("pk", "approved_by", "approved_at"))
    assert rows == [(entry.pk, staff.pk, now), (theirs.pk, staff.pk, now), (left.pk, None, None)]
    assert (page.context["done"]["n"], "2 lines approved." in page.text) == (2, True)


def test_button_of_a_week_and_its_tick_stand_for_all_its_lines(desk, entry, theirs, placement, monday):
    more = HourEntryFactory(placement=placement, worked_on=monday)
    group = f"{pair(entry)} {pair(more)}"
    assert f'value="{group}"' in desk.get(LIST["en"]).text
    desk.post(ACT, {"approve": group, "seen": [pair(theirs)]})
    assert states() == [(True, ""), (False, ""), (True, "")]
    desk.post(ACT + "?state=approved", {"seen": [group], "back": "1"})
    assert states() == [(False, "")] * 3


def test_approval_does_not_land_on_what_the_approver_did_not_see(desk, entry, theirs, now, correct):
    seen = [pair(entry), pair(theirs)]
    correct(entry, minutes=600)
    page = desk.post(ACT, {"seen": seen, "approve": ""}, follow=True)
    assert (states(), "One line was left as it is" in page.text) == ([(False, ""), (True, "")], True)


def test_approval_does_not_wipe_out_a_question_asked_meanwhile(desk, entry, administrator, now):
    actions.ask_about(entries=HourEntry.objects.all(), word="Which day?", by=administrator, at=now)
    desk.post(ACT, {"approve": pair(entry)})
    assert states() == [(False, "Which day?")]
    desk.post(ACT + "?state=sent-back", {"approve": pair(entry)})
    assert states() == [(True, "")]


def test_undo_takes_back_what_one_press_approved_and_no_more(desk, entry, theirs, now, frozen):
    desk.post(ACT, {"approve": pair(theirs)})
    frozen.shift(dt.timedelta(minutes=1))
    page = desk.post(ACT, {"approve": pair(entry)}, follow=True)
    desk.post(ACT, {"undo": page.context["done"]["stamp"]})
    assert states() == [(False, ""), (True, "")]
    step = HourChange.objects.get()
    assert (step.action, step.entry, step.before["approved_by"]) == ("back", entry, step.by_id)


# --- ask --------------------------------------------------------------------------------------------------------------
def test_lines_are_sent_back_with_a_word_and_come_back_once_corrected(desk, staff, now, entry, theirs, correct):
    desk.post(ACT, {"seen": [pair(entry), pair(theirs)], "ask": "1", "word": " Which building? "})
    assert states() == [(False, "Which building?")] * 2
    assert list(HourChange.objects.values_list("action", "by")) == [("asked", staff.pk)] * 2
    correct(entry, note="At the school")
    assert states() == [(False, ""), (False, "Which building?")]
    assert [group.person.pk for group in desk.get(LIST["en"]).context["groups"]] == [
        entry.placement.appointment.coordinator_id
    ]


def test_same_content_sent_again_answers_a_question_and_changes_no_approval(desk, staff, now, entry, correct):
    actions.ask_about(entries=HourEntry.objects.all(), word="Really 2 h?", by=staff, at=now)
    correct(entry)
    assert (states(), HourEntry.objects.get().revision) == ([(False, "")], 2)
    actions.approve_hours(entries=HourEntry.objects.all(), by=staff, at=now)
    correct(entry)
    assert (states(), HourEntry.objects.get().revision) == ([(True, "")], 2)


@pytest.mark.parametrize("word", ["", "   ", "x" * 281, "a\x00b"])
def test_faulty_word_is_said_at_the_field_and_the_ticks_stay(desk, entry, theirs, word):
    page = desk.post(f"{ACT}?state=waiting", {"seen": [pair(entry)], "ask": "1", "word": word})
    assert (page.status_code, list(page.context["word"].errors), states()) == (200, ["word"], [(False, "")] * 2)
    assert f'value="{pair(entry)}" checked' in page.text
    assert page.text.count(" autofocus") == 1
    assert f'value="{pair(theirs)}" checked' not in page.text


@pytest.mark.parametrize("button", ["approve", "ask", "back"])
def test_nothing_ticked_is_said(desk, entry, button):
    page = desk.post(ACT, {button: "", "word": "Why?"}, follow=True)
    assert ("Nothing was ticked" in page.text, states()) == (True, [(False, "")])
