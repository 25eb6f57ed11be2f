"""A campaign's hours by week as strangers may read them: no number of them leads to what one person gave.

The rule. A week shows its approved hours, rounded to the nearest 5, when all of this holds:
- it is over: a running week would grow entry by entry before everybody's eyes;
- FEWEST_PEOPLE different coordinators have approved hours in it (who serves in two terms is one person);
- nobody among them has more than two thirds of it, and together they come to SMALLEST hours when rounded.
Every other week says the same words, "none, or too few people to show", whether nobody, one or two worked: who is
alone on a campaign is not told to have worked that week either. Such weeks before the first and after the last shown
week of a season are not listed at all, and every campaign of the project says the rule, hours or not.

Subtracting. A season's total and the campaign's are sums of the numbers that are shown, made after rounding. They tell
nothing that the weeks do not, and nothing of the weeks that are not shown. No other page prints totals of hours; one
that will has to come through here.

Time. One more approved entry moves a week by a step of 5 hours or not at all, so that whoever compares the page of
today with that of yesterday knows the entry to within 10 hours, not its quarter hours.

Insiders. A coordinator knows her own hours, and in a week of three therefore what the two others gave together. What
each of them gave stays open by LEAST_DOUBT at least: with a third of the week or less of her own, theirs may lie
anywhere between a third less that and two thirds; with more, anywhere from a quarter hour to a third less a quarter.
(tests/campaigns/test_public_hours.py tries every division.) Two of three who put their own hours together learn the
third's to within 5 hours: against that only a larger FEWEST_PEOPLE helps.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from partners import dates

from . import weeks
from .durations import HOUR

FEWEST_PEOPLE = 3  # fewer, and each learns the other's hours by taking off her own
LARGEST_SHARE = 2, 3  # of one person in a week: two thirds
STEP = 5  # hours to which totals are rounded
SMALLEST = 10  # hours, rounded: below it LEAST_DOUBT would not hold
LEAST_DOUBT = 2 * HOUR  # minutes between the least and the most that another coordinator may have given
SPRING, SUMMER, FALL = 1, 6, 8  # the months in which they begin; a term begins in August


class Week(NamedTuple):
    """Monday to Sunday; hours rounded to 5, None where they are not shown."""

    monday: dt.date
    hours: int | None

    @property
    def label(self) -> str:
        return weeks.label(self.monday, year=True)


class Season(NamedTuple):
    """Weeks of one semester or summer, from the first to the last that is shown."""

    year: int
    month: int
    weeks: list[Week]

    @property
    def shown(self) -> list[Week]:
        return [week for week in self.weeks if week.hours is not None]

    @property
    def hours(self) -> int:
        """Of the shown weeks, as they are shown."""
        return sum(week.hours for week in self.shown)

    @property
    def name(self) -> str:
        first = dt.date(self.year, self.month, 1)
        if self.month == SUMMER:
            return pgettext("part of a year", "summer {year}").format(year=self.year)
        return dates.display(first, dates.Precision.SEASON, "fall" if self.month == FALL else "spring")


def may_show(people: Iterable[int]) -> bool:
    """Whether a week may be shown in which each of the people has so many approved minutes; see the rule above."""
    given = [minutes for minutes in people if minutes > 0]
    part, whole = LARGEST_SHARE
    if len(given) < FEWEST_PEOPLE or max(given) * whole > sum(given) * part:
        return False
    return rounded(sum(given)) >= SMALLEST


def rounded(minutes: int) -> int:
    """Hours to the nearest 5; halves go up."""
    step = STEP * HOUR
    return (2 * minutes + step) // (2 * step) * STEP


def seasons(rows: Iterable[tuple[dt.date, int, int]], *, today: dt.date) -> list[Season]:
    """What may be shown of rows (a day of the week, coordinator, minutes), the newest season first."""
    given: dict[dt.date, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for day, person, minutes in rows:
        given[weeks.monday_of(day)][person] += minutes
    shown = {
        monday: rounded(sum(people.values()))
        for monday, people in given.items()
        if monday + weeks.WEEK <= today and may_show(people.values())
    }
    by_season = defaultdict(list)
    for monday in sorted(shown):
        by_season[season_of(monday)].append(monday)
    return [Season(*season, _line(mondays, shown)) for season, mondays in sorted(by_season.items(), reverse=True)]


def summary(shown: list[Season]) -> str:
    """All of it in one sentence; empty when nothing is shown."""
    if not shown:
        return ""
    count = sum(len(season.shown) for season in shown)
    values = {"hours": sum(season.hours for season in shown), "weeks": count}
    if count == 1:
        return _("About %(hours)s hours in the one week shown") % values
    return _("About %(hours)s hours in the %(weeks)s weeks shown") % values


def season_of(monday: dt.date) -> tuple[int, int]:
    return monday.year, max(month for month in (SPRING, SUMMER, FALL) if month <= monday.month)


def _line(mondays: list[dt.date], shown: dict[dt.date, int]) -> list[Week]:
    """Every week from the first to the last."""
    count = (mondays[-1] - mondays[0]) // weeks.WEEK + 1
    line = [mondays[0] + n * weeks.WEEK for n in range(count)]
    return [Week(monday, shown.get(monday)) for monday in line]
