"""Which rows are there already, which differ, which are new. A fixed number of queries for each batch of rows.

The same person, campaign, day and activity is the same work. Several rows of it meet several entries, one each: first
those that are equal, then those that differ. A blank says nothing, so it equals everything.
"""

import bisect
import datetime as dt
import hashlib
import hmac
import uuid
from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from campaigns import durations
from campaigns.models import HourChange, HourEntry, HourImport
from campaigns.models.hours import MAX_MINUTES_A_DAY
from outreach import sealing

from .lines import Line, State
from .roll import Roll

KEYS = "keys of imported hours"
DEFAULT_ACTIVITY = HourEntry.Activity.OTHER.value  # of a new row that says none


class Known(NamedTuple):
    """An entry as far as it matters here."""

    pk: int
    placement: int
    day: dt.date
    minutes: int
    activity: str
    note: str
    approved_at: dt.datetime | None
    imported_by: int | None
    coordinator: int


FIELDS = (
    *("pk", "placement", "worked_on", "minutes", "activity", "note", "approved_at", "imported_by"),
    "placement__appointment__coordinator",
)


def key_of(hour_import: HourImport, number: int) -> uuid.UUID:
    """The client key of the entry that a row makes: the same however often the row is read.

    Nobody else can work it out: an entry that took it before would stop the import for good.
    """
    said = hmac.digest(sealing.purpose_key(KEYS), f"{hour_import.pk}/{number}".encode(), hashlib.sha256)
    return uuid.UUID(bytes=said[:16], version=4)


class Numbers:
    """A set of 64-bit numbers in order: 8 bytes each, where Python's own takes 80. Even 100,000 stay under a
    megabyte."""

    def __init__(self) -> None:
        self.kept = array("q")

    def __contains__(self, number: int) -> bool:
        place = bisect.bisect_left(self.kept, number)
        return place < len(self.kept) and self.kept[place] == number

    def add(self, number: int) -> None:
        place = bisect.bisect_left(self.kept, number)
        if place == len(self.kept) or self.kept[place] != number:
            self.kept.insert(place, number)

    def clear(self) -> None:
        del self.kept[:]


