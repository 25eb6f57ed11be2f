from .campaign import Campaign, CampaignPartner, Outcome
from .feed import HoursFeed
from .hand_over import HandOver, HandOverRead
from .hours import HourEntry, Placement
from .imports import HourImport, HourImportFailure, HourImportFile, HourImportMapping
from .letter import ServiceLetter
from .partner_link import PartnerLink, PartnerWord
from .proposal import HourProposal
from .record import Fact, Milestone, Opportunity
from .report import FrozenReport, Quote, Report
from .resource import Resource, ResourceSection
from .resource_file import ResourceContent, ResourceFile
from .trail import HourChange
from .week import WeekNote

__all__ = [
    "Campaign",
    "CampaignPartner",
    "Fact",
    "FrozenReport",
    "HandOver",
    "HandOverRead",
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
    "PartnerLink",
    "PartnerWord",
    "Placement",
    "Quote",
    "Report",
    "Resource",
    "ResourceContent",
    "ResourceFile",
    "ResourceSection",
    "ServiceLetter",
    "WeekNote",
]
