"""With script a tap swaps the week alone; and when the session has ended, nothing that was typed is lost."""

import pytest
from django.contrib.sessions.models import Session

from campaigns import sync, typed
from campaigns.models import HourEntry, WeekNote
from tests.factories import HourEntryFactory

pytestmark = pytest.mark.django_db
WEEK = "/hours/2026-11-16/"
SWAP = {"HX-Request": "true"}


def test_plain_form_and_swap_save_the_same_and_only_the_answer_differs(mine, entry_form):
    whole = mine.post(WEEK, entry_form(), follow=True)
    part = mine.post(WEEK, entry_form(note="Another"), headers=SWAP, follow=True)
    assert HourEntry.objects.count() == 2
    assert ["<html" in page.text for page in (whole, part)] == [True, False]
    assert len(part.content) < len(whole.content)
    assert "HX-Request" in part["Vary"]


def test_swap_announces_what_was_done_outside_the_part_that_goes(mine, entry_form):
    part = mine.post(WEEK, entry_form(), headers=SWAP, follow=True).text
    said = part.split('<div id="week-says" hx-swap-oob="innerHTML">')[1].split("</div>")[0]
    assert said.startswith("Added 1.5 h to Campaign")
    assert '<div class="toast" id="saved" tabindex="-1" autofocus>' in part
    assert '<div class="vh" id="week-says" role="status"></div>' in mine.get(WEEK).text


def test_swap_of_a_faulty_form_keeps_what_was_typed_and_says_so(mine, entry_form):
    part = mine.post(WEEK, entry_form(time="25", note="Long day"), headers=SWAP)
    assert ('value="Long day"' in part.text, "<html" in part.text) == (True, False)


def test_page_that_the_browser_goes_back_to_is_whole(mine):
    assert "<html" in mine.get(WEEK, headers={**SWAP, "HX-History-Restore-Request": "true"}).text


def test_script_of_the_page_is_bound_by_the_policy(mine):
    page = mine.get(WEEK)
    assert '"allowEval":false' in page.text
    assert '"includeIndicatorStyles":false' in page.text
    assert "unsafe" not in page["Content-Security-Policy"]


@pytest.fixture
def typed_form(entry_form, coordinator):
    """The form as the page of the coordinator sends it: with the account whose page it is."""
    return lambda **changes: entry_form(account=sync.account_key(coordinator.user), **changes)


@pytest.fixture
def ended(mine):
    """The browser of the coordinator, whose session has ended meanwhile."""
    mine.get(WEEK)
    Session.objects.all().delete()
    return mine


def test_expired_session_leads_a_swap_to_the_sign_in_as_a_page(ended, entry_form):
    answer = ended.post(WEEK, entry_form(), headers=SWAP)
    assert (answer["HX-Redirect"], HourEntry.objects.count()) == (f"/account/login/?next={WEEK}", 0)


@pytest.mark.parametrize("headers", [{}, SWAP], ids=["plain", "swap"])
def test_typed_entry_waits_until_the_person_is_signed_in_again(ended, typed_form, coordinator, headers):
    ended.post(WEEK, typed_form(time="2.75", note="Marché con 📣"), headers=headers)
    ended.force_login(coordinator.user)
    page = ended.get(WEEK)
    shown = [page.context["form"][name].value() for name in ("day", "time", "note")]
    assert shown == ["2026-11-17", "2.75", "Marché con 📣"]
    assert ("You are signed in again" in page.text, page.cookies[typed.COOKIE].value) == (True, "")
    assert "You are signed in again" not in ended.get(WEEK).text


def test_typed_sentence_and_correction_wait_too(ended, typed_form, coordinator, placement, monday):
    entry = HourEntryFactory(placement=placement, worked_on=monday)
    long = "🦋" * 499
    for path, form, home, text in (
        (f"{WEEK}sentence/", typed_form(reflection=long), WEEK, long),
        (f"{WEEK}done/", typed_form(reflection="The tenants won."), WEEK, "The tenants won."),
        (f"/hours/entry/{entry.pk}/", typed_form(note="Corrected"), f"/hours/entry/{entry.pk}/", "Corrected"),
    ):
        ended.logout()
        ended.post(path, form)
        ended.force_login(coordinator.user)
        assert text in ended.get(home).text
    assert (WeekNote.objects.count(), HourEntry.objects.get().note) == (0, "")


def test_what_was_typed_is_sealed_and_given_back_on_its_own_page_only(ended, typed_form, coordinator):
    cookie = ended.post(WEEK, typed_form(note="Private")).cookies[typed.COOKIE]
    assert ("Private" in cookie.value, cookie["httponly"], cookie["max-age"]) == (False, True, typed.KEPT)
    ended.force_login(coordinator.user)
    assert "Private" not in ended.get("/hours/2026-11-09/").text


@pytest.mark.parametrize("value", ["", "x", "A" * 200, "é", "x" * 5000])
def test_cookie_of_somebody_elses_making_is_nothing(mine, value):
    mine.cookies[typed.COOKIE] = value
    assert mine.get(WEEK).context["given_back"] == {}


def test_nobody_who_only_reads_gets_a_cookie(client):
    assert not client.get(WEEK).cookies
