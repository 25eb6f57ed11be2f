"""Sums of hours by week, term, campaign, partner, activity and person. All of them are made by the database.

Every function takes a queryset of HourEntry, which says whose hours are meant: `of_user()` one person's,
`in_term()` a term's, `all()` everybody's; `narrowed()` narrows any of them. Each sum is split into approved minutes
and those that wait.
"""

import datetime as dt
from typing import NamedTuple

from django.db.models import DateField, Func, Q, Sum

from coordinators.models import Coordinator, Term
from partners.models import Partner

from .models import Campaign, CampaignPartner, HourEntry


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
        joined = CampaignPartner.objects.filter(partner__slug=partner, role=CampaignPartner.Role.PARTNER)
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
    return _by(Campaign, "placements__entries", entries)


def by_partner(entries) -> list[tuple[Partner, Total]]:
    """Hours of a campaign with two partners count for each of them, so that this may sum up to more than all hours.

    Institutions that a campaign addressed are no partners of it.
    """
    role = Q(campaign_rows__role=CampaignPartner.Role.PARTNER)
    return _by(Partner, "campaign_rows__campaign__placements__entries", entries, role)


def by_term(entries) -> list[tuple[Term, Total]]:
    return _by(Term, "appointments__placements__entries", entries)


def by_person(entries) -> list[tuple[Coordinator, Total]]:
    return _by(Coordinator, "appointments__placements__entries", entries)


def by_appointment_and_week(entries) -> dict[tuple[int, dt.date], int]:
    """Minutes of each (appointment, Monday) that has entries."""
    rows = _sums(entries.annotate(monday=MondayOf("worked_on")), "placement__appointment", "monday")
    return {(appointment, monday): minutes for appointment, monday, minutes, _ in rows}


def _sums(entries, *keys: str):
    """Rows of the keys, the minutes and the approved minutes."""
    return entries.order_by().values_list(*keys).annotate(sum=Sum("minutes"), approved=_approved())


def _approved(path: str = "") -> Sum:
    return Sum(f"{path}minutes", filter=Q(**{f"{path}approved_at__isnull": False}), default=0)


def _by(model, path: str, entries, *also: Q) -> list[tuple]:
    """(row, Total) of the rows that have such entries, those with most hours first. One query."""
    rows = model.objects.filter(*also, **{f"{path}__in": entries.order_by().values("pk")})
    rows = rows.annotate(sum=Sum(f"{path}__minutes"), approved=_approved(f"{path}__"))
    return [(row, Total(row.sum, row.approved)) for row in rows.order_by("-sum", "pk")]
