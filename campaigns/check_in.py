"""Whom a friendly word may help: one rule for the desk, the page of hours to approve, the totals and the Monday digest.

It looks at the last whole week alone. Over is who logged more than the term asks at most, in a break as well; short is
who logged less than it asks; silent is who neither logged nor said "nothing this week". In a break, and in a week that
the term does not hold whole, nobody is short or silent.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from coordinators.models import Appointment, Break, Coordinator, Term

from . import targets, week_state, weeks
from .models import HourEntry, Placement, WeekNote
from .week_state import State


@dataclass(frozen=True)
class CheckIn:
    """`over` and `short` come with their minutes; `logged` and `quiet` need no word."""

    monday: dt.date
    over: list[tuple[Coordinator, int]] = field(default_factory=list)
    short: list[tuple[Coordinator, int]] = field(default_factory=list)
    silent: list[Coordinator] = field(default_factory=list)
    logged: list[Coordinator] = field(default_factory=list)
    quiet: list[Coordinator] = field(default_factory=list)

    @property
    def people(self) -> int:
        return len(self.logged) + len(self.quiet) + len(self.silent)

    @property
    def label(self) -> str:
        return weeks.label(self.monday)

    @property
    def count(self) -> int:
        return len(self.over) + len(self.short) + len(self.silent)


def appointments(term: Term | None, *, today: dt.date):
    """Who serves in the term, each with the minutes of the last whole week in `lately`, `is_quiet` and `is_placed`."""
    monday = _monday(today)
    entries = HourEntry.objects.in_week(monday).filter(placement__appointment=OuterRef("pk")).order_by()
    minutes = entries.values("placement__appointment").annotate(sum=Sum("minutes")).values("sum")
    quiet = WeekNote.objects.quiet().filter(appointment=OuterRef("pk"), monday=monday)
    placed = Placement.objects.filter(appointment=OuterRef("pk"))
    rows = Appointment.objects.filter(term=term).select_related("coordinator__user")
    rows = rows.only("term_id", "coordinator__name", "coordinator__user__is_active", "coordinator__user__date_joined")
    rows = rows.annotate(lately=Coalesce(Subquery(minutes), 0), is_quiet=Exists(quiet), is_placed=Exists(placed))
    return rows.order_by("coordinator__name", "pk")


def of(term: Term | None, breaks: list[Break], people: list[Appointment], *, today: dt.date) -> CheckIn:
    """The rule for the rows of appointments(). Nobody where the term does not hold the week whole.

    Who said "nothing this week" is left in peace, and so is whoever cannot log, for want of an account or a campaign,
    and who had no account yet when the week began; hours that staff imported for them count all the same.
    """
    found = CheckIn(_monday(today))
    first, *_, last = weeks.days_of(found.monday)
    if term is None or not (term.holds(first) and term.holds(last)):
        return found
    asked, most = targets.of_week(first, term=term, breaks=breaks), targets.of_term(term)
    lists = {State.SILENT: found.silent, State.QUIET: found.quiet, State.LOGGED: found.logged}
    for one in people:
        person, note = one.coordinator, WeekNote(quiet=True) if one.is_quiet else None
        target = asked if targets.is_asked(first, person.user) else None
        state = week_state.of(minutes=one.lately, note=note, target=target, monday=first, today=today)
        if state in lists and (state != State.SILENT or _can_log(one)) and one.is_placed:
            lists[state].append(person)
        if most and most.is_over(one.lately):
            found.over.append((person, one.lately))
        elif target and state == State.LOGGED and target.is_short(one.lately):
            found.short.append((person, one.lately))
    return found


def load(today: dt.date) -> CheckIn:
    """Three queries, however many people there are."""
    term = Term.objects.on(_monday(today)).first()
    breaks = list(term.breaks.all()) if term else []
    return of(term, breaks, list(appointments(term, today=today)), today=today)


def _monday(today: dt.date) -> dt.date:
    return weeks.monday_of(today) - weeks.WEEK


def _can_log(appointment: Appointment) -> bool:
    user = appointment.coordinator.user
    return appointment.is_placed and user is not None and user.is_active
