"""The year that tests and measurements stand on is the year it claims to be."""

import datetime as dt
from collections import Counter

import pytest

from campaigns import week_state
from campaigns.models import HourEntry, WeekNote
from campaigns.targets import of_week
from campaigns.week_state import State
from coordinators import roles
from tests.factories.years import WEEKS, realistic_year, ten_years

pytestmark = pytest.mark.django_db


def test_year_has_ten_people_three_campaigns_and_forty_weeks():
    year = realistic_year()
    assert (len(year.people), len(year.campaigns), len(year.mondays), len(year.breaks)) == (10, 3, WEEKS, 5)
    assert {roles.of(person.user) for person in year.people} == {roles.COORDINATOR}
    assert {len(person.placements[2026]) for person in year.people} == {1, 2}
    assert (year.mondays[0], year.last_day) == (dt.date(2026, 8, 31), dt.date(2027, 6, 6))
    entries = HourEntry.objects.all()
    kinds = {"approved": entries.approved().count(), "asked": entries.asked().count()}
    assert kinds == {"approved": 748, "asked": 8}
    assert (entries.count(), entries.waiting().count()) == (832, 76)


def test_weeks_of_the_year_are_of_every_kind():
    year = realistic_year()
    found = Counter()
    for person in year.people:
        own = HourEntry.objects.of_user(person.user)
        logged = Counter()
        for day, minutes in own.values_list("worked_on", "minutes"):
            logged[day - dt.timedelta(days=day.weekday())] += minutes
        notes = {note.monday: note for note in WeekNote.objects.of_user(person.user)}
        for monday in year.mondays:
            target = of_week(monday, term=year.term, breaks=year.breaks)
            shape = {"minutes": logged[monday], "note": notes.get(monday), "target": target}
            found[week_state.of(**shape, monday=monday, today=year.last_day)] += 1
            found["over"] += target is not None and target.is_over(logged[monday])
    assert found.pop("over") > 0
    assert set(found) == {State.LOGGED, State.QUIET, State.SILENT, State.EXPECTS_NOTHING}


def test_year_until_a_day_holds_nothing_later():
    realistic_year(until=dt.date(2026, 11, 18))
    days = HourEntry.objects.order_by("worked_on").values_list("worked_on", flat=True)
    assert (days.first(), days.last()) == (dt.date(2026, 8, 31), dt.date(2026, 11, 18))


def test_ten_years_are_of_the_same_people():
    years = ten_years(people=2)
    assert [year.term.slug for year in years] == [f"{first}-{first + 1}" for first in range(2026, 2016, -1)]
    assert {len(person.appointments) for person in years[0].people} == {10}
    assert {HourEntry.objects.in_term(year.term).count() for year in years} == {HourEntry.objects.count() // 10}