class Matcher:
    """Judges batches of lines, one after the other. With `writes` false nothing of an earlier batch is in the database
    yet, so it is remembered here, in a few bytes a row."""

    def __init__(self, hour_import: HourImport, roll: Roll, *, writes: bool):
        self.hour_import, self.roll, self.writes = hour_import, roll, writes
        self.claimed = Numbers()  # entries that a row has met already
        self.said = Numbers()  # hashes of what rows say
        self.added: dict[tuple[int, int], int] = defaultdict(int)  # (person, day): minutes on top of the database

    def judge(self, lines: list[Line]) -> None:
        """Give each line its state, the entry it meets and, where it fails, the reason."""
        sound = [line for line in lines if line.place and not line.reasons]
        known = self._entries(sound)
        mine = self._of_this_import(known)
        if self.writes:
            self.said.clear()
            self.added.clear()
        by_place: dict[tuple, list[Known]] = defaultdict(list)
        totals: dict[tuple[int, int], int] = defaultdict(int)
        for entry in known:
            by_place[entry.placement, entry.day].append(entry)
            totals[entry.coordinator, entry.day.toordinal()] += entry.minutes
        groups: dict[tuple, list[Line]] = defaultdict(list)
        for line in sound:
            groups[line.place.pk, line.day].append(line)
        for key, group in groups.items():
            self._pair(group, by_place.get(key, []), mine)
        for line in sound:
            self._check_day(line, totals)

    def recall(self, lines: list[Line]) -> None:
        """Lines that were applied before the worker died: only remember which entries they met."""
        waiting = [line for line in lines if line.place and not line.reasons]
        known = self._entries(waiting)
        mine = self._of_this_import(known)
        applied = {_content(entry) for entry in known if entry.pk in mine}
        self.judge([line for line in waiting if _said_by(line, None) not in applied])

    def _entries(self, lines: list[Line]) -> list[Known]:
        """All that the persons of these lines did on the days of these lines, in one query."""
        days: dict[int, set[dt.date]] = defaultdict(set)
        for line in lines:
            days[line.place.coordinator].add(line.day)
        wanted = [
            Q(placement__in=[place.pk for place in self.roll.places[person]], worked_on__in=some)
            for person, some in days.items()
        ]
        found = HourEntry.objects.filter(reduce(or_, wanted)) if wanted else HourEntry.objects.none()
        return [Known(*row) for row in found.order_by("pk").values_list(*FIELDS)]

    def _of_this_import(self, known: Iterable[Known]) -> set[int]:
        """Entries that this very import added or changed."""
        by_changes = HourChange.objects.filter(imported_by=self.hour_import, entry__in=[entry.pk for entry in known])
        return {entry.pk for entry in known if entry.imported_by == self.hour_import.pk} | set(
            by_changes.values_list("entry", flat=True)
        )

    def _pair(self, group: list[Line], entries: list[Known], mine: set[int]) -> None:
        """Rows that say how long come before those that leave it open and would equal anything."""
        free = [entry for entry in entries if entry.pk not in mine and entry.pk not in self.claimed]
        for entry in entries:
            if entry.pk in mine or entry.pk in self.claimed:
                self.said.add(hash(_content(entry)))
        for is_open in (False, True):
            some = [line for line in group if (line.minutes is None) is is_open]
            for line in some:
                alike = [entry for entry in free if _equals(line, entry)]
                if alike:
                    self._meet(line, min(alike, key=lambda entry, line=line: entry.note != line.note), free, State.SAME)
            for line in some:
                if line.was is None:
                    self._place(line, free)

    def _place(self, line: Line, free: list[Known]) -> None:
        """A row that equals nothing: it corrects an entry of its kind, else it is new."""
        if other := [entry for entry in free if line.activity in ("", entry.activity)]:
            entry = min(other, key=lambda entry: entry.approved_at is not None)
            self._meet(line, entry, free, State.LEFT if entry.approved_at else State.CHANGED)
            if line.state == State.LEFT:
                line.reasons.append(["approved", {}])
        elif line.minutes is None:
            line.fail("time_missing")
        elif hash(_said_by(line, None)) in self.said:
            line.fail("repeated")
        else:
            line.state, line.activity = State.NEW, line.activity or DEFAULT_ACTIVITY
            self.said.add(hash(_said_by(line, None)))

    def _meet(self, line: Line, entry: Known, free: list[Known], state: str) -> None:
        line.was, line.state = entry, state
        free.remove(entry)
        self.claimed.add(entry.pk)
        self.said.add(hash(_said_by(line, entry)))

    def _check_day(self, line: Line, totals: dict) -> None:
        if line.state not in (State.NEW, State.CHANGED):
            return
        key = line.place.coordinator, line.day.toordinal()
        more = minutes_after(line) - (line.was.minutes if line.was else 0)
        total = totals[key] + self.added[key] + more
        if total > MAX_MINUTES_A_DAY and more > 0:
            line.fail("day_full", hours=durations.as_hours(total))
        else:
            self.added[key] += more


def minutes_after(line: Line) -> int:
    return line.was.minutes if line.minutes is None else line.minutes


def _content(entry: Known) -> tuple:
    return entry.placement, entry.day.toordinal(), entry.activity, entry.minutes, entry.note


def _said_by(line: Line, entry: Known | None) -> tuple:
    """What the entry is once the line was applied."""
    minutes = line.minutes if entry is None else minutes_after(line)
    activity = line.activity or (entry.activity if entry else DEFAULT_ACTIVITY)
    return line.place.pk, line.day.toordinal(), activity, minutes, line.note or (entry.note if entry else "")


def _equals(line: Line, entry: Known) -> bool:
    return (
        line.minutes in (None, entry.minutes)
        and line.activity in ("", entry.activity)
        and line.note in ("", entry.note)
    )
