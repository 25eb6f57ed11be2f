"""The history as a line: academic years as stops, runs of years with nothing on record drawn together."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.db import models
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Milestone
from campaigns.models.campaign import CampaignQuerySet
from campaigns.models.record import MilestoneQuerySet
from coordinators.models import Term

# Whose doing a moment was, in the words of campaigns, so that one choice narrows both.
MOMENTS_OF = {
    Campaign.Scope.ILP: [Milestone.Scope.PROJECT],
    Campaign.Scope.KI: [Milestone.Scope.HOST],
    Campaign.Scope.ALLIED: [Milestone.Scope.CITY, Milestone.Scope.PARTNER, Milestone.Scope.ALLIED],
}


RENAMED = "renamed-ilp"  # the milestone of fall 2015: both eras, and the change between them, rest on its sources


class Kind(models.TextChoices):
    """What the history tells of a year."""

    COORDINATORS = "coordinators", _("Coordinators")
    CAMPAIGNS = "campaigns", _("Campaigns")
    MILESTONES = "milestones", _("Milestones")


class Choice(NamedTuple):
    """What a reader asked for; empty means everything."""

    era: str = ""
    scope: str = ""
    kind: str = ""

    @property
    def names(self) -> bool:
        """Whether people are told of: they coordinate the project, nobody else's work."""
        return self.kind in ("", Kind.COORDINATORS) and self.scope in ("", Campaign.Scope.ILP)

    @property
    def focus(self) -> bool:
        return self.names and not self.kind

    def campaigns(self) -> CampaignQuerySet:
        rows = Campaign.objects.on_record().own_first()
        if self.kind not in ("", Kind.CAMPAIGNS):
            return rows.none()
        return rows.filter(scope=self.scope) if self.scope else rows

    def undated(self) -> CampaignQuerySet:
        """Campaigns without a year; those of others only for whoever asks for them."""
        rows = self.campaigns().without_term()
        return rows if self.scope else rows.of_project()

    def milestones(self) -> MilestoneQuerySet:
        rows = Milestone.objects.public()
        if self.kind not in ("", Kind.MILESTONES):
            return rows.none()
        return rows.filter(scope__in=MOMENTS_OF[self.scope]) if self.scope else rows


class Stop(NamedTuple):
    """One node of the line: one term, or several in a row that nobody has told anything about."""

    terms: list[Term]
    is_blank: bool = False
    is_now: bool = False


def terms(choice: Choice = Choice()) -> QuerySet[Term]:  # noqa: B008 a tuple
    """Every term with what the history tells of it under this choice: names, campaigns, milestones."""
    campaigns = Prefetch("campaigns", choice.campaigns())
    return Term.objects.with_names().prefetch_related(campaigns, Prefetch("milestones", choice.milestones()))


def of_era(terms: Iterable[Term], era: str, choice: Choice) -> list[Term]:
    """The terms of one era that have something to tell under this choice; where names count, a gap tells too."""
    if choice.era not in ("", era):
        return []
    own = [term for term in terms if term.era == era]
    return [term for term in own if choice.names or term.campaigns.all() or term.milestones.all()]


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


def renamed() -> list[Milestone]:
    """The moment at which the project got its new name, under every choice; none where the record has it not."""
    return list(Milestone.objects.public().filter(slug=RENAMED))


def count(records: Iterable[models.Model]) -> int:
    """How many people, campaigns and moments are among the records of `told`; in however many years each stands."""
    return len({record for record in records if not isinstance(record, Term)})


def told(terms: Iterable[Term], *more: Iterable[models.Model], names: bool) -> Iterator[models.Model]:
    """Every record that the terms tell of, and those in `more`: what may need a footnote."""
    for term in terms:
        yield term
        yield from (row.coordinator for row in term.appointments.all() if names)
        yield from term.campaigns.all()
        yield from term.milestones.all()
    for rows in more:
        yield from rows
