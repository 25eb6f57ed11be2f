"""What everybody may say and refuse, to read on a phone or on paper."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ilp_portal import rights as words
from partners.models import Partner


@login_not_required
@require_safe
def rights(request):
    """The text is in ilp_portal/rights.py; who gives legal help comes from the directory."""
    context = {
        "places": words.PLACES,
        "card": words.CARD,
        "written_on": words.WRITTEN_ON,
        "reviewed_on": words.reviewed_on(),
        "helpers": Partner.objects.on_record().giving_legal_help(),
    }
    return render(request, "ilp_portal/rights.html", context)
