"""Calendars read back by two parsers that share no code. Two more programs read the same one in tests/site."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from events import calendar
from tests import calendars
from tests.factories import EventFactory

ZONES = ["America/New_York", "America/Phoenix", "Europe/Madrid", "Australia/Lord_Howe", "Pacific/Honolulu"]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=150)
INSTANTS = st.datetimes(dt.datetime(2026, 10, 20), dt.datetime(2027, 4, 10), timezones=st.just(dt.UTC))  # noqa: DTZ001


@pytest.mark.parametrize("reads", [calendars.by_icalendar, calendars.by_vobject])
def test_parser_reads_every_event_as_it_is_meant(reads):
    assert reads(calendars.written()) == calendars.meant()


def test_lines_are_folded_and_end_as_the_standard_wants():
    text = calendars.written()
    lines = text.split(b"\r\n")
    assert (max(map(len, lines)) <= 75, lines[-1], text.count(b"\n") == len(lines) - 1) == (True, b"", True)
    assert all(line.decode() for line in lines[:-1])  # no sign of UTF-8 is cut in two


def test_zones_come_along_for_the_hours_that_need_them():
    found = {zone.tzid.value for zone in vobject.readOne(calendars.written().decode()).vtimezone_list}
    assert found == {event.time_zone for event in calendars.events()}


@settings(max_examples=40, deadline=None)
@given(INSTANTS, st.sampled_from(ZONES), WORDS)
def test_any_hour_and_any_words_read_back_the_same(instant, zone, words):
    start = instant.replace(second=0, microsecond=0)
    event = EventFactory.build(
        pk=1, starts_at=start, ends_at=start + dt.timedelta(minutes=95), time_zone=zone, title_en=words, place=words
    )
    event.held_on = start.astimezone(ZoneInfo(zone)).date()
    text = calendar.single(event, now=calendars.NOW)
    read = [entry for reads in (calendars.by_icalendar, calendars.by_vobject) for entry in reads(text).values()]
    assert [(entry.start, entry.end) for entry in read] == [(start, event.ends_at)] * 2
    assert [(entry.summary, entry.location) for entry in read] == [(words, words)] * 2
