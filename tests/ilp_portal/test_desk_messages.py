"""The ledger of messages: who may look, what it says, and that it costs the same however many people there are."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation

from coordinators import mail
from events import actions
from events.models import Rsvp
from outreach import engine
from outreach.models import DeliveryAttempt, Engine, Message
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db
State = Message.State
SIZES, BOUND = [1, 30], 12  # people; queries of one page
PAGES = ["message_list", "message_rows"]


def lines(page) -> list[tuple]:
    return [(line.reader.label, line.reader.language, line.message.state) for line in page.context["lines"]]


def address(name, language="en", *args) -> str:
    with translation.override(language):
        return reverse(name, args=args)


# --- who ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [*PAGES, "message_again"])
def test_visitor_is_asked_to_sign_in(client, name, language):
    path = address(name, language)
    assert client.get(path).url == f"{address('account_login', language)}?next={path}"


@pytest.mark.parametrize("name", [*PAGES, "message_again"])
def test_coordinator_finds_no_desk(client, coordinator, name):
    client.force_login(coordinator.user)
    assert client.get(address(name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_staff_without_the_permission_find_no_desk(client, name):
    client.force_login(UserFactory(is_staff=True))
    assert (client.get(address(name)).status_code, "/desk/" in client.get("/start/").text) == (404, False)


@pytest.mark.parametrize("name", PAGES)
def test_permission_without_being_staff_opens_no_desk(client, coordinator, name):
    coordinator.user.user_permissions.add(Permission.objects.get(codename="view_message"))
    client.force_login(coordinator.user)
    assert client.get(address(name)).status_code == 404


@pytest.mark.parametrize("role", ["staff", "administrator"])
@pytest.mark.parametrize("name", PAGES)
def test_staff_and_administrators_look(client, role, name, language):
    client.force_login(UserFactory(role=role))
    assert client.get(address(name, language)).status_code == 200


def test_desk_is_linked_for_staff_only(client, coordinator, staff):
    for user, shown in ((coordinator.user, False), (staff, True)):
        client.force_login(user)
        found = [f'href="{address("desk_home")}"' in client.get(path).text for path in ("/start/", "/events/")]
        assert found == [shown] * 2


def test_who_may_only_look_gets_no_buttons(client, sign_up, ended, django_user_model):
    from django.contrib.auth.models import Permission

    message = ended(sign_up()[0], State.UNCONFIRMED)
    user = UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_message"))
    client.force_login(user)
    text = "".join(client.get(address(name)).text for name in PAGES)
    assert [word in text for word in ("Pause email", "Send again")] == [False, False]
    answers = [
        client.post(address("engine_pause", "en", "email")).status_code,
        client.post(address("message_again"), {"message": message.pk}).status_code,
    ]
    assert (answers, Engine.is_paused()) == ([404, 404], False)


# --- what it costs --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("people", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_page_costs_the_same_however_many_people(desk, sign_up, now, name, people, django_assert_max_num_queries):
    sign_up(people)
    for person in UserFactory.create_batch(people):
        mail.plan_invitation(user=person, now=now)
    engine.run_once()
    sign_up(people, language="es")
    with django_assert_max_num_queries(BOUND) as asked:
        page = desk.get(address(name))
    assert page.status_code == 200
    with django_assert_max_num_queries(len(asked)):
        desk.get(address(name))


@pytest.mark.parametrize("events", [1, 5])
def test_overview_costs_the_same_however_many_events(desk, sign_up, events, django_assert_max_num_queries):
    for one in EventFactory.create_batch(events):
        sign_up(of=one)
    with django_assert_max_num_queries(BOUND):
        page = desk.get(address("message_list"))
    assert len(page.context["events"].object_list) == events


# --- what it says ---------------------------------------------------------------------------------------------------
def test_ledger_shows_what_came_of_it_and_never_who(desk, sign_up, event):
    first, second = *sign_up(), *sign_up(language="es")
    engine.run_once()
    page = desk.get(address("message_rows"), {"event": event.pk, "kind": "events.confirmation"})
    expected = {(f"Sign-up {first.pk}", "en", "sent"), (f"Sign-up {second.pk}", "es", "sent")}
    assert set(lines(page)) == expected
    words = ["The server took it (250).", "Spanish · email", "Confirmation of a sign-up"]
    assert [word in page.text for word in words] == [True] * 3
    assert re.findall(r"[\w-]+@tests\.example|>\s*Reader", page.text) == []


def test_ledger_says_when_a_rule_sends(desk, sign_up, event, language):
    sign_up()
    page = desk.get(address("message_rows", language), {"kind": "events.reminder"})
    rules = {"en": ["the day before at 6:00 pm", "2 hours before"], "es": ["6:00 p. m.", "2 horas antes"]}
    assert [rule in page.text for rule in rules[language]] == [True, True]


def test_withdrawn_person_is_not_shown_as_reminded(desk, sign_up, event, now):
    rsvp = sign_up()[0]
    actions.withdraw(rsvp=rsvp, now=now)
    page = desk.get(address("message_rows"), {"event": event.pk})
    assert {state for _, _, state in lines(page)} == {State.SUPPRESSED}
    assert page.text.count("The person does not come.") == len(lines(page))
    counts = desk.get(address("message_list")).context["events"].object_list[0][1].counts
    assert (counts["sent"], counts["waiting"], counts["not_sent"]) == (0, 0, len(lines(page)))


def test_erased_person_stays_as_a_number(desk, sign_up, event):
    rsvp = sign_up()[0]
    Rsvp.objects.all().delete()
    page = desk.get(address("message_rows"), {"event": event.pk})
    assert {(label, tongue) for label, tongue, _ in lines(page)} == {(f"Sign-up {rsvp.pk}", "")}
    assert "erased" in page.text


def test_overview_counts_each_event_by_what_came_of_it(desk, sign_up, ended, event):
    people = sign_up(4, confirmed=False)
    for rsvp, state in zip(people, ("sent", "unconfirmed", "dead", "failed"), strict=True):
        ended(rsvp, state)
    (shown, tally), *others = desk.get(address("message_list")).context["events"].object_list
    assert (shown, others) == (event, [])
    assert dict(tally.counts) == {"sent": 1, "unconfirmed": 1, "failed": 2}


def test_events_to_come_stand_before_the_past_ones(desk, sign_up, now):
    later, sooner, past = EventFactory(), EventFactory(), EventFactory()
    for one in (later, sooner, past):
        sign_up(of=one)
    type(sooner).objects.filter(pk=sooner.pk).update(starts_at=now + dt.timedelta(hours=3))
    gone = {"starts_at": now - dt.timedelta(days=2), "ends_at": now - dt.timedelta(days=1)}
    type(past).objects.filter(pk=past.pk).update(**gone)
    shown = [event for event, _ in desk.get(address("message_list")).context["events"]]
    assert shown == [sooner, later, past]


def test_next_48_hours_are_counted_in_the_language_of_the_reader(desk, staff, sign_up, frozen, event):
    sign_up(2, language="es")
    changed = sign_up(1)[0]
    engine.run_once()
    Rsvp.objects.filter(pk=changed.pk).update(language="es")
    frozen.move_to(event.starts_at - dt.timedelta(hours=30))
    desk.force_login(staff)  # the session of that day is over
    rows = [(row.label, row.language, row.channel, row.n) for row in desk.get("/desk/messages/").context["coming"]]
    assert rows == [("Reminder of an event", "es", "email", 6)]


def test_sign_in_codes_are_counted_and_never_listed(desk, now):
    mail.plan_account_mail(
        name="login_code", to="x@tests.example", values={"code": "1"}, user_id=None, language="en", now=now
    )
    page = desk.get(address("message_list"))
    assert [(tally.kind, tally.counts.total()) for tally in page.context["others"]] == [("account.mail", 1)]
    assert lines(desk.get(address("message_rows"))) == []


def test_law_on_the_page_is_that_of_the_command(desk, sign_up, frozen, now):
    sign_up(3)
    engine.run_once()
    sign_up(2, confirmed=False)
    DeliveryAttempt.objects.filter(message=Message.objects.filter(state="sent").first()).delete()
    frozen.shift(dt.timedelta(minutes=4))
    law = desk.get(address("message_list")).context["law"]
    planned = Message.objects.count()
    assert (law.planned, law.ended + law.waiting) == (planned, planned)
    assert (law.overdue, law.stuck, law.unrecorded, law.holds, law.is_calm) == (2, 0, 1, False, False)


def test_try_is_shown_with_its_step_and_the_answer_of_the_server(desk, sign_up, event):
    rsvp = sign_up(confirmed=False)[0]
    row = Message.objects.get(subject_id=rsvp.pk)
    DeliveryAttempt.objects.create(
        message=row, number=1, at=row.due_at, phase="rcpt", code=451, outcome="not handed over"
    )
    Message.objects.filter(pk=row.pk).update(reason="rcpt 451 4.2.0", attempts=1)
    text = desk.get(address("message_rows")).text
    assert "Last try: The server asked us to come back later (451 4.2.0)." in text
    assert "The server asked us to come back later (451)." in text


def test_unknown_code_is_shown_as_it_is(desk, sign_up, ended):
    ended(sign_up()[0], State.SUPPRESSED, "a <new> code")
    assert "a &lt;new&gt; code" in desk.get(address("message_rows")).text


def test_kind_that_no_app_speaks_for_is_still_shown(desk, sign_up):
    sign_up()
    Message.objects.update(kind="gone.kind")
    assert [("gone.kind" in desk.get(address(name)).text) for name in PAGES] == [True, True]
