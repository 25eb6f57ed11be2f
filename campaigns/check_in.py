"""Whom a friendly word may help: who carries too much, and who has not been heard of. Found by the database.

Too much is more in one week than the term asks for at most, in a break as well. Not heard of is who has neither logged
anything nor called a week quiet in the last two weeks of which something was asked.
"""

import datetime as dt

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Subquery, Sum, Value, When

from coordinators.models import Appointment, Break, Term

from . import durations, targets, weeks
from .models import HourEntry, Placement, WeekNote
from .term_hours import OVER_WEEKS
from .totals import MondayOf

SILENT_WEEKS = 2  # of which something was asked, the last ones that are over


def asked_weeks(term: Term, breaks: list[Break], *, today: dt.date) -> list[dt.date]:
    """The Mondays of the last SILENT_WEEKS weeks that are over and of which something was asked, the newest first."""
    monday, found = weeks.monday_of(min(today, term.ends_on + weeks.WEEK)) - weeks.WEEK, []
    while monday >= term.starts_on and len(found) < SILENT_WEEKS:
        if targets.of_week(monday, term=term, breaks=breaks):
            found.append(monday)
        monday -= weeks.WEEK
    return found


def appointments(term: Term | None, breaks: list[Break], *, today: dt.date):
    """Who serves in the term, each with `is_silent`, and `over_minutes` and `over_monday` of the newest such week."""
    entries = HourEntry.objects.filter(placement__appointment=OuterRef("pk")).order_by()
    rows = Appointment.objects.filter(term=term).select_related("coordinator").only("coordinator__name")
    over = Subquery(_over(term, entries, today).values("sum")[:1])
    monday = Subquery(_over(term, entries, today).values("monday")[:1])
    silent = _silent(term, breaks, entries, today)
    rows = rows.annotate(over_minutes=over, over_monday=monday, is_silent=silent)
    return rows.order_by("coordinator__name", "pk")


def _over(term: Term | None, entries, today: dt.date):
    """The weeks over the target, the newest first; the running one counts, for it will not get shorter."""
    if term is None or not term.has_target or not term.holds(today):
        return HourEntry.objects.none().annotate(monday=MondayOf("worked_on"), sum=Sum("minutes"))
    since = weeks.monday_of(today) - (OVER_WEEKS - 1) * weeks.WEEK
    found = entries.filter(worked_on__gte=since).annotate(monday=MondayOf("worked_on")).values("monday")
    return found.annotate(sum=Sum("minutes")).filter(sum__gt=term.weekly_hours_max * durations.HOUR).order_by("-monday")


def _silent(term: Term | None, breaks: list[Break], entries, today: dt.date):
    """Only people who can log: an account that is in use, and a campaign."""
    asked = asked_weeks(term, breaks, today=today) if term and term.holds(today) else []
    if len(asked) < SILENT_WEEKS:
        return Value(False, output_field=BooleanField())
    quiet = WeekNote.objects.quiet().filter(appointment=OuterRef("pk"), monday__gte=asked[-1])
    heard = Exists(entries.filter(worked_on__gte=asked[-1])) | Exists(quiet)
    can_log = Q(Exists(Placement.objects.filter(appointment=OuterRef("pk"))), coordinator__user__is_active=True)
    return Case(When(can_log & ~heard, then=True), default=False, output_field=BooleanField())
