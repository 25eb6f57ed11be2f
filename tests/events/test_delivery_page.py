"""How a notice goes out, as its record says it: counted, watched until the end, taken back while it waits."""

import datetime as dt

import pytest
from django.urls import reverse

from events import alerts, delivery
from events.letters import CHANGED
from events.models import Event, Rsvp
from outreach.models import Engine, Message
from tests.events.conftest import START

pytestmark = pytest.mark.django_db
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
EARLIER = {"starts_at": START - HOUR}


@pytest.fixture
def desk(client, staff, frozen):
    client.force_login(staff)
    return client


@pytest.fixture
def moved(event, reader, now):
    """The event, moved a moment ago; four people who knew the old hour are being told."""
    for n, language in enumerate(("en", "en", "es", "es")):
        reader(f"reader{n}@tests.example", language=language)
    return alerts.send(pk=event.pk, seen=0, values=EARLIER, now=now)


def page(event) -> str:
    return reverse("events:event_desk_delivery", args=[event.slug])


def told(n) -> Message:
    return Message.objects.filter(kind=CHANGED).order_by("pk")[n]


def end(n, state, now, reason="250"):
    Message.objects.filter(pk=told(n).pk).finish(state, reason, now)


def test_numbers_come_from_the_record_by_language_and_step(moved, now):
    end(0, "sent", now)
    end(1, "dead", now)
    end(2, "unconfirmed", now)
    found = delivery.of(moved, now)
    assert [(line.language, line.channel, line.planned) for line in found.lines] == [
        ("en", "email", 2),
        ("es", "email", 2),
    ]
    assert dict(found.counts) == {"sent": 1, "failed": 1, "unconfirmed": 1, "waiting": 1}
    assert (found.ended, found.planned, found.is_over, found.to_call) == (3, 4, False, 2)
    assert found.first_at == now + 5 * MINUTE


def test_what_waits_is_told_from_what_is_due_and_on_its_way(moved, now):
    Message.objects.filter(pk=told(0).pk).update(state="sending", token="0" * 32, lease_until=now + MINUTE)
    assert delivery.of(moved, now + 6 * MINUTE).counts == {"due": 3, "going": 1}


def test_page_looks_again_by_itself_until_all_is_over(desk, moved, now):
    html = desk.get(page(moved)).content.decode()
    assert 'hx-trigger="every 2s"' in html
    assert "Look again" in html
    assert '<progress max="4" value="0"' in html
    for n in range(4):
        end(n, "sent", now)
    html = desk.get(page(moved)).content.decode()
    assert "hx-" not in html
    assert '<progress max="4" value="4"' in html
    assert "Take it back" not in html


def test_paused_channel_and_failures_are_said(desk, moved, now):
    Engine.objects.filter(channel="email").update(paused=True)
    assert "Paused: email" in desk.get(page(moved)).content.decode()
    for n in range(4):
        end(n, "failed", now)
    html = desk.get(page(moved)).content.decode()
    assert "4 messages may not have come" in html


def test_texts_that_nobody_sends_are_said_and_not_watched(desk, event, person, now):
    rsvp = person("+12025550101", channel="sms", consent_at=now, consent_wording="1")
    Message.objects.filter(subject_id=rsvp.pk).update(told=0, state="sent", finished_at=now)
    moved = alerts.send(pk=event.pk, seen=0, values=EARLIER, now=now)
    assert (delivery.of(moved, now).ended, delivery.of(moved, now).planned) == (0, 1)
    html = desk.get(page(moved)).content.decode()
    assert "Text messages are off" in html
    assert "hx-" not in html


def test_event_that_never_changed_says_so(desk, event):
    assert "No message about a change" in desk.get(page(event)).content.decode()


def test_undo_by_the_page_puts_it_back_and_tells_nobody(desk, moved):
    answer = desk.post(page(moved), {"action": "undo", "seen": "1"})
    assert (answer.status_code, answer.url) == (302, page(moved))
    event = Event.objects.get()
    assert (event.starts_at, event.revision) == (START, 2)
    assert "Undone" in desk.get(page(moved)).content.decode()


@pytest.mark.parametrize(
    "form", [{"action": "undo", "seen": "0"}, {"action": "undo"}, {"action": "x", "seen": "1"}, {"seen": "\x00"}]
)
def test_undo_of_what_is_no_longer_on_the_screen_is_refused(desk, moved, form):
    desk.post(page(moved), form)
    assert "That is no longer possible" in desk.get(page(moved)).content.decode()
    assert Event.objects.get().revision == 1


def test_send_now_ends_the_pause(desk, moved, now):
    desk.post(page(moved), {"action": "hurry", "seen": "1"})
    assert set(Message.objects.filter(kind=CHANGED).values_list("next_at", flat=True)) == {now}


def test_opening_the_page_changes_nothing(desk, moved):
    before = list(Message.objects.order_by("pk").values_list("state", "next_at"))
    desk.get(page(moved) + "?action=undo&seen=1")
    assert (list(Message.objects.order_by("pk").values_list("state", "next_at")), Event.objects.get().revision) == (
        before,
        1,
    )


def test_five_hundred_people_cost_as_many_questions_as_one(event, reader, now, django_assert_num_queries):
    rsvp = reader()
    moved = alerts.send(pk=event.pk, seen=0, values=EARLIER, now=now)
    with django_assert_num_queries(2):
        delivery.of(moved, now)
    many(rsvp, 499)
    with django_assert_num_queries(2):
        assert delivery.of(moved, now).planned == 500


def test_preview_of_five_hundred_costs_as_many_questions_as_of_one(event, reader, now, django_assert_num_queries):
    rsvp = reader()
    after = Event.objects.get(pk=event.pk)
    after.starts_at = START - HOUR
    with django_assert_num_queries(5):
        alerts.foresee(after, now)
    many(rsvp, 499)
    after = Event.objects.get(pk=event.pk)
    after.starts_at = START - HOUR
    with django_assert_num_queries(5):
        assert alerts.foresee(after, now).reached == 500


def many(rsvp: Rsvp, n: int) -> None:
    """So many more people like this one, with the messages this one has."""
    messages = list(Message.objects.filter(subject_id=rsvp.pk))
    columns = {"contact_ct": rsvp.contact_ct, "language": "es", "state": "confirmed", "confirmed_at": rsvp.confirmed_at}
    new = [Rsvp(event_id=rsvp.event_id, contact_bi=b"%032d" % number, **columns) for number in range(n)]
    Rsvp.objects.bulk_create(new)
    rows = []
    for other in Rsvp.objects.exclude(pk=rsvp.pk):
        for message in messages:
            fields = {f.attname: getattr(message, f.attname) for f in Message._meta.fields if f.attname != "id"}
            rows.append(Message(**fields | {"subject_id": other.pk}))
    Message.objects.bulk_create(rows)
