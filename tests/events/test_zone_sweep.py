"""Every IANA zone, three years, both clock changes: when an hour is and when to remind of it (RELIABILITY Z1, Z2, Z4).

The oracle is the C library, which reads the same files of the tzdata package by its own rules. It is asked from UTC to
the wall only; from the wall to UTC it is a search through the offsets that it named. It knows no fold and no zoneinfo.
"""

import bisect
import datetime as dt
import importlib.resources
import os
import time
import zoneinfo
from types import SimpleNamespace

import pytest

from events import clock
from events.models import ReminderRule

YEARS = (2026, 2027, 2028)
DAY, HOUR = 86400, 3600  # seconds
HOURS = (dt.time(0, 30), dt.time(1, 30), dt.time(2, 30), dt.time(9), dt.time(23, 30))  # of starts
RULES = {
    "24h": ReminderRule(hours_before=24),
    "1d18:00": ReminderRule(days_before=1, at=dt.time(18)),
    "2h": ReminderRule(hours_before=2),
}
PLAIN_DAYS = tuple(dt.date(year, month, 15) for year in YEARS for month in (1, 7))
EPOCH = dt.datetime.fromtimestamp(0, dt.UTC).replace(tzinfo=None)  # on a wall, of no zone
EVENING, MORNING = dt.time(20, 30), dt.time(8)
LEADS = (5 * DAY, 26 * HOUR, 3 * HOUR)  # how long before the start somebody signs up


def seconds(wall: dt.datetime) -> int:
    return int((wall - EPOCH).total_seconds())


