"""Where the Monday of staff begins: each part for whom its permission allows, live, and at the same cost for many."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from campaigns import heat, weeks
from campaigns.models import HourEntry, Placement
from campaigns.week_state import State
from coordinators.models import Appointment, Coordinator, Tip
from coordinators.models.tip import KEEP
from ilp_portal import desk_home
from ilp_portal.desk_home_parts import Home
from outreach.models import Engine, Message
from tests.factories import EventFactory, HourEntryFactory, PlacementFactory, TermFactory, UserFactory

pytestmark = pytest.mark.django_db
HOME, SWAP = "/desk/", {"HX-Request": "true"}
LAST = dt.date(2026, 11, 11)
SIGN_IN = 4  # session, account, and what it may: of its own and of its groups
MOST_QUERIES = 24
PARTS = {
    "campaigns.view_hourentry": {"map", "check-in", "campaigns"},
    "campaigns.approve_hourentry": {"waiting"},
    "coordinators.view_tip": {"waiting"},
    "coordinators.change_term": {"waiting"},
    "events.change_event": {"next"},
    "events.view_rsvp": {"erased"},
    "outreach.view_message": {"sending"},
}


@pytest.fixture
def placement(coordinator):
    return Placement.objects.get(appointment__coordinator=coordinator)


def parts(page) -> set[str]:
    """The sections of the page by their ids."""
    return {name for name in set().union(*PARTS.values()) if f'<h2 id="{name}">' in page.text}


def ask(client, **more):
    return client.get(HOME, **more).context["home"]


# --- who --------------------------------------------------------------------------------------------------------------
def test_strangers_find_no_desk(client, coordinator):
    assert client.get(HOME).url == f"{reverse('account_login')}?next={HOME}"
    coordinator.user.user_permissions.add(Permission.objects.get(codename="view_message"))
    for user in (coordinator.user, UserFactory(is_staff=True)):
        client.force_login(user)
        assert (client.get(HOME).status_code, f'href="{HOME}"' in client.get("/start/").text) == (404, False)


def test_each_part_is_for_whom_its_permission_allows(client, frozen, term):
    user, shown = UserFactory(is_staff=True), {}
    for name in PARTS:
        user.user_permissions.set([Permission.objects.get(codename=name.partition(".")[2])])
        client.force_login(user)
        shown[name] = parts(client.get(HOME))
    assert shown == PARTS


def test_staff_get_everything_in_their_language_and_nothing_by_post(desk, language):
    with translation.override(language):
        path = reverse("desk_home")
    page = desk.get(path)
    assert (page["Content-Language"], parts(page)) == (language, set().union(*PARTS.values()))
    assert (desk.post(path).status_code, f'href="{path}"' in page.text) == (405, True)


# --- what -------------------------------------------------------------------------------------------------------------
def test_approvals_count_what_waits_and_its_oldest_day_without_own_hours(desk, staff, placement, now):
    HourEntryFactory(placement=placement, worked_on=LAST)
    HourEntryFactory(placement=placement, worked_on="2026-10-02", approved_at=now, approved_by=staff)
    HourEntryFactory(placement__appointment__coordinator__user=staff, worked_on="2026-10-01")
    found = ask(desk)
    assert (found.approvals.n, found.approvals.oldest, found.waiting) == (1, LAST, 1)


def test_notes_and_missing_translations_are_counted(desk, now):
    for state, decided in (("new", None), ("used", now)):
        Tip.objects.create(text="<b>", about="self", language="es", received_at=now, state=state, decided_at=decided)
    EventFactory(title_es="")
    found = ask(desk)
    assert (found.notes.n, found.untranslated.n, found.waiting) == (1, 1, 2)


def test_events_say_by_language_what_was_planned_sent_and_failed(desk, event, sign_up):
    people = [*sign_up(2, language="es"), *sign_up(1)]
    Message.objects.all().delete()
    for person, states in zip(people, (["sent", "queued"], ["failed"], ["superseded", "unconfirmed"]), strict=True):
        for n, state in enumerate(states):
            message(event, person, n, state)
    ((found, told),) = ask(desk).events
    assert (found, [(one.language, [n for _words, n in one.cells]) for one in told]) == (
        event,
        [("en", [1, 0, 1]), ("es", [3, 1, 1])],
    )


def message(event, person, n, state) -> None:
    when = {"due_at": event.starts_at, "next_at": event.starts_at, "not_after": event.ends_at}
    about = {"subject_type": "events.rsvp", "subject_id": person.pk, "scope_type": "events.event"}
    ended = {} if state == "queued" else {"finished_at": event.starts_at}
    Message.objects.create(
        kind="events.reminder", rule=str(n), scope_id=event.pk, state=state, **about, **when, **ended
    )


def test_sign_ups_about_to_be_erased_are_named(desk, event, sign_up, frozen, client, staff):
    sign_up()
    assert ask(desk).erased == []
    frozen.move_to(event.ends_at + dt.timedelta(hours=1))
    client.force_login(staff)
    assert ask(client).erased == [event]


def test_what_goes_by_itself_within_a_week_is_counted(desk, now):
    for days in (0, KEEP.days - 6, KEEP.days - 8):
        Tip.objects.create(text="a", about="self", language="es", received_at=now - dt.timedelta(days=days))
    assert (ask(desk).due, "One note from a reader</li>" in desk.get(HOME).text) == (["One note from a reader"], True)


def test_engine_says_whether_it_runs_and_since_when_something_is_due(desk, event, sign_up, now):
    sign_up()
    Engine.objects.filter(channel="email").update(paused=True, last_tick_at=now)
    found = ask(desk)
    assert [(lane.engine.channel, lane.engine.paused) for lane in found.lanes] == [("email", True), ("sms", False)]
    assert found.due_since == Message.objects.claimable(now).waiting_since() is not None


def test_map_and_rule_are_those_of_the_hours(desk, placement, other_coordinator):
    HourEntryFactory(placement=placement, worked_on=LAST, minutes=660)
    page = desk.get(HOME)
    people, person = page.context["people"], placement.appointment.coordinator
    assert (people.check_in.over, people.check_in.silent) == ([(person, 660)], [other_coordinator])
    assert (people.columns[-2].monday, len(people.columns), people.inside) == (dt.date(2026, 11, 9), 12, 0)
    assert "By the last whole week" in page.text


def test_who_came_this_week_was_silent_in_none_before(desk, placement, other_coordinator, now):
    other_coordinator.user.date_joined = now
    other_coordinator.user.save()
    people = desk.get(HOME).context["people"]
    assert (people.check_in.silent, people.check_in.people) == ([placement.appointment.coordinator], 1)
    cells = {row.appointment.coordinator: row.cells for row in people.rows}
    assert ("silent" in cells[placement.appointment.coordinator], "silent" in cells[other_coordinator]) == (True, False)
    assert cells[other_coordinator].count("nothing expected") == len(people.columns)


# the last second of a Sunday and the first of a Monday in New York; the clocks there change on November 1 and March 14
MIDNIGHTS = ("2026-11-02T05:00Z", "2026-11-16T05:00Z", "2027-03-15T04:00Z")


def test_map_and_silent_people_agree_around_every_midnight(staff, placement, other_coordinator):
    for midnight in map(dt.datetime.fromisoformat, MIDNIGHTS):
        for instant, back in ((midnight - dt.timedelta(seconds=1), 1), (midnight, 0)):
            monday = midnight.date() - back * weeks.WEEK
            HourEntryFactory(placement=placement, worked_on=monday - dt.timedelta(days=1), minutes=360)
            found = Home.load(staff, {}, now=instant)
            last = found.people.columns[-2]
            assert (found.people.columns[-1].monday, last.monday) == (monday, found.people.check_in.monday)
            assert found.people.check_in.silent == [other_coordinator]
            assert f"The week of {weeks.label(monday)}" in strip_tags(found.parts["head"].html)
            assert {row.appointment.coordinator: signs(row)[-2] for row in found.people.rows} == {
                placement.appointment.coordinator: "",
                other_coordinator: heat.SIGNS[State.SILENT],
            }


def signs(row) -> list[str]:
    """Of the cells of a row of the map, how each week is marked."""
    return [next(iter(re.findall(r'hidden="true">(.)', cell)), "") for cell in row.cells.split("<td")[1:]]


def test_first_week_of_a_term_asks_after_the_last_one_of_the_term_before(db):
    ends = dt.date(2026, 8, 2)
    old = TermFactory(slug="2025-2026", starts_on=dt.date(2025, 8, 4), ends_on=ends)
    new = TermFactory(starts_on=ends + dt.timedelta(days=1))
    user = UserFactory(role="coordinator")
    silent = PlacementFactory(appointment__term=old, appointment__coordinator__user=user).appointment.coordinator
    for today, who in ((dt.date(2026, 8, 5), [silent]), (dt.date(2026, 8, 12), [])):
        found = desk_home.People.load({}, today=today)
        assert (found.term, found.check_in.silent) == (new, who)


def test_empty_portal_has_a_word_for_every_part(desk):
    page = desk.get(HOME)
    words = ("Nothing waits for you", "Nothing is planned", "No message is due", "No sign-ups, applications")
    words += ("No term has begun", "Nobody is over", "Nobody is placed")
    assert {word: word in page.text for word in words} == dict.fromkeys(words, True)


def test_term_without_anybody_has_its_words(desk, term):
    assert "Nobody serves in this term yet" in desk.get(HOME).text


def test_odd_pages_of_the_map_are_pages(desk, placement):
    for number in ("\ud800", "😀", str(10**30), "-1", "0001-01-01"):
        assert desk.get(HOME, {"page": number.encode("utf-8", "surrogatepass")}).status_code == 200


# --- live, and what it costs ------------------------------------------------------------------------------------------
def looking(page) -> dict[str, str]:
    """What script sends along: it looks, and has these parts."""
    return SWAP | {"Desk-Seen": " ".join(re.findall(r'data-mark="(\w+)"', page.text))}


def names(page) -> list[str]:
    return re.findall(r'<div id="part-(\w+)"', page.text)


def test_script_gets_the_hour_and_the_parts_that_differ(desk, placement, frozen, now):
    Engine.objects.update(last_tick_at=now)
    whole = desk.get(HOME)
    frozen.shift(60)
    Engine.objects.update(last_tick_at=now + dt.timedelta(seconds=50))
    assert strip_tags(desk.get(HOME, headers=looking(whole)).text).strip() == "As of 12:01 pm ET."
    HourEntryFactory(placement=placement, worked_on=LAST)
    part = desk.get(HOME, headers=looking(whole))
    assert names(part) == ["head", "waiting", "check_in", "campaigns", "map"]
    assert ("<html" in part.text, part.text.count('hx-swap-oob="true"')) == (False, 5)
    assert set(names(desk.get(HOME, headers=SWAP | {"Desk-Seen": "😀 " * 9}))) == set(names(whole))


def test_page_works_without_script_and_says_where_script_looks(desk, placement):
    whole = desk.get(HOME, {"weeks": "all"})
    there = f"{HOME}?weeks=all"
    assert (f'hx-get="{there}" hx-trigger="look"' in whole.text, f'<a href="{there}">Look again' in whole.text) == (
        1,
        1,
    )
    assert [name in whole.text for name in ("deskhome.js", "deskhome.css", "htmx-2.min.js")] == [True] * 3
    assert "data-hold hidden>Pause updates" in whole.text  # script shows what only script can do


def test_map_has_the_last_weeks_or_all_of_the_term(desk, placement):
    lately, whole = (desk.get(HOME, query) for query in ({"weeks": "odd"}, {"weeks": "all"}))
    shown = [page.context["people"] for page in (lately, whole)]
    assert [(len(people.columns), people.rows[0].cells.count("<td")) for people in shown] == [(12, 12), (17, 17)]
    assert [[here for *_words, here in people.choices] for people in shown] == [[True, False], [False, True]]
    assert (shown[1].columns[5:], shown[1].columns[0].monday) == (shown[0].columns, dt.date(2026, 7, 27))
    assert f'<a href="{HOME}?weeks=all#part-map">The whole term so far</a>' in lately.text


def test_signed_out_meanwhile_leads_to_the_sign_in(client):
    answer = client.get(HOME, headers=SWAP)
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_page_costs_the_same_for_three_coordinators_and_three_hundred(
    desk, placement, event, sign_up, django_assert_num_queries
):
    serve(1, placement)
    desk.get(HOME)
    for more in (2, 297):
        serve(more, placement)
        sign_up(min(more, 2))
        cache.clear()
        desk.get(HOME, headers=SWAP)  # texts that are missing are counted once for each version of the content
        with django_assert_num_queries(SIGN_IN + MOST_QUERIES):
            page = desk.get(HOME)
        with django_assert_num_queries(SIGN_IN + MOST_QUERIES):  # whatever is new must be looked for
            assert names(desk.get(HOME, headers=looking(page))) == []
    assert (len(page.context["people"].people), len(page.context["people"].rows)) == (301, 100)


def serve(people: int, placement) -> None:
    """So many more coordinators with six hours in the last week."""
    first = Coordinator.objects.count()
    named = [{"name": f"C {n:03}", "slug": f"c-{n}"} for n in range(first, first + people)]
    made = Coordinator.objects.bulk_create(Coordinator(**names) for names in named)
    term = placement.appointment.term
    served = Appointment.objects.bulk_create(Appointment(coordinator=one, term=term) for one in made)
    placed = Placement.objects.bulk_create(Placement(appointment=one, campaign=placement.campaign) for one in served)
    rows = [HourEntryFactory.build(placement=one, worked_on=LAST, minutes=360) for one in placed]
    HourEntry.objects.bulk_create(rows)
