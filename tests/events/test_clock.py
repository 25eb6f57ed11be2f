import datetime as dt
import re
import zoneinfo

import pytest
from django.utils import translation

from events import clock

NEW_YORK, LOS_ANGELES = zoneinfo.ZoneInfo("America/New_York"), zoneinfo.ZoneInfo("America/Los_Angeles")
MINUTE = dt.timedelta(minutes=1)
GOES_BACK, JUMPS = dt.date(2026, 11, 1), dt.date(2027, 3, 14)  # days on which the clocks change in the United States


def utc(*parts) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


def test_an_hour_on_the_wall_becomes_an_instant():
    assert clock.to_utc(dt.date(2026, 12, 5), dt.time(11), NEW_YORK) == utc(2026, 12, 5, 16)
    assert clock.to_utc(dt.date(2026, 7, 4), dt.time(11), NEW_YORK) == utc(2026, 7, 4, 15)


@pytest.mark.parametrize("fold", [None, 0, 1])
def test_an_hour_that_the_clocks_jump_over_is_refused(fold):
    with pytest.raises(clock.HourMissing):
        clock.to_utc(JUMPS, dt.time(2, 30), NEW_YORK, fold)


def test_an_hour_that_comes_twice_asks_which_one():
    with pytest.raises(clock.HourTwice):
        clock.to_utc(GOES_BACK, dt.time(1, 30), NEW_YORK)
    assert clock.to_utc(GOES_BACK, dt.time(1, 30), NEW_YORK, fold=0) == utc(2026, 11, 1, 5, 30)
    assert clock.to_utc(GOES_BACK, dt.time(1, 30), NEW_YORK, fold=1) == utc(2026, 11, 1, 6, 30)


def test_the_choice_between_two_means_nothing_for_an_hour_that_comes_once():
    assert clock.to_utc(GOES_BACK, dt.time(11), NEW_YORK, fold=1) == utc(2026, 11, 1, 16)


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_year_are_instants_or_errors_we_know(year):
    day = dt.date(year, 1, 1) if year == 1 else dt.date(year, 12, 31)
    with pytest.raises(OverflowError):
        clock.to_utc(
            day,
            dt.time(0) if year == 1 else dt.time(23),
            zoneinfo.ZoneInfo("Asia/Tokyo" if year == 1 else "America/New_York"),
        )


def test_hours_before_are_real_hours_over_a_clock_change():
    start = clock.to_utc(JUMPS, dt.time(3, 30), NEW_YORK)
    due = clock.hours_before(start, 2)
    assert due.astimezone(NEW_YORK).time() == dt.time(0, 30)
    assert start - due == dt.timedelta(hours=2)


@pytest.mark.parametrize("day", [GOES_BACK, JUMPS, dt.date(2026, 12, 5)])
def test_the_day_before_is_told_by_the_clock_on_the_wall(day):
    start = clock.to_utc(day, dt.time(11), NEW_YORK)
    due = clock.days_before(start, NEW_YORK, 1, dt.time(18)).astimezone(NEW_YORK)
    assert (due.date(), due.time()) == (day - dt.timedelta(days=1), dt.time(18))


def test_the_day_before_counts_the_local_day_not_the_day_in_utc():
    start = utc(2026, 12, 6, 1)  # Saturday 8 pm in New York
    due = clock.days_before(start, NEW_YORK, 1, dt.time(18)).astimezone(NEW_YORK)
    assert due.date() == dt.date(2026, 12, 4)


# --- quiet hours ------------------------------------------------------------------------------------------------------
START = utc(2026, 12, 5, 14)  # Saturday 9:00 am in New York; two hours before is 7:00 am, inside the quiet hours
LONG_AGO = START - dt.timedelta(days=5)


def quiet(due, *, start=START, now=LONG_AGO, zone=NEW_YORK):
    moved = clock.outside_quiet_hours(due, start=start, zone=zone, now=now)
    return moved and f"{moved.astimezone(zone):%a %H:%M}"


def test_a_reminder_by_day_goes_when_it_was_meant_to():
    assert quiet(START - dt.timedelta(minutes=30)) == "Sat 08:30"
    assert quiet(START - dt.timedelta(minutes=60)) == "Sat 08:00"
    assert quiet(START - dt.timedelta(hours=12, minutes=1)) == "Fri 20:59"


@pytest.mark.parametrize("hours", [2, 6, 9, 12])
def test_a_reminder_at_night_moves_to_the_evening_before(hours):
    assert quiet(START - dt.timedelta(hours=hours)) == "Fri 20:30"


def test_a_reminder_at_night_waits_for_the_morning_when_the_evening_is_too_soon():
    signed_up = utc(2026, 12, 5, 0)  # Friday 7 pm: 20:30 would leave 1.5 of 12 hours
    assert quiet(START - dt.timedelta(hours=2), now=signed_up) == "Sat 08:00"


