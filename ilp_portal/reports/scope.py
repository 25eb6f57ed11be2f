"""What a report is about: which hours, events and rows of the record fall into it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from campaigns.models import Campaign, CampaignPartner, HourEntry, Milestone, Outcome, Quote, Report
from events.models import Event


@dataclass(frozen=True)
class Scope:
    """The rows of one partner, campaign or term between two days, both included. Demo rows count in a demo's own report
    and in no other."""

    report: Report
    today: dt.date

    @property
    def last(self) -> dt.date:
        """Of the days that are over: what is to come is no result."""
        return min(self.report.ends_on, self.today)

    @cached_property
    def is_demo(self) -> bool:
        owner = self.report.partner or self.report.campaign
        return owner is not None and owner.is_demo

    @property
    def campaigns(self) -> QuerySet:
        """As primary keys."""
        joined = CampaignPartner.objects.filter(partner=self.report.partner, role=CampaignPartner.Role.PARTNER)
        if self.report.partner_id:
            return joined.values("campaign")
        if self.report.campaign_id:
            return Campaign.objects.filter(pk=self.report.campaign_id).values("pk")
        of_term = Q(terms=self.report.term) | Q(placements__appointment__term=self.report.term)
        return Campaign.objects.filter(of_term).values("pk")

    def hours(self) -> QuerySet:
        """Approved entries."""
        rows = HourEntry.objects.approved().worked_between(self.report.starts_on, self.last)
        rows = rows if self.is_demo else rows.on_record()
        if self.report.term_id:
            return rows.in_term(self.report.term)
        return rows.filter(placement__campaign__in=self.campaigns)

    def events(self) -> QuerySet:
        """Those that took place. An event that names partners counts for these, another for those of its campaign."""
        rows = Event.objects.filter(status=Event.Status.PUBLISHED, held_on__range=(self.report.starts_on, self.last))
        rows = rows.filter(is_demo=self.is_demo).select_related("tally").order_by("held_on", "pk")
        if self.report.term_id:
            return rows
        if self.report.campaign_id:
            return rows.filter(campaign=self.report.campaign)
        of_its_campaigns = Q(partners=None, campaign__in=self.campaigns)
        return rows.filter(Q(partners=self.report.partner) | of_its_campaigns).distinct()

    def outcomes(self) -> QuerySet:
        rows = Outcome.objects.filter(campaign__in=self.campaigns, campaign__is_demo=self.is_demo)
        dated = rows.filter(happened_on__range=(self.report.starts_on, self.last)).order_by("happened_on", "pk")
        return dated.select_related("campaign").with_sources()

    def milestones(self) -> QuerySet:
        rows = Milestone.objects.public().filter(happened_on__range=(self.report.starts_on, self.last))
        if not self.report.term_id:
            rows = rows.filter(campaign__in=self.campaigns)
        return rows.with_sources()

    def quotes(self) -> QuerySet:
        """Of people who agreed. Words about another partner than the report's own are not its."""
        rows = Quote.objects.agreed().filter(said_on__range=(self.report.starts_on, self.last))
        rows = rows.filter(campaign__in=self.campaigns, campaign__is_demo=self.is_demo).order_by("said_on", "pk")
        return rows.filter(Q(partner=None) | Q(partner=self.report.partner)) if self.report.partner_id else rows
