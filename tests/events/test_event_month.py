"""The events of a month as a table that begins on Sunday, within the months that have any."""

import datetime as dt
import re
import zoneinfo

import pytest
from django.urls import reverse
from django.utils import translation

from events.models import Event
from events.months import Month, Span, weeks
from tests.events.conftest import START
from tests.factories import EventFactory

NEW_YORK = zoneinfo.ZoneInfo("America/New_York")
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
RECORD = {"starts_at": None, "ends_at": None, "signup_open": False}
DECEMBER = Month(2026, 12)


def at(start: dt.datetime, hours: float = 1, **fields) -> Event:
    return EventFactory(
        starts_at=start, ends_at=start + hours * HOUR, held_on=start.astimezone(NEW_YORK).date(), **fields
    )


def cells(page) -> dict[int, tuple[list, list]]:
    """What begins and what goes on, by the days on which there is something."""
    days = [day for week in page.context["weeks"] for day in week if day]
    return {day.date.day: (day.beginning, day.going_on) for day in days if day.beginning or day.going_on}


def test_weeks_begin_on_sunday_and_leave_out_the_neighbors():
    first, *_, last = weeks(DECEMBER, [], today=dt.date(2026, 12, 31))
    assert [day and day.date.day for day in first] == [None, None, 1, 2, 3, 4, 5]
    assert [day and day.is_today for day in last] == [False, False, False, False, True, None, None]


@pytest.mark.parametrize("step", [-24, -12, -1, 0, 1, 11, 12, 13])
def test_months_are_counted_over_the_years(step):
    assert DECEMBER.later(step).later(-step) == DECEMBER
    assert DECEMBER.later(step).first.toordinal() - DECEMBER.first.toordinal() in range(step * 31 - 31, step * 31 + 32)


def test_span_reaches_from_the_first_event_to_the_month_after_the_last():
    today = dt.date(2026, 11, 18)
    assert Span.of(dt.date(2019, 2, 1), dt.date(2027, 1, 9), today=today) == (Month(2019, 2), Month(2027, 2))
    assert Span.of(dt.date(2019, 2, 1), dt.date(2020, 1, 9), today=today).last == DECEMBER
    assert Span.of(None, None, today=today) == (Month(2026, 11), DECEMBER)


@pytest.fixture
def read(client, frozen, db):
    """Opens the page of a month."""
    return lambda month="2026-12": client.get(f"/events/month/{month}/")


def test_events_stand_on_their_days_in_the_order_of_their_hours(read):
    second, first = at(START + 2 * HOUR), at(START)
    other = at(START + 9 * DAY)
    at(START + 40 * DAY)
    assert cells(read()) == {5: ([first, second], []), 14: ([other], [])}
    assert read().context["count"] == 3


def test_event_of_several_days_goes_on_also_from_the_month_before(read):
    long, night = at(START + 25 * DAY, hours=72), at(START + 26 * DAY + 8 * HOUR, hours=9)
    assert cells(read()) == {30: ([long], []), 31: ([night], [long])}
    assert cells(read("2027-01")) == {1: ([], [long]), 2: ([], [long])}
    assert "goes on:" in read("2027-01").content.decode()


def test_what_is_off_is_shown_as_such(read):
    at(START, status="cancelled")
    at(START + DAY, status="postponed")
    at(START + 2 * DAY, status="draft")
    html = read().content.decode()
    assert re.findall(r'<b class="\w+">(\w+)</b>', html) == ["Canceled", "Postponed"]
    assert html.count("<del>") == 2
    assert read().context["count"] == 2


def test_event_online_is_told_in_both_coasts_and_the_zone_is_said(read):
    at(START, mode="online", place="")
    html = re.sub('<span class="nb">|<(?!/?span)[^>]+>', "", read().content.decode()).replace("</span>", "")
    assert "<span>11:00 am–12:00 pm ET<span>8:00–9:00 am PT" in html


def test_record_without_a_day_stands_below_and_without_a_month_nowhere(read):
    month = EventFactory(held_on=dt.date(2019, 2, 1), precision="month", **RECORD)
    EventFactory(held_on=dt.date(2019, 2, 1), precision="year", **RECORD)
    page = read("2019-02")
    assert (page.context["undated"], page.context["count"], cells(page)) == ([month], 1, {})


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "0001-01", "9999-12", "1999-12", "2101-01", "２０２６-12", "2026-1", "x"]
)
def test_month_that_no_calendar_has_is_a_404(read, event, month):
    assert read(month).status_code == 404


def test_months_end_with_the_events_so_that_crawlers_do(read):
    at(START - 365 * DAY)
    at(START - 800 * DAY, status="draft")
    at(START + 800 * DAY, status="draft")
    found = {month: read(month).status_code for month in ("2025-11", "2025-12", "2026-12", "2027-01")}
    assert found == {"2025-11": 404, "2025-12": 200, "2026-12": 200, "2027-01": 404}
    html = read("2026-12").content.decode()
    assert "/events/month/2027-01/" not in html
    assert '<meta name="robots" content="noindex, nofollow">' in html


def test_empty_month_leads_to_the_nearest_that_are_not(read):
    at(START - 365 * DAY)
    at(START)
    html = read("2026-06").content.decode()
    assert {
        "/events/month/2025-12/",
        "/events/month/2026-05/",
        "/events/month/2026-07/",
        "/events/month/2026-12/",
    } == set(re.findall(r'href="(/events/month/[\d-]+/)"', html))
    assert html.count("nofollow") >= 3
    assert "noindex" not in read("2026-12").content.decode()


def test_month_has_an_address_in_each_language(client, event, frozen, language):
    with translation.override(language):
        path = reverse("events:event_month", args=[DECEMBER])
    page = client.get(path)
    assert path.endswith("/2026-12/")
    assert page.context["month"] == DECEMBER
    assert ["<th", f'<html lang="{language}"'] == [
        part for part in ("<th", f'<html lang="{language}"') if part in page.content.decode()
    ]
    assert not page.cookies


@pytest.mark.parametrize(
    ("short", "whole"), [("/events/month/", "/events/month/2026-11/"), ("/es/eventos/mes/", "/es/eventos/mes/2026-11/")]
)
def test_address_cut_short_leads_to_the_month_of_today(client, frozen, db, short, whole):
    answer = client.get(short)
    assert (answer.status_code, answer["Location"], bool(answer.cookies)) == (302, whole, False)


def test_months_of_the_record_are_in_the_sitemap(client, event, frozen):
    at(START - 365 * DAY, status="draft")
    EventFactory(held_on=dt.date(2019, 2, 1), precision="year", **RECORD)
    found = re.findall(r"<loc>https?://[^/]+/events/month/([^<]+)/</loc>", client.get("/sitemap.xml").content.decode())
    assert found == ["2026-12"]


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_month_needs_two_queries(read, rows, django_assert_num_queries):
    for n in range(rows):
        at(START + n * HOUR)
        at(START - (1 + n) * 30 * DAY)
    with django_assert_num_queries(2):
        read()
