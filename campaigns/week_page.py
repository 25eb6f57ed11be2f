"""Everything that the page of one week shows: the sheet, the person's word about it, what is offered and asked."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from . import guard, week_state, weeks
from .models import HourEntry, HourProposal, Placement, WeekNote
from .timesheet import Timesheet
from .week_state import State


@dataclass
class WeekPage:
    """The week from `monday` of `user`. `placements` are those that still give access."""

    sheet: Timesheet
    placements: list[Placement]
    note: WeekNote | None
    offers: list[HourProposal]
    questions: list[HourEntry]  # of this week and of others
    term_minutes: int

    @classmethod
    def load(cls, *, user, monday: dt.date, today: dt.date, placements: list[Placement]) -> "WeekPage":
        """Seven queries, however many entries, weeks and terms there are."""
        sheet = Timesheet.load(user=user, monday=monday, today=today)
        sunday = weeks.days_of(monday)[-1]
        offers = HourProposal.objects.open().of_user(user).filter(worked_on__range=(monday, sunday))
        questions = HourEntry.objects.asked().changeable_by(user, today)
        return cls(
            sheet,
            placements,
            WeekNote.objects.filter(appointment=sheet.appointment, monday=monday).first(),
            list(offers.select_related("placement__campaign")),
            list(questions.order_by("worked_on", "pk")),
            HourEntry.objects.of_user(user).in_term(sheet.term).total_minutes(),
        )

    @cached_property
    def is_open(self) -> bool:
        """True when hours can be added: a day of the week lies in a term with a placement that still gives access."""
        days = weeks.days_of(self.sheet.monday)
        return any(p.appointment.term.holds(day) for p in self.placements for day in days)

    @cached_property
    def state(self) -> State:
        sheet = self.sheet
        return week_state.of(
            minutes=sheet.minutes, note=self.note, target=sheet.target, monday=sheet.monday, today=sheet.today
        )

    @property
    def is_quiet(self) -> bool:
        return self.state == State.QUIET

    @property
    def can_be_quiet(self) -> bool:
        """True where somebody could be asked about the week: nothing is in it, and something was expected."""
        return self.is_open and self.state in (State.OPEN, State.SILENT)

    @property
    def waiting(self) -> list[HourProposal]:
        """Offers that did not become an entry by another way: an offer that was undone and put back, for one."""
        keys = {entry.client_key for entry in self.sheet.entries}
        return [offer for offer in self.offers if offer.client_key not in keys] if self.is_open else []

    @property
    def other_weeks_asked(self) -> list[tuple[dt.date, str]]:
        """Monday and label of the other weeks in which staff ask about an entry."""
        mondays = {weeks.monday_of(entry.worked_on): None for entry in self.questions}
        year = self.sheet.today.year
        return [(m, weeks.label(m, year=m.year != year)) for m in mondays if m != self.sheet.monday]

    @property
    def reflection_findings(self) -> list[guard.Found]:
        return list(guard.find(self.note.reflection)) if self.note else []
