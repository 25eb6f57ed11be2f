"""The pages of a series at the desk: days are looked at before they are made, and a change says whom it tells."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from events import series
from events.models import Event, Series
from outreach.models import Message
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
RULE = {"weekdays": "1", "weeks_apart": "1", "last_day": "2026-12-22"}  # Tuesdays


def tuesday(hour: int = 23, minute: int = 30, minutes: int = 90, **columns) -> Event:
    start = dt.datetime(2026, 12, 1, hour, minute, tzinfo=dt.UTC)
    times = {"starts_at": start, "ends_at": start + dt.timedelta(minutes=minutes), "held_on": dt.date(2026, 12, 1)}
    return EventFactory(slug="meeting", **times | columns)


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)

    def page(name: str, slug: str = "meeting", data: dict | None = None, post: bool = False):
        url = reverse(f"events:event_desk_{name}", args=[slug])
        return client.post(url, data or {}) if post else client.get(url, data or {})

    return page


@pytest.fixture
def meetings(desk):
    tuesday()
    desk("series", data=RULE, post=True)
    return list(Event.objects.order_by("series_day"))


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_days_are_shown_before_anything_is_made(desk):
    tuesday()
    shown = words(desk("series", data=RULE))
    assert [day for day in ("December 8", "December 15", "December 22") if day not in shown] == []
    assert "Make the events of the other days" in shown
    assert (Event.objects.count(), Series.objects.count()) == (1, 0)


def test_how_often_is_asked_in_the_language_of_the_page(client, desk):
    tuesday()
    assert "Every 2 weeks" in words(desk("series"))
    assert "Cada 2 semanas" in words(client.get("/es/mesa/eventos/meeting/serie/"))


def test_post_makes_the_days_but_those_that_are_ticked(desk):
    tuesday()
    response = desk("series", data=RULE | {"day-2026-12-08": "out", "day-2026-12-01": "out"}, post=True)
    assert response.status_code == 302
    assert [day.day for day in Event.objects.order_by("held_on").values_list("held_on", flat=True)] == [1, 15, 22]
    assert "2 events are made." in words(desk("series"))


def test_series_across_the_end_of_summer_time_asks_which_hour(desk, frozen):
    frozen.shift(dt.timedelta(days=-30))
    start = dt.datetime(2026, 10, 25, 5, 30, tzinfo=dt.UTC)  # Sunday 1:30 am
    tuesday(starts_at=start, ends_at=start + dt.timedelta(minutes=20), held_on=dt.date(2026, 10, 25))
    rule = RULE | {"weekdays": "6", "last_day": "2026-11-08"}
    response = desk("series", data=rule, post=True)
    assert (response.status_code, Event.objects.count()) == (200, 1)
    assert "On Sunday, November 1, 2026 the clocks go back and this hour comes twice." in words(response)
    assert b'value="2026-11-08"' in response.content
    assert desk("series", data=rule | {"day-2026-11-01": "second"}, post=True).status_code == 302
    assert Event.objects.get(held_on=dt.date(2026, 11, 1)).starts_at == dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC)


def test_hour_that_is_missing_can_be_left_out(desk):
    tuesday(hour=7, minute=30, held_on=dt.date(2026, 12, 1))  # 2:30 am
    rule = RULE | {"weekdays": ["1", "6"], "weeks_apart": "1", "last_day": "2027-03-14"}
    assert "On Sunday, March 14, 2027 the clocks jump over this hour." in words(desk("series", data=rule))
    assert desk("series", data=rule | {"day-2027-03-14": "out"}, post=True).status_code == 302
    assert Series.objects.get().left_out == ["2027-03-14"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"last_day": "2029-01-01"}, "more than 60 events"),
        ({"last_day": "9999-12-31"}, "Check the year."),
        ({"last_day": "0001-01-01"}, "Check the year."),
        ({"last_day": "2026-12-01"}, "Choose a day after Tuesday, December 1, 2026."),
        ({"last_day": "2026-12-02"}, "No day is left."),
        ({"last_day": "🦋"}, "Enter a valid date."),
        ({"last_day": "0000-00-00"}, "Enter a valid date."),
        ({"weekdays": "2"}, "The first event is on a Tuesday."),
        ({"weekdays": "9" * 31}, "Select a valid choice."),
        ({"weeks_apart": "10e30"}, "Select a valid choice."),
        ({"weekdays": []}, "This field is required."),
    ],
)
def test_rule_that_cannot_be_is_refused_at_its_field(desk, change, said):
    tuesday()
    for post in (False, True):
        response = desk("series", data=RULE | change, post=post)
        assert (response.status_code, said in words(response)) == (200, True)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"status": "cancelled"}, "Only a draft or a published event"),
        ({"starts_at": None, "ends_at": None, "signup_open": False}, "its hours first"),
        ({"starts_at": dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)}, "This event is over."),
        ({"minutes": 2000}, "from 5 minutes to a day"),
    ],
)
def test_event_that_cannot_repeat_says_why(desk, columns, said):
    if columns.get("starts_at"):
        columns = columns | {"ends_at": columns["starts_at"] + dt.timedelta(hours=1)}
    tuesday(**columns)
    assert said in words(desk("series"))
    desk("series", data=RULE, post=True)
    assert Event.objects.count() == 1


def test_series_goes_on_until_a_later_day(desk, meetings):
    rule = {"last_day": "2027-01-05"}
    assert "January 5, 2027" in words(desk("series", data=rule))
    assert desk("series", data=rule | {"day-2026-12-29": "out"}, post=True).status_code == 302
    assert Event.objects.order_by("held_on").last().held_on == dt.date(2027, 1, 5)
    assert Event.objects.count() == 5


def test_leaving_a_day_out_asks_first_and_says_whom_it_tells(desk, meetings, person):
    person(of=meetings[1])
    slug = meetings[1].slug
    assert "1 person is told." in words(desk("leave", slug))
    assert Event.objects.get(slug=slug).status == "published"
    assert desk("leave", slug, post=True).status_code == 302
    assert Event.objects.get(slug=slug).status == "cancelled"


def test_last_draft_of_a_series_leads_back_to_the_list(desk):
    tuesday(status="draft")
    desk("series", data=RULE, post=True)
    for slug in Event.objects.order_by("-series_day").values_list("slug", flat=True):
        answer = desk("leave", slug, post=True)
    assert (answer["Location"], Event.objects.count()) == (reverse("events:event_desk_list"), 0)


def test_all_drafts_of_a_series_are_published_at_once_or_none(desk):
    tuesday(status="draft")
    desk("series", data=RULE, post=True)
    Event.objects.filter(held_on=dt.date(2026, 12, 15)).update(title_es="")
    desk("publish_series", post=True)
    assert "Both languages are needed" in words(desk("series"))
    assert Event.objects.filter(status="published").count() == 0
    Event.objects.update(title_es="Reunión")
    assert "Publish all 4 drafts" in words(desk("series"))
    desk("publish_series", post=True)
    assert Event.objects.filter(status="published").count() == 4


def test_day_that_is_over_is_not_left_out_any_more(desk, meetings, frozen):
    frozen.shift(dt.timedelta(days=20))
    assert desk("leave", meetings[0].slug, post=True).status_code == 302
    assert Event.objects.get(pk=meetings[0].pk).status == "published"


def typed(event: Event, **changes) -> dict:
    names = ("title_en", "title_es", "summary_en", "summary_es", "mode", "place", "neighborhood")
    hours = {"start_time": "18:30", "end_time": "20:00", "place_public": "on"}
    return {name: getattr(event, name) for name in names} | hours | changes


def test_change_of_all_that_follow_says_before_how_many_people_are_told(desk, meetings, reader):
    reader(of=meetings[2])
    slug, change = meetings[1].slug, typed(meetings[1], end_time="01:00", place="Room 2")
    shown = words(desk("following", slug, change, post=True))
    assert "3 events will be changed. 1 person will be told of it." in shown
    assert not Event.objects.filter(place="Room 2").exists()
    assert desk("following", slug, change | {"sure": "1"}, post=True).status_code == 302
    assert Event.objects.filter(place="Room 2").count() == 3
    assert Event.objects.get(slug=slug).ends_at == dt.datetime(2026, 12, 9, 6, tzinfo=dt.UTC)
    assert Message.objects.filter(kind="events.changed", scope_id=meetings[2].pk).count() == 1


def test_change_to_an_hour_that_is_missing_on_a_day_asks_what_to_do(desk, meetings):
    series.extend(event=meetings[0], last_day=dt.date(2027, 3, 16), choices={}, now=dt.datetime.now(dt.UTC))
    sunday = Event.objects.get(held_on=dt.date(2027, 3, 9))
    Event.objects.filter(pk=sunday.pk).update(held_on=dt.date(2027, 3, 14), series_day=dt.date(2027, 3, 14))
    change = typed(meetings[1], start_time="02:30", end_time="04:00", sure="1")
    response = desk("following", meetings[1].slug, change, post=True)
    assert "On Sunday, March 14, 2027 the clocks jump over this hour." in words(response)
    desk("following", meetings[1].slug, change | {"day-2027-03-14": "later"}, post=True)
    assert Event.objects.get(pk=sunday.pk).times_short.startswith("3:30–")


@pytest.mark.parametrize(
    ("change", "said"),
    [({}, "Nothing was changed."), ({"title_es": ""}, "Both languages"), ({"start_time": "25:00"}, "valid time")],
)
def test_change_that_cannot_be_loses_nothing(desk, meetings, change, said):
    response = desk("following", meetings[1].slug, typed(meetings[1], **change), post=True)
    assert (response.status_code, said in words(response)) == (200, True)
    assert b'value="18:30"' in response.content or b'value="25:00"' in response.content


def test_strangers_and_coordinators_find_no_series(client, coordinator):
    tuesday()
    paths = [reverse(f"events:event_desk_{name}", args=["meeting"]) for name in ("series", "leave", "following")]
    assert [client.get(path).status_code for path in paths] == [302] * 3
    client.force_login(coordinator.user)
    assert [client.get(path).status_code for path in paths] == [404] * 3


def test_events_that_stand_alone_and_those_that_are_over_are_not_changed_together(desk, meetings, frozen):
    assert desk("following", EventFactory(slug="alone").slug).status_code == 404
    frozen.shift(dt.timedelta(days=20))
    assert desk("following", meetings[1].slug).status_code == 302


@pytest.mark.parametrize("last_day", ["2026-12-08", "2027-02-02"])
def test_page_of_a_series_costs_the_same_for_any_number_of_dates(desk, last_day, django_assert_num_queries):
    tuesday()
    desk("series", data=RULE | {"last_day": last_day}, post=True)
    desk("series")
    with django_assert_num_queries(6):
        desk("series")
