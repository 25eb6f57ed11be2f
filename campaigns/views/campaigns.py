"""Campaigns by how far the project was part of them, and one page for each."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import bars, public_hours, weeks
from campaigns.filters import CampaignFilter
from campaigns.models import Campaign, HourEntry
from partners.footnotes import Footnotes

OTHER_FLAGS = 6  # flags at the foot of a campaign's page; they fill one line


@login_not_required
@require_safe
def campaign_list(request):
    """All of them, or what the filter leaves; a value that none of them has leaves nothing."""
    form = CampaignFilter(request.GET, list(Campaign.objects.public().with_years().with_partners().newest_first()))
    found = form.found()
    groups = [(scope, [row for row in found if row.scope == scope]) for scope in Campaign.Scope]
    context = {"form": form, "found": found, "groups": [group for group in groups if group[1]]}
    return render(request, "campaigns/campaign_list.html", context)


@login_not_required
@require_safe
def campaign_detail(request, slug: str):
    """What is on record about one campaign; its events come from a higher floor, by their own words."""
    rows = list(Campaign.objects.public().beside(slug).with_years().with_partners()[: 1 + OTHER_FLAGS])
    if not rows or rows[0].slug != slug:
        raise Http404
    campaign, *others = rows
    outcomes, milestones = list(campaign.outcomes.all()), list(campaign.milestones.public())
    worked = HourEntry.objects.public_of(campaign).by_week_and_person()
    seasons = public_hours.seasons(worked, today=weeks.today(timezone.now()))
    context = {
        "campaign": campaign,
        "outcomes": outcomes,
        "milestones": milestones,
        "notes": Footnotes([campaign, *outcomes, *milestones]),
        "events": campaign.events.public(),
        "resources": campaign.resources.public().newest_first(),
        "hours": [(season, bars.draw(season)) for season in seasons],
        "hours_summary": public_hours.summary(seasons),
        "others": others,
    }
    return render(request, "campaigns/campaign_detail.html", context)
