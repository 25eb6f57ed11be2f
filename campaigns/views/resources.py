"""Works worth reading, figures with whoever claims them, and ways to take part."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from campaigns.models import Fact, Opportunity, Resource


@login_not_required
@require_safe
def resource_list(request):
    resources = Resource.objects.public().with_publishers().newest_first()
    kinds = [(kind, label, [row for row in resources if row.kind == kind]) for kind, label in Resource.SHELVES.items()]
    context = {
        "kinds": [shelf for shelf in kinds if shelf[2]],
        "facts": Fact.objects.public().with_sources(),
        "opportunities": Opportunity.objects.public().standing_first().for_list(),
    }
    return render(request, "campaigns/resource_list.html", context)


@login_not_required
@require_safe
def resource_detail(request, slug: str):
    resources = Resource.objects.public().with_publishers().with_sections().with_sources()
    resource = get_object_or_404(resources, slug=slug)
    context = {"resource": resource, "campaigns": resource.campaigns.public().with_partners()}
    return render(request, "campaigns/resource_detail.html", context)