def test_exactly_half_of_the_lead_is_enough_for_the_evening():
    due = START - dt.timedelta(hours=2)  # 7 am
    evening = utc(2026, 12, 5, 1, 30)  # 20:30
    assert quiet(due, now=evening - (due - evening)) == "Fri 20:30"
    assert quiet(due, now=evening - (due - evening) + dt.timedelta(minutes=1)) == "Sat 08:00"


def test_an_event_before_eight_is_reminded_of_in_the_evening_or_not_at_all():
    early = utc(2026, 12, 5, 12, 30)  # 7:30 am
    assert quiet(early - dt.timedelta(hours=2), start=early) == "Fri 20:30"
    assert quiet(early - dt.timedelta(hours=2), start=early, now=utc(2026, 12, 5, 1)) == "Fri 20:30"
    assert quiet(early - dt.timedelta(hours=2), start=early, now=utc(2026, 12, 5, 3)) is None


def test_nothing_is_due_after_the_start():
    assert quiet(START + dt.timedelta(hours=3)) is None
    assert quiet(START) is None


@pytest.mark.parametrize("day", [GOES_BACK, JUMPS])
def test_quiet_hours_hold_on_days_when_the_clocks_change(day):
    start = clock.to_utc(day, dt.time(9), NEW_YORK)
    for hours in range(1, 15):
        for late in range(1, 30):
            now = start - dt.timedelta(hours=late)
            due = clock.outside_quiet_hours(clock.hours_before(start, hours), start=start, zone=NEW_YORK, now=now)
            if due is not None:
                assert clock.QUIET_UNTIL <= due.astimezone(NEW_YORK).time() < clock.QUIET_FROM
                assert due < start


# --- words ------------------------------------------------------------------------------------------------------------
def test_hours_are_written_as_the_language_writes_them():
    hours = [utc(2026, 12, 5, h, 5) for h in (0, 9, 12, 23)]
    with translation.override("en"):
        assert [clock.hour_text(h) for h in hours] == ["12:05 am", "9:05 am", "12:05 pm", "11:05 pm"]
    with translation.override("es"):
        assert [clock.hour_text(h) for h in hours] == ["12:05 a. m.", "9:05 a. m.", "12:05 p. m.", "11:05 p. m."]


def test_days_are_written_with_their_weekday():
    with translation.override("en"):
        assert clock.day_text(dt.date(2026, 12, 5)) == "Saturday, December 5, 2026"
    with translation.override("es"):
        assert clock.day_text(dt.date(2026, 12, 5)) == "sábado 5 de diciembre de 2026"


def test_a_span_names_its_zone_in_both_languages():
    start, end = utc(2026, 12, 5, 16), utc(2026, 12, 5, 17, 30)
    with translation.override("en"):
        assert clock.span_text(start, end, NEW_YORK) == "11:00 am to 12:30 pm, Eastern Time (ET)"
        assert clock.span_text(start, end, NEW_YORK, long=False) == "11:00 am–12:30 pm ET"
        assert clock.span_text(start, None, NEW_YORK) == "11:00 am, Eastern Time (ET)"
        assert (
            clock.span_text(utc(2026, 12, 5, 23, 30), utc(2026, 12, 6, 1, 30), NEW_YORK, long=False)
            == "6:30–8:30 pm ET"
        )
    with translation.override("es"):
        assert clock.span_text(start, end, NEW_YORK) == "11:00 a. m. a 12:30 p. m., hora del Este (ET)"
        assert clock.span_text(start, end, NEW_YORK, long=False) == "11:00 a. m.–12:30 p. m., hora del Este"


def test_the_letters_of_the_zone_do_not_change_with_the_season():
    with translation.override("en"):
        assert clock.span_text(utc(2026, 7, 5, 15), None, NEW_YORK) == "11:00 am, Eastern Time (ET)"


def test_a_zone_without_words_of_its_own_is_named_by_city_and_distance():
    with translation.override("en"):
        text = clock.span_text(utc(2026, 12, 5, 16), None, zoneinfo.ZoneInfo("America/Mexico_City"))
    assert text == "10:00 am, time in Mexico City (UTC-06:00)"


@pytest.mark.parametrize(
    ("start", "text"),
    [
        (utc(2026, 12, 5, 18), "1:00 pm ET / 10:00 am PT"),
        (utc(2026, 3, 8, 8), "4:00 am ET / 12:00 am PT"),  # New York has jumped, Los Angeles not yet: four hours
        (utc(2026, 11, 1, 7), "2:00 am ET / 12:00 am PT"),  # New York has gone back, Los Angeles not yet: two hours
        (utc(2026, 12, 5, 6), "1:00 am ET / Friday 10:00 pm PT"),
    ],
)
def test_an_online_event_is_told_in_eastern_and_pacific_time(start, text):
    with translation.override("en"):
        assert clock.times_lines(start, None, NEW_YORK, online=True, long=False) == text.split(" / ")


