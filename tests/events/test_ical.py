"""The .ics of a mail, read back by a library: the same event each time, newer with every change, and silent when it is
to be discreet."""

import datetime as dt

import icalendar
import pytest

from events import actions, ical, letters, links
from events import calendar as public_calendar
from events.models import Event, Rsvp
from outreach import letters as mails
from outreach.models import Message
from tests.events.conftest import START
from tests.events.test_letters import CAUSES
from tests.factories import EventFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
LINK = "https://ilp.example.edu/sign-up/1." + "x" * 60 + "/"


def calendar(event, now, **options) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(
        ical.attachment(event, now=now, **{"link": LINK, "discreet": False} | options).content
    )


def entry(event, now, **options) -> icalendar.Event:
    (only,) = calendar(event, now, **options).walk("VEVENT")
    return only


def test_an_entry_says_when_what_and_where(event, now, settings):
    settings.BASE_URL = "https://ilp.example.edu"
    found = entry(event, now)
    assert found.decoded("dtstart") == START
    assert found.decoded("dtend") == START + dt.timedelta(minutes=90)
    assert found.decoded("dtstamp") == now
    assert found["dtstart"].params["TZID"] == "America/New_York"
    assert (found["uid"], found["sequence"], found["status"]) == (f"event-{event.pk}@ilp.example.edu", 0, "CONFIRMED")
    assert (found["summary"], found["location"]) == ("Rally with tenants", "100 Example Street NW, Washington, DC")
    assert found["url"] == LINK
    assert LINK in found["description"]
    assert found["organizer"].startswith("mailto:")


def test_the_file_brings_its_time_zone_along(event, now):
    (zone,) = calendar(event, now).walk("VTIMEZONE")
    assert zone["tzid"] == "America/New_York"
    assert zone.to_tz().utcoffset(dt.datetime(2026, 12, 5, 11)) == dt.timedelta(hours=-5)  # noqa: DTZ001 wall clock


def test_a_start_on_the_night_of_a_clock_change_reads_back_as_the_same_instant(event, now):
    for hour in (5, 6, 7):  # 1:00 twice, then 2:00 in New York
        event.starts_at = dt.datetime(2026, 11, 1, hour, tzinfo=dt.UTC)
        event.ends_at = event.starts_at + dt.timedelta(hours=3)
        assert entry(event, now).decoded("dtstart").astimezone(dt.UTC) == event.starts_at


def test_sequence_grows_with_every_change_of_time_place_and_status(event, now):
    """Peers' fault 14."""
    seen = [entry(event, now)["sequence"]]
    changes = [
        {"starts_at": START + dt.timedelta(minutes=30)},
        {"place": "200 Example Street NW"},
        {"status": "postponed"},
        {"status": "published"},
        {"status": "cancelled"},
    ]
    for change in changes:
        event = actions.change_event(pk=event.pk, now=now, **change)
        seen.append(entry(event, now)["sequence"])
    assert seen == sorted(set(seen))
    assert len(seen) == len(changes) + 1


def test_the_uid_stays_and_no_two_events_share_one(event, now):
    first = entry(event, now)["uid"]
    changed = actions.change_event(pk=event.pk, now=now, starts_at=START + dt.timedelta(minutes=30))
    assert entry(changed, now)["uid"] == first
    assert entry(EventFactory(), now)["uid"] != first


@pytest.mark.parametrize(
    ("status", "says", "method"),
    [
        ("published", "CONFIRMED", "PUBLISH"),
        ("postponed", "TENTATIVE", "PUBLISH"),
        ("draft", "TENTATIVE", "PUBLISH"),
        ("cancelled", "CANCELLED", "CANCEL"),
    ],
)
def test_status_and_method_follow_the_event(event, now, status, says, method):
    event.status = status
    assert entry(event, now)["status"] == says
    assert calendar(event, now)["method"] == method
    assert f"method={method};" in ical.attachment(event, link=LINK, discreet=True, now=now).mime


def test_a_discreet_entry_tells_an_hour_and_the_link(event, now):
    event.partners.add(PartnerFactory(name="Partner of the rally"))
    found = entry(event, now, discreet=True)
    assert (found["summary"], found["class"], found["url"]) == ("Appointment", "PRIVATE", LINK)
    assert "location" not in found
    text = calendar(event, now, discreet=True).to_ical().decode().replace("\r\n ", "")
    assert [cause for cause in CAUSES if cause.lower() in text.lower()] == []


