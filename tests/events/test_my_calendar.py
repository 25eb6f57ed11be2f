"""One's own events: the page, and the calendar at a secret address, which tells strangers nothing of use."""

import datetime as dt

import icalendar
import pytest
from django.test import Client

from coordinators.models import User
from events import ical, people
from events.models import Event, EventsFeed, Qualification, Rsvp, Training
from tests.events.conftest import START
from tests.factories import EventFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def user(db) -> User:
    return UserFactory(email="reader@tests.example", role="coordinator")


@pytest.fixture
def read(user):
    """The calendar as any program reads it, without a session."""
    feed = EventsFeed.objects.create(user=user)

    def get(prefix: str = "/my-events/calendar") -> list:
        response = Client().get(f"{prefix}/{feed.key}.ics")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return icalendar.Calendar.from_ical(response.content).walk("VEVENT")

    return get


@pytest.fixture
def shift(event, person):
    """That the person has: at the door of the rally."""
    rsvp = person(discreet=False)
    shift = event.shifts.create(role_en="Door", starts_at=START - HOUR, ends_at=START, meeting_point="Quokka gate")
    shift.places.create(rsvp=rsvp, taken_at=START)
    return shift


def test_calendar_has_events_and_shifts_with_place_and_link(read, event, shift, settings):
    settings.BASE_URL = "https://ilp.example.edu"
    entry, own = sorted(read(), key=lambda found: str(found["UID"]))
    assert (entry["SUMMARY"], entry["UID"], entry["LOCATION"]) == (event.title, ical.uid(event), event.place)
    assert (own["SUMMARY"], own.start, own["CLASS"]) == ("Door: Rally with tenants", START - HOUR, "PRIVATE")
    assert {str(found["URL"]) for found in (entry, own)} == {"https://ilp.example.edu/my-events/"}


def test_meeting_point_and_place_that_is_not_public_stay_in_the_portal(read, event, shift):
    Event.objects.update(place="Quokka Street", place_public=False, online_url="https://quokka.example/")
    entries = read()
    assert [str(entry["LOCATION"]) for entry in entries] == ["Columbia Heights"] * 2
    assert [b"uokka" in entry.to_ical() for entry in entries] == [False, False]


def test_discreet_sign_up_and_accompaniment_are_appointments(read, event, shift):
    Event.objects.update(kind="accompaniment", title_en="Quokka", place="Quokka Street")
    (entry,) = read()
    assert (entry["SUMMARY"], "LOCATION" in entry, entry.start) == ("Appointment", False, START - HOUR)
    Event.objects.update(kind="rally")
    Rsvp.objects.update(discreet=True)
    assert [str(entry["SUMMARY"]) for entry in read()] == ["Appointment"] * 2
    assert [b"uokka" in entry.to_ical() for entry in read()] == [False, False]


def test_training_is_there_until_its_last_day_without_its_name(read, user):
    training = Training.objects.create(slug="a", name_en="Quokka")
    own = {"contact_bi": people.contact_of(user), "earned_on": dt.date(2026, 5, 1)}
    Qualification.objects.create(training=training, expires_on=dt.date(2027, 5, 1), **own)
    expired = Training.objects.create(slug="b", name_en="Quokka")
    Qualification.objects.create(training=expired, expires_on=dt.date(2026, 11, 17), **own)
    (entry,) = read()
    assert (entry["SUMMARY"], entry["DTSTART"].dt, entry["TRANSP"]) == (
        "Last day of a training",
        dt.date(2027, 5, 1),
        "TRANSPARENT",
    )
    assert b"uokka" not in entry.to_ical()


