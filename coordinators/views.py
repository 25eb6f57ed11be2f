"""The academic years of the project, and who coordinated in them as far as they may be named."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import Term


@login_not_required
@require_safe
def term_list(request):
    return render(request, "coordinators/term_list.html", {"section": "history", "terms": Term.objects.with_names()})


@login_not_required
@require_safe
def term_detail(request, slug: str):
    """One academic year; campaigns, milestones and events come from higher floors, by their own words."""
    term = get_object_or_404(Term.objects.with_names().with_sources(), slug=slug)
    context = {
        "section": "history",
        "term": term,
        "earlier": Term.objects.before(term.starts_on).first(),
        "later": Term.objects.after(term.ends_on).first(),
        "campaigns": term.campaigns.on_record().own_first().with_partners(),
        "milestones": term.milestones.public().with_sources(),
        "events": term.events.on_record(),
        "opportunities": term.opportunities.public(),
    }
    return render(request, "coordinators/term_detail.html", context)
