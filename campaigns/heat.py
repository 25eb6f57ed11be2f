"""The map of persons by weeks: each cell says its hours in figures and what the week is in words.

Cells are written here and not in a template: 300 people by 40 weeks are 12,000 of them, of which few differ.
"""

import datetime as dt
from typing import NamedTuple

from django.db.models import Value
from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coordinators.models import Appointment, Break, Term

from . import targets, totals, week_state, weeks
from .durations import HOUR, as_hours
from .models import WeekNote
from .term_hours import mondays, pause_of
from .week_state import State

SIGNS = {State.SILENT: "–", State.QUIET: "○", State.EXPECTS_NOTHING: "·", State.OPEN: "…", State.FUTURE: ""}
LONGEST_NAME = 24  # letters of a break beside its week


class Column(NamedTuple):
    """One week of the map. `target` is None where nothing is asked."""

    monday: dt.date
    label: str
    target: targets.Target | None
    pause: Break | None


class Row(NamedTuple):
    appointment: Appointment
    cells: SafeString


def columns(term: Term, breaks: list[Break], *, today: dt.date, first: dt.date | None = None, last=None):
    """The weeks of the term that have begun, those from `first` to `last` where these are given."""
    found = []
    for monday in mondays(term, today=today):
        if (first and weeks.days_of(monday)[-1] < first) or (last and monday > last):
            continue
        target = targets.of_week(monday, term=term, breaks=breaks)
        label = formats.date_format(monday, "SHORT_MONTH_DAY_FORMAT")
        found.append(Column(monday, label, target, pause_of(monday, breaks)))
    return found


def rows(
    appointments: list[Appointment], line: list[Column], entries, *, term: Term | None, is_whole: bool, today: dt.date
) -> list[Row]:
    """The cells of each appointment of the term. One query.

    `is_whole` is False where `entries` are only some of the hours, of one campaign perhaps: then no week is measured
    by the target and none is silent.
    """
    found = _minutes(appointments, line, entries)
    most = targets.of_term(term) if term else None
    ready: dict[tuple, str] = {}

    def cell(appointment: Appointment, column: Column) -> str:
        minutes = found.get((appointment.pk, column.monday))
        if not targets.is_asked(column.monday, appointment.coordinator.user):
            column = column._replace(target=None)
        key = column.monday, column.target, minutes
        if key not in ready:
            ready[key] = _cell(column, minutes, most, is_whole=is_whole, today=today)
        return ready[key]

    return [Row(one, mark_safe("".join(cell(one, column) for column in line))) for one in appointments]  # noqa: S308


def _minutes(appointments: list[Appointment], line: list[Column], entries) -> dict[tuple[int, dt.date], int]:
    """By (appointment, Monday); 0 is a week called quiet. One query."""
    if not (appointments and line):
        return {}
    span = line[0].monday, weeks.days_of(line[-1].monday)[-1]
    entries = entries.filter(placement__appointment__in=appointments).worked_between(*span)
    quiet = WeekNote.objects.quiet().filter(appointment__in=appointments, monday__range=span).order_by()
    words = quiet.values_list("appointment", "monday", Value(0))
    found: dict[tuple[int, dt.date], int] = {}
    for appointment, monday, minutes in totals.appointment_weeks(entries).union(words, all=True):
        found[appointment, monday] = max(minutes, found.get((appointment, monday), 0))
    return found


def _cell(column: Column, minutes: int | None, most: targets.Target | None, *, is_whole: bool, today: dt.date) -> str:
    note = WeekNote(quiet=True) if minutes == 0 else None
    when = {"monday": column.monday, "today": today}
    state = week_state.of(minutes=minutes or 0, note=note, target=column.target, **when)
    css, sign, words = _look(column, minutes or 0, state, most) if is_whole else ("q2" if minutes else "q0", "", "")
    text = as_hours(minutes) if minutes else ""
    if sign:
        text += f'{" " if text else ""}<span aria-hidden="true">{sign}</span>'
    if words:
        text += f'<span class="vh"> {escape(words)}</span>'
    return f'<td class="{css}" data-label="{escape(column.label)}">{text}</td>'


def _look(column: Column, minutes: int, state: State, most: targets.Target | None) -> tuple[str, str, str]:
    """The class of the cell, its sign and its words."""
    if not minutes:
        is_break = state == State.EXPECTS_NOTHING and column.pause
        words = Truncator(column.pause.name).chars(LONGEST_NAME) if is_break else str(state.label)
        return ("rest" if state == State.EXPECTS_NOTHING else "q0"), SIGNS[state], words
    if most is None:
        return "q2", "", ""
    if most.is_over(minutes):
        return "q4 ov", "▴", _("over")
    if most.is_short(minutes):
        is_short = column.target is not None
        return ("q1 un", "▾", _("under")) if is_short else ("q1", "", "")
    return ("q2" if minutes < (most.at_least + most.at_most) * HOUR / 2 else "q3"), "", ""
