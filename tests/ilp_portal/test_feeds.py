"""What programs read: feeds, calendar and the history as data, with the visibility of the pages."""

import datetime as dt
import json
from xml.etree import ElementTree

import icalendar
import pytest
from django.urls import reverse
from django.utils import translation

from events import ical
from ilp_portal.views import feeds
from partners.models import Citation
from tests.factories import (
    AppointmentFactory,
    CampaignFactory,
    CoordinatorFactory,
    EventFactory,
    PartnerFactory,
    SourceFactory,
    TermFactory,
)
from tests.factories.record import CitationFactory, MilestoneFactory, OutcomeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MACHINES = ["events_feed", "milestones_feed", "calendar", "history_json"]


def address(name: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse(name)


@pytest.fixture
def entries(client):
    def read(name: str, language: str = "en") -> list[dict]:
        response = client.get(address(name, language))
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        tree = ElementTree.fromstring(response.content)
        assert tree.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
        return [
            {child.tag.partition("}")[2]: child.text or child.attrib.get("href") for child in entry}
            for entry in tree.findall("a:entry", ATOM)
        ]

    return read


@pytest.fixture
def components(client):
    def read(language: str = "en") -> list:
        response = client.get(address("calendar", language))
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return icalendar.Calendar.from_ical(response.content)

    return read


@pytest.fixture
def history(client):
    return lambda: json.loads(client.get("/history.json").content)


def test_events_feed_speaks_the_language_and_leads_to_its_page(entries, language):
    event = EventFactory(title_en="Rally", title_es="Manifestación")
    (entry,) = entries("events_feed", language)
    with translation.override(language):
        assert entry["link"].endswith(event.get_absolute_url())
        assert (entry["title"], event.place in entry["summary"]) == (event.title, True)


def test_an_entry_is_updated_when_it_says_something_new_and_keeps_its_id(entries, frozen, now):
    event = EventFactory()
    (before,) = entries("events_feed")
    frozen.shift(dt.timedelta(hours=1))
    assert entries("events_feed") == [before]
    event.summary_en = "Another place to meet."
    event.save()
    (after,) = entries("events_feed")
    assert (before["updated"], after["updated"]) == ("2026-11-18T17:00:00+00:00", "2026-11-18T18:00:00+00:00")
    assert before["id"] == after["id"]


def test_milestones_feed_is_newest_first_and_escapes(entries):
    MilestoneFactory(happened_on=dt.date(2011, 1, 1), title_en="Older")
    MilestoneFactory(title_en="Newer <b>", text_en="Rents & <wages>.")
    found = entries("milestones_feed")
    assert [entry["title"] for entry in found] == ["Newer <b>", "Older"]
    assert "<p>Rents &amp; &lt;wages&gt;.</p>" in found[0]["summary"]
    assert found[0]["published"] == "2019-03-18T12:00:00-04:00"


def test_calendar_carries_uid_sequence_status_and_the_zone(components):
    event = EventFactory(revision=3, status="cancelled")
    calendar = components()
    (entry,) = calendar.walk("VEVENT")
    assert (str(entry["UID"]), entry["SEQUENCE"], entry["STATUS"]) == (ical.uid(event), 3, "CANCELLED")
    assert entry["DTSTART"].params["TZID"] == "America/New_York"
    assert entry.start.isoformat() == "2026-12-05T11:00:00-05:00"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]
    assert calendar["METHOD"] == "PUBLISH"


def test_calendar_speaks_the_language(components, language):
    event = EventFactory(title_en="Rally", title_es="Manifestación")
    (entry,) = components(language).walk("VEVENT")
    with translation.override(language):
        assert (str(entry["SUMMARY"]), str(entry["URL"]).endswith(event.get_absolute_url())) == (event.title, True)


def test_calendar_without_events_is_a_calendar(components):
    EventFactory(starts_at=None, ends_at=None, signup_open=False)
    assert components().walk("VEVENT") == []


@pytest.mark.parametrize(("status", "said"), [("published", "CONFIRMED"), ("postponed", "TENTATIVE")])
def test_calendar_says_how_sure_an_event_is(components, status, said):
    EventFactory(status=status)
    assert [entry["STATUS"] for entry in components().walk("VEVENT")] == [said]