def utc(stamp: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(stamp, dt.UTC)


class Walk:
    """What the clocks of one zone show, as a table of instants and the seconds by which they are ahead from then on."""

    def __init__(self, name: str):
        os.environ["TZ"] = f":{importlib.resources.files('tzdata') / 'zoneinfo' / name}"
        time.tzset()
        start, end = (
            seconds(EPOCH.replace(year=YEARS[0] - 1, month=12)),
            seconds(EPOCH.replace(year=YEARS[-1] + 1, month=2)),
        )
        self.since, self.ahead = [start], [self._ask(start)]
        for stamp in range(start, end, DAY):
            if self._ask(stamp + DAY) != self.ahead[-1]:
                self.since.append(self._change_within(stamp, stamp + DAY))
                self.ahead.append(self._ask(stamp + DAY))

    @staticmethod
    def _ask(stamp: int) -> int:
        return time.localtime(stamp).tm_gmtoff

    def _change_within(self, low: int, high: int) -> int:
        before = self._ask(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._ask(middle) == before else (low, middle)
        return high

    def wall(self, stamp: int) -> dt.datetime:
        return EPOCH + dt.timedelta(seconds=stamp + self.ahead[bisect.bisect_right(self.since, stamp) - 1])

    def instants(self, wall: dt.datetime) -> list[int]:
        """All at which the clocks show that; none in a gap, two where an hour comes twice."""
        found = {seconds(wall) - ahead for ahead in set(self.ahead)}
        return sorted(stamp for stamp in found if self.wall(stamp) == wall)

    def first_or_past_the_gap(self, wall: dt.datetime) -> int:
        """Past a gap by as much as the hour lies inside: counted on as if the clocks had not jumped."""
        found = self.instants(wall)
        if found:
            return found[0]
        gap = [n for n in range(1, len(self.since)) if self.wall(self.since[n] - 1) < wall < self.wall(self.since[n])]
        return seconds(wall) - self.ahead[gap[0] - 1]

    def days(self) -> list[dt.date]:
        """The days of the changes with those around them, and two plain days a year."""
        changes = [self.wall(stamp).date() for stamp in self.since[1:]]
        around = {day + dt.timedelta(days=n) for day in changes for n in (-1, 0, 1)}
        return sorted(day for day in around | set(PLAIN_DAYS) if day.year in YEARS)


@pytest.fixture(scope="module")
def walks():
    """The table of every zone. The C library's own zone is put back afterwards."""
    before = os.environ.get("TZ")
    try:
        yield {name: Walk(name) for name in sorted(zoneinfo.available_timezones())}
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


def answers(day: dt.date, hour: dt.time, zone: zoneinfo.ZoneInfo) -> list[int]:
    try:
        found = [clock.to_utc(day, hour, zone)]
    except clock.HourMissing:
        found = []
    except clock.HourTwice:
        found = [clock.to_utc(day, hour, zone, fold) for fold in (0, 1)]
    return [int(instant.timestamp()) for instant in found]


def starts(walk: Walk):
    for day in walk.days():
        for hour in HOURS:
            yield from walk.instants(dt.datetime.combine(day, hour))


def meant(walk: Walk, rule: str, start: int) -> int:
    """When a rule asks to remind, before any quiet hours."""
    eve = dt.datetime.combine(walk.wall(start).date() - dt.timedelta(days=1), dt.time(18))
    return {"24h": start - DAY, "2h": start - 2 * HOUR, "1d18:00": walk.first_or_past_the_gap(eve)}[rule]


def test_the_portal_reads_the_pinned_rules_whoever_imported_zoneinfo_first():
    assert zoneinfo.TZPATH == ()


def test_every_zone_was_asked(walks):
    assert len(walks) > 590
    assert sum(len(walk.since) - 1 for walk in walks.values()) > 900  # changes of the clocks within the three years
    jump = seconds(EPOCH.replace(year=2026, month=3, day=8, hour=7))
    assert [walks["America/New_York"].wall(jump - n).hour for n in (1, 0)] == [1, 3]


def test_an_hour_on_the_wall_is_where_the_c_library_finds_it(walks):
    cases, wrong = 0, []
    for name, walk in walks.items():
        zone = zoneinfo.ZoneInfo(name)
        for day in walk.days():
            for hour in HOURS:
                cases += 1
                if answers(day, hour, zone) != walk.instants(dt.datetime.combine(day, hour)):
                    wrong.append((name, day, hour))
    assert wrong == []
    assert cases > 30_000


def test_each_rule_asks_for_the_same_instant_and_wall_time_as_the_c_library(walks):
    cases, wrong = 0, []
    for name, walk in walks.items():
        zone = zoneinfo.ZoneInfo(name)
        for stamp in starts(walk):
            start = utc(stamp)
            found = {
                "24h": clock.hours_before(start, 24),
                "1d18:00": clock.days_before(start, zone, 1, dt.time(18)),
                "2h": clock.hours_before(start, 2),
            }
            cases += len(found)
            for rule, due in found.items():
                expected = meant(walk, rule, stamp)
                same_wall = due.astimezone(zone).replace(tzinfo=None) == walk.wall(expected)
                if int(due.timestamp()) != expected or not same_wall:
                    wrong.append((name, start, rule))
    assert wrong == []
    assert cases > 90_000


def test_no_reminder_comes_in_the_quiet_hours_of_any_reader_or_after_the_start(walks):
    """Events of every zone, read where they are and in a zone far away."""
    names = list(walks)
    cases, wrong = 0, []
    for n, (name, walk) in enumerate(walks.items()):
        reader_name = (name, names[(n * 7 + 300) % len(names)])[n % 2]
        reader, there = walks[reader_name], zoneinfo.ZoneInfo(reader_name)
        for stamp in starts(walk):
            event = SimpleNamespace(starts_at=utc(stamp), zone=zoneinfo.ZoneInfo(name))
            for (key, rule), lead in zip(RULES.items(), LEADS, strict=True):
                cases += 1
                raw, now = meant(walk, key, stamp), stamp - lead
                due = rule.due_at(event, there, utc(now))
                if not _is_right(reader, raw, None if due is None else int(due.timestamp()), stamp, now):
                    wrong.append((name, reader_name, event.starts_at, key, due))
    assert wrong == []
    assert cases > 90_000


def _is_right(reader: Walk, raw: int, due: int | None, start: int, now: int) -> bool:
    """As asked by day; at night 20:30 or 8:00 of that night by the reader's clocks, or nothing when both are no use."""
    if _by_day(reader.wall(raw)):
        return due == (raw if raw < start else None)
    night = reader.wall(raw).date() - dt.timedelta(days=reader.wall(raw).time() < MORNING)
    evening = reader.first_or_past_the_gap(dt.datetime.combine(night, EVENING))
    morning = reader.first_or_past_the_gap(dt.datetime.combine(night + dt.timedelta(days=1), MORNING))
    if now < evening < start and (evening - now) * 2 >= raw - now:
        return due == evening
    if morning < start:
        return due == morning
    return due == (evening if now < evening < start else None)


def _by_day(wall: dt.datetime) -> bool:
    return dt.time(8) <= wall.time() < dt.time(21)
