"""One person's week: what was worked, what the term asks, and where the weeks before and after lie."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from coordinators.models import Appointment, Break, Term
from coordinators.models.term import ACCESS_AFTER_TERM

from . import gauge, proposals, targets, weeks
from .models import Campaign, HourEntry


@dataclass(frozen=True)
class Day:
    date: dt.date
    minutes: int
    is_today: bool
    is_pause: bool  # a day of a break: nothing is expected
    takes_hours: bool  # a day of the person's term that has begun


@dataclass
class Timesheet:
    """The week from `monday`. `rows` are the person's entries of this week, of those before that may be repeated, and
    those of whatever week about which staff ask."""

    monday: dt.date
    today: dt.date
    appointments: list[Appointment]
    rows: list[HourEntry]

    @classmethod
    def load(cls, *, user, monday: dt.date, today: dt.date, appointments=None) -> "Timesheet":
        """Three queries, however many entries there are. `appointments` are the person's, with what else is wanted."""
        if appointments is None:
            appointments = Appointment.objects.of_user(user)
        own = HourEntry.objects.of_user(user)
        rows = own.worked_between(monday - proposals.WEEKS_BACK * weeks.WEEK, weeks.days_of(monday)[-1]) | own.asked()
        terms = appointments.select_related("term").prefetch_related("term__breaks")
        return cls(monday, today, list(terms), list(rows.select_related("placement__campaign")))

    @cached_property
    def entries(self) -> list[HourEntry]:
        return [entry for entry in self.rows if weeks.monday_of(entry.worked_on) == self.monday]

    @cached_property
    def questions(self) -> list[HourEntry]:
        """Entries about which staff ask, of this week and of others, while they can be corrected."""
        open_ones = {a.pk for a in self.appointments if self.today <= a.term.ends_on + ACCESS_AFTER_TERM}
        return [entry for entry in self.rows if entry.asked_at and entry.placement.appointment_id in open_ones]

    @cached_property
    def minutes(self) -> int:
        return sum(entry.minutes for entry in self.entries)

    @cached_property
    def appointment(self) -> Appointment | None:
        """The one whose term holds the week; of two that share it, the later."""
        sunday = weeks.days_of(self.monday)[-1]
        touching = [a for a in self.appointments if a.term.starts_on <= sunday and self.monday <= a.term.ends_on]
        return touching[-1] if touching else None

    @cached_property
    def next_term(self) -> Term | None:
        """The term of the person that begins next, where none of theirs gives access now."""
        terms = [a.term for a in self.appointments if self.today <= a.term.ends_on + ACCESS_AFTER_TERM]
        begun = any(term.starts_on <= self.today for term in terms)
        return None if begun else min(terms, key=lambda term: term.starts_on, default=None)

    @property
    def is_closed(self) -> bool:
        """True when the week's term gives no access any more: its hours are for reading."""
        return self.term is not None and self.term.ends_on + ACCESS_AFTER_TERM < self.today

    @property
    def last_week(self) -> dt.date:
        """The Monday of the last week, up to today, that lies in a term of the person."""
        return weeks.monday_of(min(self.today, self.appointments[-1].term.ends_on))

    @property
    def term(self) -> Term | None:
        return self.appointment.term if self.appointment else None

    @property
    def breaks(self) -> list[Break]:
        return list(self.term.breaks.all()) if self.term else []

    @cached_property
    def pause(self) -> Break | None:
        """The break that touches the week."""
        sunday = weeks.days_of(self.monday)[-1]
        return next((p for p in self.breaks if p.starts_on <= sunday and self.monday <= p.ends_on), None)

    @cached_property
    def target(self) -> targets.Target | None:
        return targets.of_week(self.monday, term=self.term, breaks=self.breaks)

    @property
    def state(self) -> str:
        """short, inside or over the target; empty where nothing is asked."""
        if self.target is None:
            return ""
        if self.target.is_short(self.minutes):
            return "short"
        return "over" if self.target.is_over(self.minutes) else "inside"

    @property
    def missing(self) -> int:
        """Minutes up to the target; 0 where nothing is asked."""
        return self.target.missing(self.minutes) if self.target else 0

    @property
    def gauge(self) -> gauge.Gauge:
        return gauge.draw(self.minutes, self.target, rests=self.pause is not None)

    @cached_property
    def days(self) -> list[Day]:
        def day(date: dt.date) -> Day:
            in_term = any(a.term.starts_on <= date <= a.term.ends_on for a in self.appointments)
            minutes = sum(entry.minutes for entry in self.entries if entry.worked_on == date)
            is_pause = any(pause.starts_on <= date <= pause.ends_on for pause in self.breaks)
            return Day(date, minutes, date == self.today, is_pause, takes_hours=in_term and date <= self.today)

        return [day(date) for date in weeks.days_of(self.monday)]

    @property
    def by_campaign(self) -> list[tuple[Campaign, int, list[HourEntry]]]:
        """Campaign, its minutes and its entries, in the order in which they were first worked on."""
        groups: dict[int, list[HourEntry]] = {}
        for entry in self.entries:
            groups.setdefault(entry.placement.campaign_id, []).append(entry)
        return [(g[0].placement.campaign, sum(e.minutes for e in g), g) for g in groups.values()]

    @cached_property
    def repeats(self) -> list[proposals.Repeat]:
        """Entries of the newest week before that may be added once more with one tap, in the order of their days."""
        if self.appointment is None:
            return []
        mine = (e for e in self.rows if e.placement.appointment_id == self.appointment.pk)
        earlier, about = proposals.newest_week(mine, before=self.monday), {"term": self.term, "breaks": self.breaks}
        return proposals.repeats(earlier, self.entries, monday=self.monday, today=self.today, **about)

    @property
    def repeats_week(self) -> str:
        """The label of the week that `repeats` come from; empty where that is last week."""
        monday = weeks.monday_of(self.repeats[0].source.worked_on) if self.repeats else self.monday - weeks.WEEK
        return "" if monday == self.monday - weeks.WEEK else weeks.label(monday, year=monday.year != self.today.year)

    @property
    def repeat_minutes(self) -> int:
        return sum(one.source.minutes for one in self.repeats)

    @property
    def label(self) -> str:
        return weeks.label(self.monday, year=self.monday.year != self.today.year)

    @property
    def earlier(self) -> dt.date | None:
        """The Monday before, while it lies in or after the person's first term."""
        starts = [a.term.starts_on for a in self.appointments]
        return self.monday - weeks.WEEK if starts and min(starts) < self.monday else None

    @property
    def later(self) -> dt.date | None:
        """The Monday after, unless that week has not begun."""
        return self.monday + weeks.WEEK if self.monday + weeks.WEEK <= self.today else None
