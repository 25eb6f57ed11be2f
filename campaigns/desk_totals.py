"""The totals that staff read: everybody's hours of a term or a part of it. The sums are the database's."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordinators.models import Appointment, Break, Term

from . import check_in, heat, totals, totals_filter
from .durations import as_hours
from .models import Campaign, HourEntry
from .totals import Total
from .totals_filter import TotalsFilter

PEOPLE_A_PAGE = 100


class Sums(NamedTuple):
    """Rows with their sums, the longest first, without those that have none."""

    campaigns: list[tuple[Campaign, Total]]
    partners: list[tuple]
    activities: list[tuple]
    terms: list[tuple[Term, Total]]


@dataclass(frozen=True)
class DeskTotals:
    """`total` and the sums are those of the filters and the period; `sums.terms` are of the filters alone.

    `parts` and `period` are what the address asks for; `people` are all of the term with `sum` and `approved`, `page`
    is a hundred of them.
    """

    today: dt.date
    parts: dict[str, str]
    period: dict[str, dt.date]
    term: Term | None
    all_breaks: list[Break]
    total: Total
    sums: Sums
    form: TotalsFilter
    people: list[Appointment]
    page: Page
    columns: list[heat.Column]
    rows: list[heat.Row]

    @classmethod
    def load(cls, data, *, today: dt.date) -> "DeskTotals":
        """Seven queries, however many people and hours there are. `data` are the words of the address."""
        parts, period = totals_filter.parts(data), totals_filter.period(data)
        some = totals.narrowed(HourEntry.objects.all(), **parts)
        within = totals.narrowed(some, **period)
        terms = totals.all_terms(some, within)
        term, total = _chosen(terms, data.get("term", ""), today)
        breaks = list(term.breaks.all()) if term else []
        campaigns, partners = totals.campaigns_of(term, within), totals.partners_of(term, within)
        activities = totals.by_activity(within.in_term(term))
        people = list(totals.with_sum(check_in.appointments(term, today=today), within))
        page = Paginator(people, PEOPLE_A_PAGE).get_page(data.get("page"))
        line = heat.columns(term, breaks, today=today, **period) if term else []
        return cls(
            today=today,
            parts=parts,
            period=period,
            term=term,
            all_breaks=breaks,
            total=total,
            sums=Sums(_some(campaigns), _some(partners), activities, _some([found[:2] for found in terms])),
            form=_form(data, term, terms, campaigns, partners),
            people=people,
            page=page,
            columns=line,
            rows=heat.rows(list(page), line, some, term=term, is_whole=not parts, today=today),
        )

    @property
    def query(self) -> str:
        """What was asked for, as an address says it, without the page."""
        asked = {name: self.form.data.get(name) for name in self.form.fields}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def is_running(self) -> bool:
        return self.term is not None and self.term.holds(self.today)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.parts or self.period)

    @cached_property
    def breaks(self) -> list[Break]:
        """Of the weeks that are shown, each once."""
        return list(dict.fromkeys(column.pause for column in self.columns if column.pause))

    @cached_property
    def check_in(self) -> check_in.CheckIn:
        return check_in.of(self.term, self.all_breaks, self.people, today=self.today)


def _chosen(terms: list[tuple], slug: str, today: dt.date) -> tuple[Term | None, Total]:
    """The term of that slug, or the newest that has begun, with its sum within the period."""
    named = [(term, within) for term, _sum, within in terms if term.slug == slug]
    begun = [(term, within) for term, _sum, within in terms if term.starts_on <= today]
    found = named or begun or [(None, totals.NONE)]
    return found[0]


def _form(data, term, terms, campaigns, partners) -> TotalsFilter:
    """The form with what it offers, checked, so that it says at its fields what was not understood."""
    offers = {
        "term": [(one.slug, one.years) for one, *_sums in terms],
        "campaign": sorted(((row.slug, row.title) for row, _total in campaigns), key=lambda offer: offer[1].casefold()),
        "partner": sorted(((row.slug, row.name) for row, _total in partners), key=lambda offer: offer[1].casefold()),
    }
    shown = data.copy()
    if term and not shown.get("term"):
        shown["term"] = term.slug
    form = TotalsFilter(shown, **offers)
    form.is_valid()
    return form


def _some(rows: list[tuple]) -> list[tuple]:
    return [row for row in rows if row[1].minutes]


def table(desk: DeskTotals) -> Iterator[tuple]:
    """The same for a spreadsheet, in hours: what is summed, by what, and the sums."""
    yield _("Sum"), _("Name"), _("Hours"), pgettext("hours", "Approved"), _("Waiting")
    people = [(one.coordinator.name, Total(one.sum, one.approved)) for one in desk.people if one.sum]
    groups = {
        _("By campaign"): [(campaign.title, total) for campaign, total in desk.sums.campaigns],
        _("By partner"): [(partner.name, total) for partner, total in desk.sums.partners],
        _("By activity"): [(activity.label, total) for activity, total in desk.sums.activities],
        _("By term"): [(term.label, total) for term, total in desk.sums.terms],
        _("By coordinator"): people,
        _("Everything"): [("", desk.total)],
    }
    for group, found in groups.items():
        for name, total in found:
            sums = (as_hours(minutes) for minutes in (total.minutes, total.approved, total.waiting))
            yield group, name, *sums