@pytest.mark.parametrize(
    ("state", "status", "said", "summary"),
    [
        ("confirmed", "published", "CONFIRMED", "Rally with tenants"),
        ("confirmed", "cancelled", "CANCELLED", "Rally with tenants"),
        ("confirmed", "postponed", "TENTATIVE", "Rally with tenants"),
        ("waiting", "published", "TENTATIVE", "On the waiting list: Rally with tenants"),
        ("waiting", "cancelled", "CANCELLED", "On the waiting list: Rally with tenants"),
    ],
)
def test_calendar_says_how_sure_an_event_is(read, event, person, state, status, said, summary, now):
    person(discreet=False)
    Rsvp.objects.update(state=state, waiting_since=now)
    Event.objects.update(status=status, revision=3, revised_at=now)
    (entry,) = read()
    assert (entry["STATUS"], entry["SEQUENCE"], entry["SUMMARY"]) == (said, 3, summary)
    assert entry["LAST-MODIFIED"].dt == now


@pytest.mark.parametrize("state", ["pending", "withdrawn"])
def test_who_does_not_come_has_nothing_in_the_calendar(read, person, state):
    person(state=state)
    person("other@tests.example")
    assert read() == []


def test_what_is_erased_is_not_in_the_calendar(read, person, frozen):
    person()
    frozen.shift(dt.timedelta(days=25))
    assert read() == []


def test_new_address_closes_the_old_one_and_a_closed_account_has_none(client, user, read):
    client.force_login(user)
    old = EventsFeed.objects.get().key
    client.post("/my-events/calendar/", {"action": "renew"})
    new = EventsFeed.objects.get().key
    paths = [f"/my-events/calendar/{key}.ics" for key in (old, new[:-1], new.swapcase(), "x" * 5000, "%F0%9F%A6%8B")]
    assert [client.get(path).status_code for path in paths] == [404] * 5
    assert client.get(f"/es/mis-eventos/calendario/{new}.ics").status_code == 200
    User.objects.update(is_active=False)
    assert client.get(f"/my-events/calendar/{new}.ics").status_code == 404


def test_answer_is_kept_by_nobody_and_sent_once(client, person, user):
    person()
    path = f"/my-events/calendar/{EventsFeed.objects.create(user=user).key}.ics"
    first = client.get(path)
    assert ("no-store" in first["Cache-Control"], "noindex" in first["X-Robots-Tag"], first.cookies) == (True, True, {})
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Event.objects.update(status="cancelled")
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_page_and_calendar_cost_the_same_for_any_number_of_events(
    client, user, person, rows, django_assert_num_queries
):
    for _ in range(rows):
        rsvp = person(of=EventFactory(), discreet=False)
        rsvp.event.shifts.create(role="Door", starts_at=START, ends_at=START + HOUR).places.create(
            rsvp=rsvp, taken_at=START
        )
    feed = EventsFeed.objects.create(user=user)
    with django_assert_num_queries(4):  # the address with its account; sign-ups, shifts, trainings
        client.get(f"/my-events/calendar/{feed.key}.ics")
    client.force_login(user)
    with django_assert_num_queries(6):
        client.get("/my-events/")


# --- the page ---------------------------------------------------------------------------------------------------------
def test_page_shows_own_events_shifts_and_trainings(client, user, event, shift):
    Qualification.objects.create(
        contact_bi=people.contact_of(user),
        training=Training.objects.create(slug="a", name_en="Accompaniment"),
        earned_on=dt.date(2026, 5, 1),
        expires_on=dt.date(2027, 5, 1),
    )
    EventFactory(title_en="Of somebody else")
    client.force_login(user)
    text = client.get("/my-events/").content.decode()
    assert [word for word in (event.title, "Door", "Accompaniment: valid until May 1, 2027") if word not in text] == []
    assert ("Of somebody else" in text, "Quokka gate" in text) == (False, False)


def test_page_opens_and_closes_the_calendar(client, user):
    client.force_login(user)
    for action, shown in (("open", True), ("renew", True), ("🦋", True), ("close", False), ("renew", False)):
        assert client.post("/my-events/calendar/", {"action": action})["Location"] == "/my-events/#calendar"
        assert ("Secret address" in client.get("/my-events/").content.decode()) == shown
    assert client.get("/my-events/calendar/").status_code == 405
