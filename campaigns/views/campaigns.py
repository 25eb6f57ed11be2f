"""Campaigns by how far the project was part of them, and one page for each."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.models import Campaign

OTHER_FLAGS = 6  # flags at the foot of a campaign's page; they fill one line


@login_not_required
@require_safe
def campaign_list(request):
    campaigns = Campaign.objects.public().with_partners().newest_first()
    groups = [(scope, [row for row in campaigns if row.scope == scope]) for scope in Campaign.Scope]
    return render(request, "campaigns/campaign_list.html", {"groups": [group for group in groups if group[1]]})


@login_not_required
@require_safe
def campaign_detail(request, slug: str):
    """What is on record about one campaign; its events come from a higher floor, by their own words."""
    campaigns = Campaign.objects.public().with_partners().with_outcomes().with_sources()
    campaign = get_object_or_404(campaigns, slug=slug)
    others = Campaign.objects.on_record().of_project().exclude(pk=campaign.pk)
    context = {
        "campaign": campaign,
        "terms": campaign.terms.all(),
        "milestones": campaign.milestones.public().with_sources(),
        "events": campaign.events.public(),
        "resources": campaign.resources.public().newest_first(),
        "others": others.with_partners().newest_first()[:OTHER_FLAGS],
    }
    return render(request, "campaigns/campaign_detail.html", context)
