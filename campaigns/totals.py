"""Sums of hours by week, term, campaign, partner, activity and person. All of them are made by the database.

Every function takes a queryset of HourEntry, which says whose hours are meant: `of_user()` one person's,
`in_term()` a term's, `all()` everybody's; `narrowed()` narrows any of them. Each sum is split into approved minutes
and those that wait.
"""

import datetime as dt
from typing import NamedTuple

from django.db.models import DateField, Exists, Func, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from coordinators.models import Appointment, Coordinator, Term
from partners.models import Partner

from .models import Campaign, CampaignPartner, HourEntry, Placement

# Which entries count for a row. Each row asks for its own by an index: one sum over all of them joined together, with
# a condition inside, took PostgreSQL minutes for ten years.
OF_CAMPAIGN = Q(placement__campaign=OuterRef("pk"))
OF_TERM = Q(placement__appointment__term=OuterRef("pk"))
OF_PERSON = Q(placement__appointment__coordinator=OuterRef("pk"))
OF_APPOINTMENT = Q(placement__appointment=OuterRef("pk"))
_JOINED = CampaignPartner.objects.filter(role=CampaignPartner.Role.PARTNER)
OF_PARTNER = Q(placement__campaign__in=_JOINED.filter(partner=OuterRef(OuterRef("pk"))).values("campaign"))


class Total(NamedTuple):
    """Minutes, and how many of them are approved."""

    minutes: int
    approved: int

    @property
    def waiting(self) -> int:
        return self.minutes - self.approved


NONE = Total(0, 0)


class MondayOf(Func):
    """The Monday that begins the week of a day. SQLite has no DATE_TRUNC; Django's own calls Python for every row."""

    output_field = DateField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="DATE(%(expressions)s, 'weekday 0', '-6 days')", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="DATE_TRUNC('week', %(expressions)s)::date", **extra)


def narrowed(entries, *, campaign="", partner="", activity="", first: dt.date | None = None, last=None):
    """What is left of the entries: of the campaign and the partner with that slug, of the activity, from day to day."""
    wanted = {
        "placement__campaign__slug": campaign,
        "activity": activity,
        "worked_on__gte": first,
        "worked_on__lte": last,
    }
    entries = entries.filter(**{name: value for name, value in wanted.items() if value})
    if partner:
        joined = _JOINED.filter(partner__slug=partner)
        entries = entries.filter(placement__campaign__in=joined.values("campaign"))
    return entries


def overall(entries) -> Total:
    sums = entries.aggregate(sum=Sum("minutes", default=0), approved=_approved())
    return Total(sums["sum"], sums["approved"])


def by_week(entries) -> dict[dt.date, Total]:
    """By the Monday of the week; only weeks that have entries."""
    rows = _sums(entries.annotate(monday=MondayOf("worked_on")), "monday")
    return {monday: Total(*sums) for monday, *sums in rows}


def by_activity(entries) -> list[tuple[HourEntry.Activity, Total]]:
    """The activities that occur, the longest first."""
    rows = _sums(entries, "activity").order_by("-sum", "activity")
    return [(HourEntry.Activity(name), Total(*sums)) for name, *sums in rows]


def by_campaign(entries) -> list[tuple[Campaign, Total]]:
    return _by(Campaign.objects.all(), OF_CAMPAIGN, entries, least=1)


def by_partner(entries) -> list[tuple[Partner, Total]]:
    """Hours of a campaign with two partners count for each of them, so that this may sum up to more than all hours.

    Institutions that a campaign addressed are no partners of it.
    """
    return _by(Partner.objects.all(), OF_PARTNER, entries, least=1)


def by_term(entries) -> list[tuple[Term, Total]]:
    return _by(Term.objects.all(), OF_TERM, entries, least=1)


def by_person(entries) -> list[tuple[Coordinator, Total]]:
    return _by(Coordinator.objects.all(), OF_PERSON, entries, least=1)


def campaigns_of(term: Term | None, entries) -> list[tuple[Campaign, Total]]:
    """As by_campaign, of the term, with every campaign on which somebody is placed then, also without hours."""
    placed = Placement.objects.filter(appointment__term=term).values("campaign")
    return _by(Campaign.objects.filter(pk__in=placed), OF_CAMPAIGN, entries)


def partners_of(term: Term | None, entries) -> list[tuple[Partner, Total]]:
    """As by_partner, of the term, with every partner of those campaigns."""
    joined = _JOINED.filter(campaign__placements__appointment__term=term).values("partner")
    return _by(Partner.objects.filter(pk__in=joined), OF_PARTNER, entries)


def all_terms(entries, within) -> list[tuple[Term, Total, Total]]:
    """Every term in which somebody serves, the newest first, with its sums of `entries` and of those `within`."""
    served = Term.objects.filter(Exists(Appointment.objects.filter(term=OuterRef("pk"))))
    rows = _annotated(_annotated(served, OF_TERM, entries), OF_TERM, within, "within_")
    found = rows.order_by("-starts_on")
    return [(row, Total(row.sum, row.approved), Total(row.within_sum, row.within_approved)) for row in found]


def with_sum(appointments, entries):
    """The appointments of a queryset, each with its `sum` and `approved` minutes of the entries."""
    return _annotated(appointments, OF_APPOINTMENT, entries)


def by_appointment_and_week(entries) -> dict[tuple[int, dt.date], int]:
    """Minutes of each (appointment, Monday) that has entries."""
    return {(appointment, monday): minutes for appointment, monday, minutes in appointment_weeks(entries)}


def appointment_weeks(entries):
    """Rows of appointment, Monday and minutes, as a queryset."""
    rows = entries.annotate(monday=MondayOf("worked_on")).order_by()
    return rows.values_list("placement__appointment", "monday").annotate(sum=Sum("minutes"))


def _sums(entries, *keys: str):
    """Rows of the keys, the minutes and the approved minutes."""
    return entries.order_by().values_list(*keys).annotate(sum=Sum("minutes"), approved=_approved())


def _approved() -> Sum:
    return Sum("minutes", filter=Q(approved_at__isnull=False), default=0)


def _by(rows, its: Q, entries, *, least: int = 0) -> list[tuple]:
    """(row, Total) of the rows with `least` minutes, those with most hours first. One query."""
    found = _annotated(rows, its, entries).filter(sum__gte=least).order_by("-sum", "pk")
    return [(row, Total(row.sum, row.approved)) for row in found]


def _annotated(rows, its: Q, entries, name: str = ""):
    """With the sums of the entries that count for each row under `sum` and `approved`, `name` before both."""
    mine = entries.filter(its).order_by().annotate(whole=Value(1)).values("whole")
    sums = {"sum": Sum("minutes"), "approved": _approved()}
    return rows.annotate(
        **{name + key: Coalesce(Subquery(mine.annotate(made=made).values("made")), 0) for key, made in sums.items()}
    )
