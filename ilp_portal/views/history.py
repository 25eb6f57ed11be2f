"""The history of the project, year by year."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import weeks
from campaigns.models import Campaign, Milestone
from coordinators.models import Term
from ilp_portal import timeline


@login_not_required
@require_safe
def history(request):
    today = weeks.today(timezone.now())
    terms = list(timeline.terms())
    eras = {era: [term for term in terms if term.era == era] for era in Term.Era}
    context = {
        "first": terms[0] if terms else None,
        "dle": timeline.stops(eras[Term.Era.DLE], today=today),
        "ilp": timeline.stops(eras[Term.Era.ILP], today=today),
        "undated": Campaign.objects.on_record().of_project().without_term(),
        "around": Milestone.objects.public().without_term().with_sources(),
    }
    return render(request, "ilp_portal/history.html", context)
