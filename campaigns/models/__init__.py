from .campaign import Campaign, CampaignPartner, Outcome
from .hours import HourEntry, Placement
from .record import Fact, Milestone, Opportunity
from .resource import Resource, ResourceSection

__all__ = [
    "Campaign",
    "CampaignPartner",
    "Fact",
    "HourEntry",
    "Milestone",
    "Opportunity",
    "Outcome",
    "Placement",
    "Resource",
    "ResourceSection",
]
