"""The directory of organizations and one page for each."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from . import directory
from .models import Partner


@login_not_required
@require_safe
def partner_list(request):
    partners = Partner.objects.public().with_campaigns().with_coalitions()
    return render(request, "partners/partner_list.html", {"directory": directory.arrange(partners)})


@login_not_required
@require_safe
def partner_detail(request, slug: str):
    """What is on record about one organization; what it did with us comes from higher floors, by their own words."""
    partners = Partner.objects.public().with_sources().with_coalitions().select_related("successor")
    partner = get_object_or_404(partners, slug=slug)
    context = {
        "partner": partner,
        "campaigns": partner.campaigns.public().with_partners().newest_first(),
        "events": partner.events.public(),
        "resources": partner.resources.public().newest_first(),
        "co_published": partner.co_published.public().newest_first(),
        "opportunities": partner.opportunities.public(),
        "predecessors": partner.predecessors.public(),
    }
    return render(request, "partners/partner_detail.html", context)
