"""The directory of organizations and one page for each."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from . import directory, related
from .footnotes import Footnotes
from .forms import DirectoryFilter
from .models import CoalitionMembership, Partner


@login_not_required
@require_safe
def partner_list(request):
    """All of it, or what ?relationship=, ?kind= and ?region= leave; a value that nobody has leaves nothing."""
    form = DirectoryFilter(request.GET, list(Partner.objects.public().with_campaigns().with_coalitions()))
    found = form.found()
    context = {"form": form, "found": found, "directory": directory.arrange(found)}
    return render(request, "partners/partner_list.html", context)


@login_not_required
@require_safe
def partner_detail(request, slug: str):
    """What is on record about one organization; what it did with us comes from higher floors, by their own words."""
    partner = get_object_or_404(Partner.objects.public().select_related("successor"), slug=slug)
    today = timezone.localdate()
    ties = CoalitionMembership.objects.public().of(partner)
    context = {
        "partner": partner,
        "notes": Footnotes([partner]),
        "coalitions": [row for row in ties if row.member_id == partner.pk],
        "members": [row for row in ties if row.coalition_id == partner.pk],
        "campaign_rows": partner.campaign_rows.with_campaigns(),
        "events": partner.events.public(),
        "works": related.rows(Partner, "resources").public().by(partner).newest_first(),
        "opportunities": [(row, row.is_past(today)) for row in partner.opportunities.public()],
        "predecessors": partner.predecessors.public(),
    }
    return render(request, "partners/partner_detail.html", context)
