"""The desk of organizations: the list, all of one, its form, and whom to reach there."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import partner_desk as links_of
from campaigns import weeks
from campaigns.record_desk import kinds
from campaigns.record_desk.lists import PartnerDeskFilter
from coordinators.desk import needs
from partners.models import CoalitionMembership, Contact, Partner

from .record_desk import READ_AND_WRITE, record_list
from .record_form import write

EDIT, CONTACTS, LINKS = "partners.change_partner", "partners.change_contact", "campaigns.add_partnerlink"


@needs(EDIT)
@require_safe
def partner_desk_list(request):
    form = PartnerDeskFilter(request.GET, list(Partner.objects.order_by("name")))
    return record_list(request, kinds.TABLE["partner"], form)


@needs(EDIT)
@require_safe
def partner_desk(request, slug: str):
    """What the public sees, whom to reach, where it belongs, what it does with us."""
    partner = get_object_or_404(Partner.objects.select_related("successor"), slug=slug)
    ties = list(CoalitionMembership.objects.of(partner))
    context = {
        "partner": partner,
        "lacking": kinds.lacking(partner),
        "contacts": partner.contacts.all() if request.user.has_perm(CONTACTS) else None,
        "coalitions": [row for row in ties if row.member_id == partner.pk],
        "members": [row for row in ties if row.coalition_id == partner.pk],
        "campaign_rows": partner.campaign_rows.select_related("campaign"),
        "citations": partner.citations.select_related("source"),
        "predecessors": partner.predecessors.all(),
        "left": _left(partner) if request.user.has_perm(LINKS) else [],
    }
    return render(request, "campaigns/desk/partner.html", context)


def _left(partner: Partner) -> list:
    """Links that work and whose contact changed since."""
    standing = links_of.standing(weeks.today(timezone.now())).filter(partner=partner)
    return [link for link in standing if link.contact_left]


@needs(EDIT, "partners.add_partner")
@require_http_methods(READ_AND_WRITE)
def partner_desk_new(request):
    initial = {"relationship": Partner.Relationship.CAMPAIGN_PARTNER, "region": Partner.Region.DC, "is_public": False}
    return write(request, Partner(), initial=initial)


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
def partner_desk_edit(request, slug: str):
    return write(request, get_object_or_404(Partner, slug=slug))


@needs(EDIT, "partners.add_contact")
@require_http_methods(READ_AND_WRITE)
def contact_desk_new(request, slug: str):
    partner = get_object_or_404(Partner, slug=slug)
    return write(request, Contact(partner=partner), owner=partner)


@needs(EDIT, CONTACTS)
@require_http_methods(READ_AND_WRITE)
def contact_desk_edit(request, pk: int):
    return write(request, get_object_or_404(Contact.objects.select_related("partner"), pk=pk))
