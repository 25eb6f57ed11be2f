"""Where the Monday of staff begins: each part for whom its permission allows, live, and at the same cost for many."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from campaigns.models import HourEntry, Placement
from coordinators.models import Appointment, Coordinator, Tip
from coordinators.models.tip import KEEP
from outreach.models import Engine, Message
from tests.factories import EventFactory, HourEntryFactory, UserFactory

pytestmark = pytest.mark.django_db
HOME, SWAP = "/desk/", {"HX-Request": "true"}
LAST = dt.date(2026, 11, 11)
SIGN_IN = 4  # session, account, and what it may: of its own and of its groups
MOST_QUERIES = 20
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


def test_empty_portal_has_a_word_for_every_part(desk):
    page = desk.get(HOME)
    words = ("Nothing waits for you", "Nothing is planned", "No message is due", "Nothing within the next seven days")
    words += ("No term has begun", "Nobody is over", "Nobody is placed")
    assert {word: word in page.text for word in words} == dict.fromkeys(words, True)


def test_term_without_anybody_has_its_words(desk, term):
    assert "Nobody serves in this term yet" in desk.get(HOME).text


def test_odd_pages_of_the_map_are_pages(desk, placement):
    for number in ("\ud800", "😀", str(10**30), "-1", "0001-01-01"):
        assert desk.get(HOME, {"page": number.encode("utf-8", "surrogatepass")}).status_code == 200


# --- live, and what it costs ------------------------------------------------------------------------------------------
def test_script_gets_the_part_that_changes_and_others_a_link(desk, placement, django_assert_max_num_queries):
    whole = desk.get(HOME)
    with django_assert_max_num_queries(SIGN_IN + 14):
        part = desk.get(HOME, headers=SWAP)
    assert part.text.strip().startswith('<div class="now" id="now"')
    assert ("<html" in part.text, 'id="map"' in part.text) == (False, False)
    assert ('hx-trigger="look"' in whole.text, f'<a href="{HOME}">Look again' in whole.text) == (True, True)
    assert [name in whole.text for name in ("deskhome.js", "deskhome.css", "htmx-2.min.js")] == [True] * 3


def test_signed_out_meanwhile_leads_to_the_sign_in(client):
    answer = client.get(HOME, headers=SWAP)
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


def test_page_costs_the_same_for_three_coordinators_and_three_hundred(
    desk, placement, event, sign_up, django_assert_num_queries
):
    serve(1, placement)
    desk.get(HOME)
    for more in (0, 2, 297):
        serve(more, placement)
        sign_up(min(more, 2))
        cache.clear()
        desk.get(HOME, headers=SWAP)  # texts that are missing are counted once for each version of the content
        with django_assert_num_queries(SIGN_IN + MOST_QUERIES):
            page = desk.get(HOME)
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
