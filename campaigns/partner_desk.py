"""The links of partner organizations as staff read them: who has one, what they answered, who has none."""

import datetime as dt

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coordinators.models import Term
from partners.models import Partner

from . import left_contacts
from .models import CampaignPartner, HourEntry, PartnerLink, PartnerWord

MOST_ENDED = 50  # of the list; older ones are in record keeping
MOST_ANSWERS = 20


def links() -> QuerySet:
    """With what came by each: how many lines it approved, when last, of how many it says that they are wrong; and
    whether its contact changed."""
    approved = HourEntry.objects.filter(approved_through=OuterRef("pk")).order_by().values("approved_through")
    words = PartnerWord.objects.waiting().filter(link=OuterRef("pk")).order_by().values("link")
    found = PartnerLink.objects.select_related("partner", "contact", "made_by").annotate(
        approved=Coalesce(Subquery(approved.annotate(n=Count("pk")).values("n")), 0),
        approved_last=Subquery(approved.annotate(last=Max("approved_at")).values("last")),
        doubted=Coalesce(Subquery(words.annotate(n=Count("pk")).values("n")), 0),
    )
    return left_contacts.marked(found)


def standing(today: dt.date) -> QuerySet:
    return links().valid_on(today).order_by("partner__name", "pk")


def ended(today: dt.date) -> QuerySet:
    """Expired or revoked, the newest first."""
    valid = PartnerLink.objects.valid_on(today).values("pk")
    return links().exclude(pk__in=valid).order_by("-expires_on", "-pk")[:MOST_ENDED]


def organizations() -> QuerySet:
    """Those that are a partner of some campaign."""
    rows = CampaignPartner.objects.filter(partner=OuterRef("pk"), role=CampaignPartner.Role.PARTNER)
    return Partner.objects.filter(Exists(rows)).order_by("name")


def without(today: dt.date) -> QuerySet:
    """Organizations with somebody placed at their campaigns this term, and no link that works."""
    placed = CampaignPartner.objects.filter(
        partner=OuterRef("pk"),
        role=CampaignPartner.Role.PARTNER,
        campaign__placements__appointment__term__in=Term.objects.on(today),
    )
    valid = PartnerLink.objects.valid_on(today).filter(partner=OuterRef("pk"))
    return Partner.objects.filter(Exists(placed)).exclude(Exists(valid)).order_by("name")


def words(link: PartnerLink) -> QuerySet:
    """What came by this link last, with the line each is about."""
    known = ("entry__placement__campaign", "entry__placement__appointment__coordinator", "settled_by")
    return link.words.select_related(*known).order_by("-said_at", "-pk")[:MOST_ANSWERS]
