"""Everything that the page of one week shows: the sheet, the person's word about it, what is offered and asked."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum, When

from coordinators.models import Appointment

from . import guard, week_state, weeks
from .models import HourEntry, HourProposal, Placement, WeekNote
from .timesheet import Timesheet
from .week_state import State

NOTE = ("pk", "quiet", "done_at", "reflection", "shared")


@dataclass
class WeekPage:
    """The week from `monday` of `user`. `placements` are those that still give access."""

    sheet: Timesheet
    placements: list[Placement]
    offers: list[HourProposal]

    @classmethod
    def load(cls, *, user, monday: dt.date, today: dt.date, placements: list[Placement]) -> "WeekPage":
        """Three queries, however many entries, weeks and terms there are, and a fourth where something is offered."""
        sheet = Timesheet.load(user=user, monday=monday, today=today, appointments=_appointments(user, monday))
        has_offers = any(appointment.has_offers for appointment in sheet.appointments)
        offers = HourProposal.objects.open().of_user(user).in_week(monday).select_related("placement__campaign")
        return cls(sheet, placements, list(offers) if has_offers else [])

    @cached_property
    def note(self) -> WeekNote | None:
        """What the person said about the week; it came along with the appointment."""
        about = self.sheet.appointment
        if about is None or about.note_pk is None:
            return None
        said = {name: getattr(about, f"note_{name}") for name in NOTE}
        return WeekNote(appointment=about, monday=self.sheet.monday, **said)

    @property
    def term_minutes(self) -> int:
        """Of all weeks of the week's term."""
        return (self.sheet.appointment and self.sheet.appointment.minutes) or 0

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
        mondays = {weeks.monday_of(entry.worked_on): None for entry in self.sheet.questions}
        year = self.sheet.today.year
        return [(m, weeks.label(m, year=m.year != year)) for m in mondays if m != self.sheet.monday]

    @property
    def reflection_findings(self) -> list[guard.Found]:
        return list(guard.find(self.note.reflection)) if self.note else []


def _appointments(user, monday: dt.date) -> QuerySet[Appointment]:
    """The person's, with the note on the week, the minutes of the term that holds it, and whether hours are offered."""
    sunday = weeks.days_of(monday)[-1]
    entries = HourEntry.objects.filter(placement__appointment=OuterRef("pk")).order_by()
    minutes = Subquery(entries.values("placement__appointment").annotate(total=Sum("minutes")).values("total"))
    offers = HourProposal.objects.open().in_week(monday).filter(placement__appointment=OuterRef("pk"))
    noted = FilteredRelation("week_notes", condition=Q(week_notes__monday=monday))
    return Appointment.objects.of_user(user).annotate(
        noted=noted,
        **{f"note_{name}": F(f"noted__{name}") for name in NOTE},
        minutes=Case(When(term__starts_on__lte=sunday, term__ends_on__gte=monday, then=minutes)),
        has_offers=Exists(offers),
    )
