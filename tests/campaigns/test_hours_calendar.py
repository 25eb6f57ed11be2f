"""The calendar of one's own hours at a secret address."""

import datetime as dt

import icalendar
import pytest
from django.test import Client

from campaigns.models import Campaign, HourChange, HoursFeed
from tests.factories import HourEntryFactory, PlacementFactory


@pytest.fixture
def feed(coordinator):
    return HoursFeed.objects.create(user=coordinator.user)


@pytest.fixture
def read(frozen, db):
    """read(feed) gives the entries as a calendar without any session reads them."""

    def read(feed, prefix=""):
        response = Client().get(f"{prefix}/hours/calendar/{feed.key}.ics")
        return icalendar.Calendar.from_ical(response.content).walk("VEVENT")

    return read


def test_calendar_has_an_all_day_entry_with_hours_and_campaign(read, feed, placement, now):
    Campaign.objects.update(title_en="Tenants")
    entry = HourEntryFactory(placement=placement, minutes=90, note="Canary note", logged_at=now)
    (event,) = read(feed)
    assert (event["SUMMARY"], event["UID"]) == ("1.5 h: Tenants", f"hours-{entry.pk}@127.0.0.1")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2026, 11, 16), dt.date(2026, 11, 17))
    assert (event["LAST-MODIFIED"].dt, event["SEQUENCE"], event["TRANSP"]) == (now, 0, "TRANSPARENT")
    assert b"Canary" not in event.to_ical()


def test_corrected_entry_keeps_its_name_and_says_when(read, feed, placement, now):
    entry = HourEntryFactory(placement=placement, revision=3, logged_at=now - dt.timedelta(days=3))
    for hours in (30, 5):
        at = now - dt.timedelta(hours=hours)
        HourChange.objects.create(appointment=placement.appointment, entry=entry, action="changed", at=at)
    (event,) = read(feed)
    assert (event["LAST-MODIFIED"].dt, event["SEQUENCE"]) == (now - dt.timedelta(hours=5), 2)


def test_calendar_holds_own_hours_of_the_last_months_alone(read, feed, placement, other_coordinator):
    HourEntryFactory(placement=PlacementFactory(appointment=other_coordinator.appointments.get()))
    HourEntryFactory(placement=placement, worked_on=dt.date(2025, 10, 1))
    mine = HourEntryFactory(placement=placement, worked_on=dt.date(2025, 12, 1))
    assert [event["UID"] for event in read(feed)] == [f"hours-{mine.pk}@127.0.0.1"]


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_costs_the_same_for_one_entry_and_for_many(read, feed, placement, rows, django_assert_num_queries):
    HourEntryFactory.create_batch(rows, placement=placement)
    with django_assert_num_queries(2):  # the address with its account, the entries; no session
        assert len(read(feed)) == rows


def test_answer_is_kept_by_nobody_and_sent_once(client, frozen, feed, placement):
    HourEntryFactory(placement=placement)
    path = f"/hours/calendar/{feed.key}.ics"
    first = client.get(path)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in first["Cache-Control"]
    assert "noindex" in first["X-Robots-Tag"]
    assert not first.cookies
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    HourEntryFactory(placement=placement)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_wrong_key_and_closed_account_are_no_page(client, feed, coordinator):
    paths = [f"/hours/calendar/{key}.ics" for key in (feed.key[:-1], feed.key.swapcase(), "x" * 5000, "%F0%9F%A6%8B")]
    assert [client.get(path).status_code for path in paths] == [404] * 4
    assert client.get(f"/hours/calendar/{feed.key}.ics").status_code == 200
    coordinator.user.is_active = False
    coordinator.user.save()
    assert client.get(f"/hours/calendar/{feed.key}.ics").status_code == 404


def test_person_opens_renews_and_closes_the_calendar(mine, coordinator):
    def change(action):
        page = mine.post("/hours/calendar/", {"action": action}, follow=True).content.decode()
        feed = HoursFeed.objects.filter(user=coordinator.user).first()
        assert (feed.key in page) if feed else ("Make a secret address" in page)
        return feed and feed.key

    assert change("renew") is None
    first = change("open")
    assert change("open") == first
    second = change("renew")
    assert second not in (None, first)
    assert [mine.get(f"/hours/calendar/{key}.ics").status_code for key in (first, second)] == [404, 200]
    assert change("nonsense") == second
    assert change("close") is None
    assert mine.get(f"/hours/calendar/{second}.ics").status_code == 404


def test_address_changes_by_post_alone(mine, db):
    assert mine.get("/hours/calendar/").status_code == 405
    assert mine.get("/hours/calendar/?action=open").status_code == 405
    assert not HoursFeed.objects.exists()


def test_address_of_the_calendar_shows_to_its_owner_alone(client, frozen, feed, other_coordinator):
    client.force_login(other_coordinator.user)
    assert feed.key not in client.get("/hours/export/").content.decode()
    client.post("/hours/calendar/", {"action": "close"})
    assert HoursFeed.objects.filter(key=feed.key).exists()
