from .campaign import Campaign, CampaignPartner, Outcome
from .feed import HoursFeed
from .hours import HourEntry, Placement
from .imports import HourImport, HourImportFailure, HourImportFile, HourImportMapping
from .letter import ServiceLetter
from .proposal import HourProposal
from .record import Fact, Milestone, Opportunity
from .resource import Resource, ResourceSection
from .trail import HourChange
from .week import WeekNote

__all__ = [
    "Campaign",
    "CampaignPartner",
    "Fact",
    "HourChange",
    "HourEntry",
    "HourImport",
    "HourImportFailure",
    "HourImportFile",
    "HourImportMapping",
    "HourProposal",
    "HoursFeed",
    "Milestone",
    "Opportunity",
    "Outcome",
    "Placement",
    "Resource",
    "ResourceSection",
    "ServiceLetter",
    "WeekNote",
]