ODD = [(utc(2026, 3, 8, 7 + n), 4) for n in range(3)] + [(utc(2026, 11, 1, 6 + n), 2) for n in range(3)]


@pytest.mark.parametrize(("start", "apart"), ODD)
def test_the_coasts_are_not_three_hours_apart_in_six_hours_of_2026(start, apart):
    with translation.override("en"):
        texts = clock.start_text(start, NEW_YORK, online=True).split(" / ")
    eastern, pacific = (_hour_of(text) for text in texts)
    assert [text[-2:] for text in texts] == ["ET", "PT"]
    assert (eastern - pacific) % 24 == apart


def _hour_of(text: str) -> int:
    hour, half = re.search(r"(\d+):00 ([ap])m", text).groups()
    return int(hour) % 12 + 12 * (half == "p")


def test_the_coasts_are_three_hours_apart_in_every_other_hour_of_2026():
    first, odd = utc(2026, 1, 1), {start for start, _apart in ODD}
    for start in (first + dt.timedelta(hours=n) for n in range(365 * 24)):
        offsets = [start.astimezone(zone).utcoffset() for zone in (NEW_YORK, LOS_ANGELES)]
        assert (offsets[0] - offsets[1] == dt.timedelta(hours=3)) == (start not in odd)


def test_a_reader_gets_the_hours_of_the_event_and_their_own():
    start, denver = utc(2026, 12, 5, 18), zoneinfo.ZoneInfo("America/Denver")
    with translation.override("en"):
        assert clock.start_text(start, LOS_ANGELES, online=True, reader=NEW_YORK) == "10:00 am PT / 1:00 pm ET"
        assert clock.start_text(start, NEW_YORK, online=False, reader=denver) == "1:00 pm ET / 11:00 am MT"
        lines = clock.times_lines(start, start + dt.timedelta(hours=1), LOS_ANGELES, online=True, reader=denver)
        assert lines == ["10:00 am to 11:00 am, Pacific Time (PT)", "11:00 am to 12:00 pm, Mountain Time (MT)"]


def test_a_reader_whose_clocks_show_the_same_gets_one_hour():
    detroit = zoneinfo.ZoneInfo("America/Detroit")
    with translation.override("en"):
        assert clock.start_text(utc(2026, 12, 5, 18), NEW_YORK, online=False, reader=detroit) == "1:00 pm"
        assert clock.start_text(utc(2026, 12, 5, 18), NEW_YORK, online=False) == "1:00 pm"


def test_another_day_where_the_reader_is_stands_before_the_hour():
    with translation.override("en"):
        text = clock.start_text(
            utc(2026, 12, 6, 6), NEW_YORK, online=False, reader=zoneinfo.ZoneInfo("Pacific/Honolulu")
        )
    assert text == "1:00 am ET / Saturday 8:00 pm Hawaii time"


def test_today_is_said_only_where_it_is_today_for_everybody():
    start, both = utc(2026, 12, 6, 6), [NEW_YORK, LOS_ANGELES]  # Sunday 1 am in New York, Saturday 10 pm elsewhere
    assert clock.days_away(start, utc(2026, 12, 5, 20), [NEW_YORK]) == 1
    assert clock.days_away(start, utc(2026, 12, 5, 20), both) is None
    assert clock.days_away(start, utc(2026, 12, 5, 6), both) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Dec 6, 1:00 am ET / Dec 5, 10:00 pm PT"),
        ("es", "6 dic, 1:00 a. m. ET / 5 dic, 10:00 p. m. PT"),
    ],
)
def test_a_text_message_tells_the_day_by_its_number(language, text):
    with translation.override(language):
        assert clock.tiny_text(utc(2026, 12, 6, 6), NEW_YORK, online=False, reader=LOS_ANGELES) == text
        assert clock.tiny_text(utc(2026, 12, 6, 6), NEW_YORK, online=False) == text.split(" ET")[0]


def test_near_is_a_day_before_and_a_day_after():
    day, now = dt.timedelta(days=1), utc(2026, 12, 5, 18)
    near = [clock.is_near(now, now + shift) for shift in (-day, -day - MINUTE, day, day + MINUTE)]
    assert near == [True, False, True, False]
    assert clock.is_near(now, None, now + 3 * day, now + day)
    assert not clock.is_near(now, None)


def test_an_event_in_person_is_told_in_its_own_zone_only():
    with translation.override("en"):
        assert clock.times_lines(utc(2026, 12, 5, 18), None, LOS_ANGELES, online=False) == [
            "10:00 am, Pacific Time (PT)"
        ]
