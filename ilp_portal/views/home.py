"""The first page: what is next, what we work on, what the record shows."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import weeks
from campaigns.models import Campaign, Resource
from coordinators.models import Coordinator, Term
from events.models import Event
from partners import counts
from partners.models import Partner

NEXT_EVENTS, FLAGS = 3, 8  # what fits one band each
TO_READ = Resource.Kind.GUIDE, Resource.Kind.REPORT, Resource.Kind.NEWSLETTER


@login_not_required
@require_safe
def home(request):
    """Every number is counted here from rows on record; demo rows show among the next events only, with their label."""
    now = timezone.now()
    today, campaigns = weeks.today(now), Campaign.objects.on_record().of_project()
    flags = list(campaigns.of_year_first(today).with_partners()[:FLAGS])
    this_year = [campaign for campaign in flags if campaign.is_of_year]
    context = {
        "events": Event.objects.public().upcoming(now).for_page()[:NEXT_EVENTS],
        "campaigns": this_year or flags,
        "this_year": bool(this_year),
        "terms": Term.objects.with_names(),
        "today": today,
        "counts": counts.of(
            people=Coordinator.objects.named_in_public(),
            campaigns=campaigns,
            partners=Partner.objects.on_record().documented(),
        ),
        "resources": Resource.objects.public().select_related("publisher").newest_of_each(TO_READ),
    }
    return render(request, "ilp_portal/home.html", context)
