"""Ways to take part: what stands open or will soon, then past calls kept as examples."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import weeks
from campaigns.models import Opportunity
from coordinators.models import Call


@login_not_required
@require_safe
def opportunity_list(request):
    today = weeks.today(timezone.now())
    current, later, past = [], [], []
    for row in Opportunity.objects.public().newest_first().for_list():
        (past if row.is_past(today) else later if row.opens_later(today) else current).append(row)
    calls = Call.objects.open_on(today)
    context = {"calls": calls, "current": current, "later": later, "past": past}
    return render(request, "campaigns/opportunity_list.html", context)
