"""The history as a line: academic years as stops, runs of years with nothing on record drawn together."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from campaigns.models import Campaign, Milestone
from coordinators.models import Term


class Stop(NamedTuple):
    """One node of the line: one term, or several in a row that nobody has told anything about."""

    terms: list[Term]
    is_blank: bool = False
    is_now: bool = False


def terms() -> QuerySet[Term]:
    """Every term with what the history tells of it: names, campaigns, milestones and their sources."""
    campaigns = Prefetch("campaigns", Campaign.objects.on_record().own_first())
    milestones = Prefetch("milestones", Milestone.objects.public().with_sources())
    return Term.objects.with_names().prefetch_related(campaigns, milestones)


def stops(terms: Iterable[Term], *, today: dt.date) -> list[Stop]:
    """The terms in their order as stops; the term of today always has its own."""

    def is_blank(term: Term) -> bool:
        told = term.record_state != "open" or term.campaigns.all() or term.milestones.all()
        return not told and not term.holds(today)

    line: list[Stop] = []
    for blank, run in groupby(terms, key=is_blank):
        years = list(run)
        line += [Stop(years, is_blank=True)] if blank else [Stop([term], is_now=term.holds(today)) for term in years]
    return line