def test_a_place_that_is_not_public_is_not_in_the_calendar(client):
    EventFactory(place="Quokka Street", place_public=False, online_url="https://meet.example/quokka")
    assert b"uokka" not in client.get("/events/calendar.ics").content + client.get("/feeds/events.atom").content
    assert b"Columbia Heights" in client.get("/events/calendar.ics").content


@pytest.mark.parametrize("name", MACHINES)
def test_what_is_not_public_reaches_no_program(client, settings, name):
    settings.DEBUG = True
    EventFactory(title_en="Quokka", title_es="Quokka", status="draft")
    EventFactory(title_en="Quokka", title_es="Quokka", is_demo=True)
    MilestoneFactory(title_en="Quokka", is_public=False)
    CampaignFactory(title_en="Quokka", is_public=False)
    CampaignFactory(title_en="Quokka", is_demo=True)
    CampaignFactory(partner=PartnerFactory(name="Quokka", slug="quokka", is_public=False))
    MilestoneFactory(campaign=CampaignFactory(slug="quokka", is_public=False))
    AppointmentFactory(coordinator=CoordinatorFactory(name="Quokka", shown_as="hidden", name_basis="consent"))
    assert b"uokka" not in client.get(address(name)).content


def test_history_tells_the_record_with_its_sources(history):
    term = TermFactory()
    campaign = CampaignFactory(slug="strike", partner=PartnerFactory(slug="house"))
    campaign.terms.add(term)
    outcome = OutcomeFactory(campaign=campaign)
    source = CitationFactory(record=outcome).source
    told = history()
    assert (told["version"], [row["id"] for row in told["terms"]]) == (1, ["2026-2027"])
    (row,) = told["campaigns"]
    assert (row["terms"], row["partners"]) == (["2026-2027"], [{"id": "house", "role": "partner", "is_lead": False}])
    assert row["outcomes"][0]["date"] == {"value": "2019-03-18", "precision": "day"}
    assert (row["outcomes"][0]["figure"], row["outcomes"][0]["sources"]) == ("40", [source.pk])
    assert [entry["url"] for entry in told["sources"]] == [source.ref]


def test_sources_under_review_are_told_in_words_and_internal_ones_not_at_all(client, history):
    record = MilestoneFactory()
    review = SourceFactory(public_link="review", ref="https://quokka.example/review", title="Quokka review")
    internal = SourceFactory(public_link="no", ref="https://quokka.example/no", publisher="Quokka press")
    for source in (review, internal):
        Citation.objects.create(record=record, source=source)
    told = history()
    assert told["milestones"][0]["sources"] == [review.pk]
    assert told["sources"] == [{"id": review.pk, "publisher": "Publisher", "published": None, "linked": False}]
    assert b"uokka" not in client.get("/history.json").content


def test_a_statement_on_internal_evidence_only_says_so(history):
    CitationFactory(record=MilestoneFactory(), source=SourceFactory(public_link="no"))
    told = history()["milestones"][0]
    assert (told["sources"], told["on_record_with_the_project"]) == ([], True)


def test_a_name_taken_down_is_gone_from_the_data_at_once(history):
    person = CoordinatorFactory(name="Quokka One", name_basis="consent", shown_as="full")
    AppointmentFactory(coordinator=person, term=TermFactory(roster_status="listed"))
    told = history()["terms"][0]
    assert (told["coordinators"], told["roster"]) == (["Quokka One"], "listed")
    type(person).objects.update(shown_as="hidden")
    told = history()["terms"][0]
    assert (told["coordinators"], told["roster"]) == ([], "open")


@pytest.mark.parametrize("name", MACHINES)
def test_programs_need_the_same_queries_for_any_number_of_rows(client, name, django_assert_max_num_queries):
    counts = []
    for _round in range(2):
        for _ in range(2):
            EventFactory()
            CitationFactory(record=MilestoneFactory())
            CitationFactory(record=OutcomeFactory(campaign__partner=PartnerFactory()))
            AppointmentFactory(coordinator__name_basis="consent", coordinator__shown_as="full")
        client.get(address("calendar"))  # the entries are up to date
        with django_assert_max_num_queries(20) as counted:
            client.get(address(name))
        counts.append(len(counted))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", MACHINES)
def test_programs_get_no_cookie_and_may_keep_what_they_got(client, name):
    response = client.get(address(name))
    assert (response.status_code, bool(response.cookies)) == (200, False)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_feed_has_a_bound(entries, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    for _ in range(3):
        MilestoneFactory()
    assert len(entries("milestones_feed")) == 2
