"""The page behind the mailed link: looking changes nothing, pressing does, and a dead link tells nothing."""

import datetime as dt
import re

import pytest
from django.utils import translation

from events import links
from events.models import Event, Rsvp
from outreach.models import Message
from tests.events.conftest import OWN, START
from tests.factories import EventFactory, ShiftFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR = dt.timedelta(hours=1)


def state(rsvp) -> str:
    return Rsvp.objects.get(pk=rsvp.pk).state


@pytest.mark.parametrize("state_before", ["pending", "confirmed", "withdrawn"])
@pytest.mark.parametrize("query", ["", "?action=confirm", "?action=withdraw"])
def test_opening_the_link_changes_nothing(client, person, state_before, query):
    rsvp = person(state=state_before)
    before = list(Rsvp.objects.values()), list(Message.objects.values())
    for method in (client.get, client.head, client.options):
        method(links.path(rsvp, "en") + query, headers={"purpose": "prefetch"})
    assert (list(Rsvp.objects.values()), list(Message.objects.values())) == before


def test_the_button_confirms(visitor, person, now):
    rsvp = person(state="pending")
    assert visitor.opens(rsvp).context["rsvp"].state == "pending"
    response = visitor.presses("confirm", rsvp)
    assert (response.status_code, response.url) == (302, links.path(rsvp, "en") + "#state")
    rsvp.refresh_from_db()
    assert (rsvp.state, rsvp.confirmed_at) == ("confirmed", now)


def test_pressing_twice_confirms_once(visitor, person, frozen, now):
    rsvp = person(state="pending")
    visitor.presses("confirm", rsvp)
    frozen.shift(HOUR)
    visitor.presses("confirm", rsvp)
    assert Rsvp.objects.get().confirmed_at == now
    assert Message.objects.filter(kind="events.reminder").count() == 2


def test_the_same_link_withdraws_and_takes_it_back(visitor, person):
    rsvp = person()
    for action, after in (("withdraw", "withdrawn"), ("withdraw", "withdrawn"), ("confirm", "confirmed")):
        visitor.presses(action, rsvp)
        assert state(rsvp) == after


@pytest.mark.parametrize("action", ["", "delete", "\x00", "🦋", str(10**30)])
def test_another_action_does_nothing(visitor, person, action):
    rsvp = person(state="pending")
    assert visitor.presses(action, rsvp).status_code == 404
    assert state(rsvp) == "pending"


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
def test_another_site_cannot_press_the_button(client, person, headers):
    rsvp = person(state="pending")
    assert client.post(links.path(rsvp, "en"), {"action": "confirm"}, headers=headers).status_code == 403
    assert state(rsvp) == "pending"


@pytest.mark.parametrize("page", ["en", "es"])
@pytest.mark.parametrize(
    ("state_now", "words"),
    [
        ("pending", {"en": "One step is left", "es": "Falta un paso"}),
        ("confirmed", {"en": "You are in", "es": "Contamos con usted"}),
        ("withdrawn", {"en": "You said you will not come", "es": "Usted avisó que no vendrá"}),
    ],
)
def test_the_page_speaks_the_language_of_its_address(visitor, person, state_now, words, page):
    rsvp = person(state=state_now, language="es" if page == "en" else "en")
    html = visitor.opens(rsvp, page).content.decode()
    assert words[page] in html
    assert f'<html lang="{page}">' in html


@pytest.mark.parametrize(("state_now", "seen"), [("pending", False), ("confirmed", True), ("withdrawn", False)])
def test_only_confirmed_people_see_the_exact_place_and_the_online_address(visitor, event, person, state_now, seen):
    Event.objects.filter(pk=event.pk).update(place_public=False, online_url="https://meet.example/abc")
    html = visitor.opens(person(state=state_now)).content.decode()
    assert ("100 Example Street" in html, "https://meet.example/abc" in html) == (seen, seen)
    assert "Columbia Heights" in html


def test_the_page_is_private(visitor, person):
    rsvp = person()
    for response in (visitor.opens(rsvp), visitor.presses("confirm", rsvp), visitor.client.get("/sign-up/forged/")):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "no-store" in response["Cache-Control"]
        assert response.cookies == {}


# --- dead links -------------------------------------------------------------------------------------------------------
def dead(client, path) -> tuple:
    response = client.get(path)
    assert client.post(path, {"action": "confirm"}, headers=OWN).status_code == 404
    return response.status_code, response.content.replace(path.encode(), b""), response["Cache-Control"]