def test_a_place_that_is_not_public_is_not_in_the_file(event, now):
    event.place_public, event.online_url = False, "https://meet.example/abc"
    assert entry(event, now)["location"] == "Columbia Heights"
    assert b"meet.example" not in calendar(event, now).to_ical()


@pytest.mark.parametrize(
    "title",
    ["Rally, with; tenants\\", "a\r\nATTENDEE:mailto:x@y.example\r\nb", "🦋" * 75, 'with "quotes": yes', "=1+1"],
)
def test_a_title_adds_no_property_and_reads_back(event, now, title):
    plain = set(entry(event, now))
    event.title_en = title
    found = entry(event, now)
    assert set(found) == plain
    assert found["summary"] == title.replace("\r\n", "\n")
    lines = ical.attachment(event, link=LINK, discreet=False, now=now).content.split(b"\r\n")
    assert [line for line in lines if len(line) > 75] == []


# --- in the mail ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("facts", "status", "method"),
    [
        (letters.reminder, "published", "PUBLISH"),
        (letters.changed, "published", "PUBLISH"),
        (letters.changed, "postponed", "PUBLISH"),
        (letters.cancelled, "cancelled", "CANCEL"),
    ],
)
def test_the_mail_carries_it_as_a_calendar_part(event, person, language, facts, status, method):
    rsvp = person(language=language)
    Event.objects.filter(pk=event.pk).update(status=status)
    row = Message(pk=7, kind=f"events.{facts.__name__}", subject_type=letters.SUBJECT, subject_id=rsvp.pk)
    row.revision = Event.objects.get(pk=event.pk).revision
    built = mails.compose(row, facts(row)).message()
    (part,) = [part for part in built.walk() if part.get_content_type() == "text/calendar"]
    assert (part.get_param("method"), part.get_content_charset()) == (method, "utf-8")
    assert part.get_filename() == {"en": "event.ics", "es": "evento.ics"}[language]
    found = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    assert found["method"] == method
    assert found.walk("VEVENT")[0]["url"] == links.url(rsvp, language)


def test_an_accompaniment_is_an_appointment_in_the_calendar(event, person, now):
    rsvp = person(discreet=False)
    Event.objects.update(kind="accompaniment")
    file = letters.reminder_for(Rsvp.objects.get(pk=rsvp.pk), now).attachments[0].content
    assert (b"SUMMARY:Appointment" in file, b"Rally with tenants" in file) == (True, False)


def test_the_mail_with_the_button_carries_no_file(person):
    person(state="pending")
    row = Message(
        pk=7, kind=letters.CONFIRMATION, subject_type=letters.SUBJECT, subject_id=Rsvp.objects.get().pk, rule="1"
    )
    assert letters.confirmation(row).attachments == ()


def test_readers_who_share_a_file_get_their_own_link_and_hour_of_writing(event, now):
    later, links_of = now + dt.timedelta(minutes=5), [LINK, LINK.replace("x", "y")]
    first, second = (entry(event, at, link=link) for at, link in zip((now, later), links_of, strict=True))
    assert [found["url"] for found in (first, second)] == links_of
    assert [found.decoded("dtstamp") for found in (first, second)] == [now, later]
    assert entry(event, now, discreet=True)["summary"] == "Appointment"
    event.title_en = "Another title of the same revision"
    assert entry(event, now)["summary"] == event.title_en


def test_public_calendar_says_as_a_duration_how_often_to_ask(now):
    lines = public_calendar.public([], {}, now=now).decode().splitlines()
    assert [line for line in lines if ":PT1H" in line] == [
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]


def test_words_that_stand_in_one_language_only_say_in_which(event, now):
    Event.objects.filter(pk=event.pk).update(
        title_en="", title_es="Manifestación", summary_en="Bring water", languages=[]
    )
    event.refresh_from_db()
    lines = public_calendar.single(event, now=now).decode().splitlines()
    assert "SUMMARY;LANGUAGE=es:Manifestación" in lines
    assert "DESCRIPTION:Bring water" in lines
