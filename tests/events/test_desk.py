"""The list and the overview: what stands, what is missing, who comes as numbers; never a name."""

import datetime as dt
import re

import pytest

from events.models import EventTally, Rsvp
from tests.events.desk_journeys import Desk
from tests.factories import EventFactory
from tests.statements import Statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return Desk(client)


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def crowd(event, person, now):
    """Adds so many confirmed sign-ups, half of them in Spanish."""

    def add(count: int) -> None:
        first, kept = person("first@tests.example"), event.rsvps.count()
        columns = {"contact_ct": first.contact_ct, "state": "confirmed", "confirmed_at": now}
        marks = [(kept + n).to_bytes(32, "big") for n in range(count)]
        Rsvp.objects.bulk_create(
            Rsvp(event=event, contact_bi=mark, language="es" if n % 2 else "en", guests=n % 2, **columns)
            for n, mark in enumerate(marks)
        )

    return add


def test_the_list_shows_what_comes_first_and_what_was_last(desk, event):
    was = EventFactory(held_on=dt.date(2026, 11, 2), starts_at=None, ends_at=None, signup_open=False)
    soon = EventFactory(status="draft", held_on=dt.date(2026, 11, 20), starts_at=None, ends_at=None, signup_open=False)
    assert list(desk.client.get("/desk/events/").context["page"]) == [soon, event, was]


def test_an_empty_list_says_so(desk):
    assert "Nothing is planned" in text(desk.client.get("/desk/events/"))


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 40])
def test_a_page_that_is_not_there_is_another_one(desk, event, page):
    assert desk.client.get("/desk/events/", {"page": page}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_many_events_as_for_one(desk, rows, django_assert_num_queries):
    EventFactory.create_batch(rows)
    desk.client.get("/desk/events/")
    with django_assert_num_queries(6):
        desk.client.get("/desk/events/")


def test_the_overview_counts_people_and_names_nobody(desk, event, person):
    person("secret-reader@tests.example", name="Lucero")
    person("b@tests.example", language="es", guests=2)
    person("c@tests.example", state="pending")
    EventTally.objects.create(event=event, anonymous=4)
    response = desk.sees(event)
    numbers = response.context["numbers"]
    assert (numbers.confirmed, numbers.guests, numbers.unconfirmed, numbers.anonymous) == (2, 2, 1, 4)
    assert (numbers.expected, numbers.told) == (8, 2)
    assert [(share.code, share.n) for share in numbers.languages] == [("en", 1), ("es", 1)]
    html = response.content.decode()
    assert [word for word in ("secret-reader", "Lucero", "b@tests") if word in html] == []


def test_reminders_stand_with_their_hours_and_their_people(desk, event, person):
    before = desk.sees(event).context["reminders"]
    person()
    after = desk.sees(event).context["reminders"]
    assert [one.words for one in before] == ["the day before at 6:00 pm", "2 hours before"]
    assert ([one.n for one in before], [one.n for one in after]) == ([0, 0], [1, 1])
    assert "Friday, December 4, 6:00" in before[0].at


def test_a_draft_says_what_is_missing(desk):
    draft = EventFactory(status="draft", summary_es="", bring_en="Water")
    page = text(desk.sees(draft))
    assert "Missing before it can be published" in page
    assert "Summary in Spanish What to bring in Spanish" in page


def test_a_draft_that_lacks_hours_and_words_says_both(desk):
    draft = EventFactory(status="draft", title_es="", starts_at=None, ends_at=None, signup_open=False)
    page = text(desk.sees(draft))
    assert "Title in Spanish" in page
    assert "needs the hours at which it starts and ends" in page


def test_an_accompaniment_is_promised_to_no_public_page(desk):
    secret = EventFactory(kind="accompaniment", status="draft", place_public=False)
    assert "on no public page" in text(desk.asks(secret, "publish"))
    assert desk.does(secret, "publish").status_code == 302
    assert desk.client.get(f"/events/{secret.slug}/").status_code == 404
    preview = desk.sees(secret, "preview/")
    assert (preview.status_code, 'id="page"' in preview.content.decode()) == (200, False)


def test_a_finished_draft_says_so(desk):
    assert "Nothing is missing: it can be published." in text(desk.sees(EventFactory(status="draft")))


def test_a_past_event_of_the_record_has_an_overview(desk):
    was = EventFactory(
        held_on=dt.date(2019, 2, 1), precision="month", starts_at=None, ends_at=None, signup_open=False, mode=""
    )
    assert desk.sees(was).status_code == 200
    assert desk.sees(was, "edit/").status_code == 200
    assert desk.sees(was, "preview/").status_code == 200


def test_the_overview_asks_as_often_for_five_hundred_as_for_one(desk, event, crowd):
    crowd(1)
    desk.sees(event)
    counts = []
    for more in (0, 500):
        crowd(more)
        with Statements() as asked:
            page = desk.sees(event)
        counts.append(len(asked))
    assert counts[0] == counts[1] < 25
    assert page.context["numbers"].told == event.rsvps.count() == 502
