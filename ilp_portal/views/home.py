"""The first page: what is next, what we work on, what the record shows."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import weeks
from campaigns.models import Campaign, Resource
from coordinators.models import Coordinator, Term
from events.models import Event
from partners.models import Partner

NEXT_EVENTS, FLAGS = 3, 8  # what fits one band each
TO_READ = Resource.Kind.GUIDE, Resource.Kind.REPORT, Resource.Kind.NEWSLETTER


@login_not_required
@require_safe
def home(request):
    """Every number is counted here from rows on record; demo rows show among the next events only, with their label."""
    now = timezone.now()
    campaigns = Campaign.objects.on_record().of_project()
    context = {
        "events": Event.objects.public().upcoming(now).for_page()[:NEXT_EVENTS],
        "campaigns": campaigns.with_partners().newest_first()[:FLAGS],
        "terms": Term.objects.with_names(),
        "today": weeks.today(now),
        "named_count": Coordinator.objects.named_in_public().count(),
        "campaign_count": campaigns.count(),
        "partner_count": Partner.objects.on_record().documented().count(),
        "resources": Resource.objects.public().with_publishers().newest_of_each(TO_READ),
    }
    return render(request, "ilp_portal/home.html", context)
