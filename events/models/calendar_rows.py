"""Events by when they are and in which language, for whoever looks for one."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Case, F, Max, Min, Q, Value, When
from django.db.models.functions import Cast, TruncMonth

from campaigns import weeks
from events.months import Month, Span
from partners.dates import Precision

AROUND = dt.timedelta(days=1)  # no clock on earth is further from UTC
DATED = (Precision.DAY, Precision.MONTH)


class CalendarQuerySet(models.QuerySet):
    def upcoming(self, now: dt.datetime) -> Self:
        """Events that have not ended, soonest first; those that have no end stand until their day or month is over."""
        rows = self.filter(Q(ends_at__gt=now) | _hourless_ahead(now))
        return rows.order_by("held_on", F("starts_at").asc(nulls_first=True), "pk")

    def past(self, now: dt.datetime) -> Self:
        """Events that are over, newest first; those of the record that have no end count by their day."""
        return self.filter(Q(ends_at__lte=now) | Q(ends_at=None) & ~_hourless_ahead(now)).order_by("-held_on", "slug")

    def for_desk(self, now: dt.datetime) -> Self:
        """All of them: what is to come soonest first, then what is over, newest first."""
        over = Q(ends_at__lte=now) | Q(ends_at=None) & ~_hourless_ahead(now)
        rows = self.annotate(is_past=Case(When(over, then=Value(True)), default=Value(False)))
        ahead, past = Case(When(is_past=False, then=F("held_on"))), Case(When(is_past=True, then=F("held_on")))
        return rows.order_by("is_past", ahead.asc(), past.desc(), F("starts_at").asc(nulls_first=True), "pk")

    def spoken_in(self, code: str) -> Self:
        """Events held or interpreted in that language."""
        text = models.TextField()  # SQLite has no "contains" for JSON
        said = self.annotate(spoken=Cast("languages", text), interpreted=Cast("interpretation", text))
        return said.filter(Q(spoken__contains=f'"{code}"') | Q(interpreted__contains=f'"{code}"'))

    def dated(self) -> Self:
        """Events of which at least the month is on record."""
        return self.filter(precision__in=DATED)

    def of_month(self, month: Month) -> list:
        """The events that are on in that month, in the order of their hours; those without an hour first."""
        since = dt.datetime.combine(month.first, dt.time(), dt.UTC) - AROUND
        begun_before = Q(held_on__lt=month.first, ends_at__gt=since)
        rows = self.filter(Q(held_on__range=(month.first, month.last)) | begun_before)
        rows = rows.order_by("held_on", F("starts_at").asc(nulls_first=True), "pk")
        return [row for row in rows if row.last_day >= month.first]

    def around(self, month: Month, *, today: dt.date) -> tuple[Span, Month | None, Month | None]:
        """The months that have a page, and the nearest ones with events before and after this one."""
        before, after = Q(held_on__lt=month.first), Q(held_on__gt=month.last)
        day = self.aggregate(
            first=Min("held_on"),
            last=Max("held_on"),
            before=Max("held_on", filter=before),
            after=Min("held_on", filter=after),
        )
        near = [Month.of(day[name]) if day[name] else None for name in ("before", "after")]
        return Span.of(day["first"], day["last"], today=today), *near

    def months(self) -> list[Month]:
        """The months in which events begin, in their order."""
        firsts = self.dated().annotate(month=TruncMonth("held_on")).order_by("month").values_list("month", flat=True)
        return [Month.of(first) for first in firsts.distinct()]


def _hourless_ahead(now: dt.datetime) -> Q:
    """Events without an end whose day, or month where no more is known, is not over for the project."""
    today = weeks.today(now)
    in_month = Q(precision=Precision.MONTH, held_on__gte=today.replace(day=1))
    return Q(Q(held_on__gte=today) | in_month, ends_at=None)
