"""Figures about the issues, each as the claim of whoever published it."""

from itertools import groupby
from operator import attrgetter

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import weeks
from campaigns.models import Fact


@login_not_required
@require_safe
def fact_list(request):
    """By topic, each in the order of the record, where one may refer to the one before. A figure that is old or
    undated says so."""
    today = weeks.today(timezone.now())
    order = list(Fact.Issue)
    facts = sorted(Fact.objects.public().with_sources(), key=lambda fact: (order.index(fact.issue), fact.pk))
    topics = [
        (issue, Fact.Issue(issue).label, [(fact, fact.age(today)) for fact in rows])
        for issue, rows in groupby(facts, key=attrgetter("issue"))
    ]
    return render(request, "campaigns/fact_list.html", {"topics": topics, "count": len(facts)})