def test_forged_mistyped_swapped_and_erased_links_are_answered_alike(client, person):
    rsvp, other = person("one@tests.example"), person("two@tests.example")
    token, path = links.token_of(rsvp), links.path(rsvp, "en")
    pk, _dot, signature = token.partition(".")
    fakes = [
        "x",
        "🦋",
        "1" * 300,
        f"{10**30}.{signature}",
        f"{10**17}.{signature}",
        f"٣.{signature}",
        f"0{pk}.{signature}",
        token[:-1],
        token + "x",
        f"{other.pk}.{signature}",
        f"{pk}.{links.token_of(other).partition('.')[2]}",
    ]
    answers = [dead(client, f"/sign-up/{fake}/") for fake in fakes]
    rsvp.delete()
    answers.append(dead(client, path))
    assert [answer[0] for answer in answers] == [404] * len(answers)
    assert {_without_addresses(answer[1]) for answer in answers} == {_without_addresses(answers[0][1])}
    assert b"This link no longer works" in answers[0][1]


def _without_addresses(html: bytes) -> bytes:
    return re.sub(rb'href="[^"]*"', b"", html)


def test_a_dead_link_is_explained_in_spanish(client):
    assert "Este enlace ya no funciona" in client.get("/es/inscripcion/x/").content.decode()


def test_a_token_is_bound_to_its_row(person):
    """A row that got an old number, say after a restore, does not answer to the old link."""
    rsvp = person()
    token, pk = links.token_of(rsvp), rsvp.pk
    rsvp.delete()
    other = person("other@tests.example")
    Rsvp.objects.filter(pk=other.pk).update(id=pk)
    assert links.find(token, START - HOUR) is None


def test_the_link_of_a_request_that_nobody_confirmed_dies_after_48_hours(person, now):
    token = links.token_of(person(state="pending"))
    assert links.find(token, now + 48 * HOUR - dt.timedelta(seconds=1)) is not None
    assert links.find(token, now + 48 * HOUR) is None


@pytest.mark.parametrize(("kind", "days"), [("rally", 7), ("accompaniment", 2)])
def test_the_link_dies_with_the_promise_even_when_the_purge_is_late(event, person, kind, days):
    Event.objects.filter(pk=event.pk).update(kind=kind)
    token, end = links.token_of(person()), event.ends_at
    assert links.find(token, end + dt.timedelta(days=days) - HOUR) is not None
    assert links.find(token, end + dt.timedelta(days=days)) is None


# --- what became of the event -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fields", [{"status": "cancelled"}, {"status": "postponed"}, {"starts_at": START - 30 * 24 * HOUR}]
)
def test_nobody_confirms_for_an_event_that_is_not_ahead(visitor, event, person, fields):
    rsvp = person(state="pending")
    Event.objects.filter(pk=event.pk).update(**fields)
    html = visitor.opens(rsvp).content.decode()
    assert 'value="confirm"' not in html
    assert visitor.presses("confirm", rsvp).status_code == 302
    assert state(rsvp) == "pending"


def test_who_asked_in_time_may_confirm_after_sign_up_closed(visitor, event, person):
    rsvp = person(state="pending")
    Event.objects.filter(pk=event.pk).update(signup_open=False)
    visitor.presses("confirm", rsvp)
    assert state(rsvp) == "confirmed"


def test_a_cancelled_event_says_so_first(visitor, event, person):
    rsvp = person()
    Event.objects.filter(pk=event.pk).update(status="cancelled")
    assert "Canceled: this event will not take place" in visitor.opens(rsvp).content.decode()


def test_one_persons_link_shows_nothing_of_another(visitor, event, person):
    person("other@tests.example", name="Otra persona")
    html = visitor.opens(person("reader@tests.example", name="Lucero")).content.decode()
    assert [text for text in ("Otra persona", "other@", "reader@") if text in html] == []


def test_the_path_is_the_same_page_in_both_languages(person):
    rsvp = person()
    with translation.override("es"):
        assert links.path(rsvp, "en").startswith("/sign-up/")
    assert links.path(rsvp, "es").startswith("/es/inscripcion/")


@pytest.mark.parametrize("people", [1, 500])
def test_the_page_asks_as_many_questions_with_many_sign_ups(visitor, event, person, people, django_assert_num_queries):
    rsvp = person()
    ShiftFactory(event=event)
    others = [
        Rsvp(event=event, contact_bi=bytes([n // 256, n % 256]), contact_ct=b"x", language="en")
        for n in range(people - 1)
    ]
    Rsvp.objects.bulk_create(others)
    EventFactory()
    with django_assert_num_queries(4):
        visitor.opens(rsvp)
