"""One person's term in hours: what each week was, and the sums. The sums are the database's."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from coordinators.models import Appointment, Break, Term

from . import public_hours, targets, totals, week_state, weeks
from .models import Campaign, HourEntry, WeekNote
from .week_state import State

OVER_WEEKS = 4  # the running one included: how far back a week over the target is still worth a word


class Week(NamedTuple):
    """`target` is None where nothing is asked; `most` are the hours of the term that no week should pass."""

    monday: dt.date
    total: totals.Total
    state: State
    target: targets.Target | None
    most: int | None
    pause: Break | None

    @property
    def label(self) -> str:
        return weeks.label(self.monday, year=True)

    @property
    def is_logged(self) -> bool:
        return self.state == State.LOGGED

    @property
    def is_quiet(self) -> bool:
        return self.state == State.QUIET

    @property
    def is_silent(self) -> bool:
        return self.state == State.SILENT

    @property
    def is_over(self) -> bool:
        return self.most is not None and targets.Target(0, self.most).is_over(self.total.minutes)

    @property
    def is_under(self) -> bool:
        """Logged less than the target; a week that is not over yet may still be."""
        return self.is_logged and self.target is not None and self.target.is_short(self.total.minutes)

    @property
    def is_inside(self) -> bool:
        return self.target is not None and not (self.target.is_short(self.total.minutes) or self.is_over)


class Season(NamedTuple):
    """The weeks of one semester or summer."""

    name: str
    weeks: list[Week]

    @property
    def finding(self) -> str:
        """What a chart of the weeks says, for whoever does not see it."""
        values = {"season": self.name, "logged": self._count("is_logged"), "weeks": len(self.weeks)}
        target = next((week.target for week in self.weeks if week.target), None)
        if target is None:
            return _("Hours each week, %(season)s: hours were logged in %(logged)s of %(weeks)s weeks.") % values
        values |= {"at_least": target.at_least, "at_most": target.at_most}
        values |= {name: self._count(f"is_{name}") for name in ("inside", "under", "over", "quiet", "silent")}
        return (
            _(
                "Hours each week, %(season)s. Weeks inside the target of %(at_least)s–%(at_most)s hours: %(inside)s; "
                "under it: %(under)s; over it: %(over)s; quiet: %(quiet)s; silent: %(silent)s."
            )
            % values
        )

    def _count(self, name: str) -> int:
        return sum(getattr(week, name) for week in self.weeks)


@dataclass(frozen=True)
class TermHours:
    """The weeks of the term up to today, oldest first."""

    appointment: Appointment
    today: dt.date
    weeks: list[Week]
    total: totals.Total
    campaigns: list[tuple[Campaign, totals.Total]]
    activities: list[tuple[HourEntry.Activity, totals.Total]]

    @classmethod
    def load(cls, appointment: Appointment, *, today: dt.date) -> "TermHours":
        """Six queries, however many entries there are, if the term and the account came along."""
        entries = HourEntry.objects.filter(placement__appointment=appointment)
        notes = {note.monday: note for note in WeekNote.objects.filter(appointment=appointment)}
        sums, breaks = totals.by_week(entries), list(appointment.term.breaks.all())

        def week(monday: dt.date) -> Week:
            total = sums.get(monday, totals.NONE)
            is_asked = targets.is_asked(monday, appointment.coordinator.user)
            target = targets.of_week(monday, term=appointment.term, breaks=breaks) if is_asked else None
            when = {"monday": monday, "today": today}
            state = week_state.of(minutes=total.minutes, note=notes.get(monday), target=target, **when)
            return Week(monday, total, state, target, appointment.term.weekly_hours_max, pause_of(monday, breaks))

        return cls(
            appointment,
            today,
            [week(monday) for monday in mondays(appointment.term, today=today)],
            totals.overall(entries),
            totals.by_campaign(entries),
            totals.by_activity(entries),
        )

    @property
    def term(self) -> Term:
        return self.appointment.term

    @property
    def has_ended(self) -> bool:
        return self.term.ends_on < self.today

    @cached_property
    def seasons(self) -> list[Season]:
        """Oldest first. A year of nothing, from before hours were kept here, is none."""
        if not any(week.is_logged or week.is_quiet for week in self.weeks):
            return []

        def key(week: Week) -> tuple[int, int]:
            return public_hours.season_of(max(week.monday, self.term.starts_on))

        found = groupby(self.weeks, key=key)
        return [Season(public_hours.Season(*season, []).name, list(weeks)) for season, weeks in found]

    @property
    def over_lately(self) -> Week | None:
        """The newest week over what the term asks at most, while it is worth a word."""
        since = weeks.monday_of(self.today) - (OVER_WEEKS - 1) * weeks.WEEK
        return next((week for week in reversed(self.weeks) if week.is_over and week.monday >= since), None)


def mondays(term: Term, *, today: dt.date) -> list[dt.date]:
    """The weeks that the term touches and that have begun."""
    first, last = weeks.monday_of(term.starts_on), weeks.monday_of(min(term.ends_on, today))
    return [first + n * weeks.WEEK for n in range((last - first) // weeks.WEEK + 1)]


def pause_of(monday: dt.date, breaks: list[Break]) -> Break | None:
    """The break that touches the week."""
    sunday = weeks.days_of(monday)[-1]
    return next((pause for pause in breaks if pause.starts_on <= sunday and monday <= pause.ends_on), None)
