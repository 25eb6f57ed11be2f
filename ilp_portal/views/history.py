"""The history of the project, year by year."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import weeks
from coordinators.models import Term
from ilp_portal import timeline
from ilp_portal.forms import HistoryFilter
from partners.footnotes import Footnotes


@login_not_required
@require_safe
def history(request):
    """All of it, or what ?era=, ?scope= and ?kind= leave; a value that is none of ours leaves nothing."""
    form, today = HistoryFilter(request.GET), weeks.today(timezone.now())
    choice = form.choice()
    terms = list(timeline.terms(choice)) if choice else []
    dle, ilp = (timeline.of_era(terms, era, choice) if choice else [] for era in (Term.Era.DLE, Term.Era.ILP))
    outside = choice is not None and not choice.era  # what has no academic year belongs to no era
    undated = list(choice.undated()) if outside else []
    around = list(choice.milestones().without_term()) if outside else []
    records = list(timeline.told([*dle, *ilp], undated, around, names=choice is not None and choice.names))
    renamed = timeline.renamed()
    context = {
        "form": form,
        "choice": choice,
        "renamed": renamed,
        "turn": bool(ilp) and choice.focus,  # the new name is told with the years, not with a list of one kind
        "first": terms[0] if terms else None,
        "dle": timeline.stops(dle, today=today),
        "ilp": timeline.stops(ilp, today=today),
        "undated": undated,
        "around": around,
        "found": timeline.count(records),
        "notes": Footnotes([*records, *renamed]),
    }
    return render(request, "ilp_portal/history.html", context)
