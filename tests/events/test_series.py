"""Verbs of a series: what they make, whom they leave alone, whom they tell."""

import datetime as dt

import pytest

from events import actions, recurrence, series
from events.models import Event, Series
from events.recurrence import Choice
from outreach.models import Message
from tests.factories import EventFactory, PartnerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
FIRST, LAST = dt.date(2026, 12, 1), dt.date(2026, 12, 22)  # Tuesdays
HOUR = dt.datetime(2026, 12, 1, 23, 30, tzinfo=dt.UTC)  # 6:30 pm in New York


@pytest.fixture
def meeting(db):
    return EventFactory(
        slug="meeting", kind="meeting", held_on=FIRST, starts_at=HOUR, ends_at=HOUR + dt.timedelta(minutes=90)
    )


def rule(event: Event, **columns) -> Series:
    starts, minutes = recurrence.wall(event)
    usual = {"weekdays": [1], "first_day": event.held_on, "last_day": LAST, "time_zone": event.time_zone}
    return Series(**usual | {"starts": starts, "minutes": minutes} | columns)


@pytest.fixture
def meetings(meeting, now):
    """Four Tuesdays."""
    series.create(event=meeting, rule=rule(meeting), choices={}, now=now)
    return list(Event.objects.filter(slug__startswith="meeting").order_by("series_day"))


def days(*columns) -> list:
    return list(
        Event.objects.filter(slug__startswith="meeting")
        .order_by("series_day")
        .values_list(*columns or ("held_on",), flat=len(columns) < 2)
    )


def test_series_makes_a_row_for_every_day_like_the_first(meeting, now):
    meeting.partners.add(PartnerFactory(name="Host"))
    out = {dt.date(2026, 12, 8): Choice.OUT, dt.date(1999, 1, 1): Choice.OUT}
    made = series.create(event=meeting, rule=rule(meeting), choices=out, now=now)
    assert days("series_day", "status") == [(dt.date(2026, 12, day), "published") for day in (1, 15, 22)]
    assert made.left_out == ["2026-12-08"]
    last = Event.objects.get(held_on=LAST)
    assert (last.times_short, last.slug, last.revision) == (meeting.times_short, "meeting-2026-12-22", 0)
    assert [partner.name for partner in last.partners.all()] == ["Host"]


def test_series_of_a_draft_is_made_of_drafts_and_no_event_begins_two(meeting, now):
    Event.objects.update(status="draft")
    series.create(event=meeting, rule=rule(meeting), choices={}, now=now)
    assert set(days("status")) == {"draft"}
    with pytest.raises(series.Unclear):
        series.create(event=meeting, rule=rule(meeting), choices={}, now=now)
    assert (Series.objects.count(), Event.objects.count()) == (1, 4)


@pytest.mark.parametrize("columns", [{"last_day": dt.date(2028, 12, 31)}, {"starts": dt.time(2, 30), "weekdays": [6]}])
def test_too_many_days_and_an_hour_that_is_missing_make_nothing(meeting, now, columns):
    unclear = rule(meeting, **{"last_day": dt.date(2027, 3, 14)} | columns)
    with pytest.raises(series.Unclear):
        series.create(event=meeting, rule=unclear, choices={}, now=now)
    assert (Series.objects.count(), Event.objects.count()) == (0, 1)


def test_series_goes_on_with_events_like_the_one_of_the_page(meetings, now):
    Event.objects.filter(pk=meetings[2].pk).update(title_en="The new title")
    series.leave_out(event=meetings[3], now=now)
    more = series.extend(event=Event.objects.get(pk=meetings[2].pk), last_day=dt.date(2027, 1, 5), choices={}, now=now)
    assert (more, days()[-2:]) == (2, [dt.date(2026, 12, 29), dt.date(2027, 1, 5)])
    assert Event.objects.get(held_on=dt.date(2027, 1, 5)).title_en == "The new title"
    assert Series.objects.get().last_day == dt.date(2027, 1, 5)


def test_day_left_out_is_canceled_and_its_people_are_told(meetings, person, now):
    person(of=meetings[1])
    assert series.leave_out(event=meetings[1], now=now) is False
    assert days("status") == ["published", "cancelled", "published", "published"]
    assert Message.objects.filter(kind="events.cancelled", scope_id=meetings[1].pk).count() == 1
    assert Series.objects.get().left_out == ["2026-12-08"]


def test_draft_that_is_left_out_goes_without_a_trace_and_does_not_come_back(meeting, now):
    Event.objects.update(status="draft")
    series.create(event=meeting, rule=rule(meeting), choices={}, now=now)
    assert series.leave_out(event=Event.objects.get(held_on=LAST), now=now) is True
    series.extend(event=meeting_again(), last_day=dt.date(2026, 12, 29), choices={}, now=now)
    assert [day.day for day in days()] == [1, 8, 15, 29]


def meeting_again() -> Event:
    return Event.objects.get(slug="meeting")


def test_change_reaches_those_that_follow_and_tells_their_people(meetings, reader, now):
    reader(of=meetings[0]), reader(of=meetings[2]), reader("b@tests.example", of=meetings[2])
    hours = (dt.time(19), 60)
    event = Event.objects.select_related("series").get(pk=meetings[1].pk)
    told = series.change_following(event=event, values={"place": "Room 2"}, hours=hours, choices={}, now=now)
    assert told == series.Told(events=3, changed=3, people=2)
    assert days("place")[1:] == ["Room 2"] * 3
    assert [recurrence.wall(row) for row in Event.objects.filter(slug__startswith="meeting").order_by("series_day")][
        1:
    ] == [hours] * 3
    assert days("revision") == [0, 1, 1, 1]
    assert Message.objects.filter(kind="events.changed").values_list("scope_id", flat=True).distinct().get() == (
        meetings[2].pk
    )


def test_change_of_words_alone_tells_nobody(meetings, reader, now):
    reader(of=meetings[2])
    told = series.change_following(event=meetings[1], values={"title_en": "New"}, hours=None, choices={}, now=now)
    assert told == series.Told(events=3, changed=0, people=0)
    assert days("title_en")[1:] == ["New"] * 3
    assert not Message.objects.filter(kind="events.changed").exists()


def test_event_moved_by_hand_and_one_that_is_canceled_stay_as_they_are(meetings, now):
    moved, canceled = meetings[2], meetings[3]
    actions.change_event(pk=moved.pk, now=now, starts_at=moved.starts_at - dt.timedelta(hours=1))
    actions.change_event(pk=canceled.pk, now=now, status="cancelled")
    event = Event.objects.get(pk=meetings[0].pk)
    assert series.moved(event, now) == [moved]
    series.change_following(event=event, values={"place": "Room 2"}, hours=None, choices={}, now=now)
    assert days("place") == ["Room 2", "Room 2", moved.place, canceled.place]


def test_change_of_the_first_reaches_events_whose_hours_were_changed_before(meetings, now):
    hours = (dt.time(19), 60)
    series.change_following(event=meetings[2], values={}, hours=hours, choices={}, now=now)
    event = Event.objects.get(pk=meetings[0].pk)
    assert len(series.following(event, now)) == 4


def test_one_of_n_dates_names_those_that_strangers_may_see(meetings, now):
    Event.objects.filter(pk=meetings[3].pk).update(status="draft")
    found = series.neighbors(meetings[1], now)
    assert (found["nth"], found["of"], found["next"]) == (2, 3, [meetings[0], meetings[2]])
    assert series.neighbors(EventFactory(), now) == {}
