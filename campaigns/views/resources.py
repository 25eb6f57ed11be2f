"""Works worth reading: reports, guides, press releases, newsletters, videos, and one page for each."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns import shelves, weeks
from campaigns.filters import ResourceFilter
from campaigns.models import Resource, ResourceSection
from partners.footnotes import Footnotes


@login_not_required
@require_safe
def resource_list(request):
    """All of it, or what ?kind=, ?language=, ?campaign= and ?year= leave; a value that none has leaves nothing."""
    resources = Resource.objects.public().with_publishers().with_campaigns().newest_first()
    form = ResourceFilter(request.GET, list(resources))
    found = form.found()
    return render(
        request,
        "campaigns/resource_list.html",
        {"form": form, "found": found, "shelves": shelves.arrange(found)},
    )


@login_not_required
@require_safe
def resource_detail(request, slug: str):
    """What is on record about one work, the sections of a newsletter, and the newsletters that sent readers here."""
    resource = get_object_or_404(Resource.objects.public().with_publishers(), slug=slug)
    today, around = weeks.today(timezone.now()), list(ResourceSection.objects.around(resource))
    sections = [section for section in around if section.resource_id == resource.pk]
    context = {
        "resource": resource,
        "files": resource.files.all(),
        "past_calls": [call for section in sections for call in section.opportunities.all() if call.is_past(today)],
        "notes": Footnotes([resource, *sections]),
        "campaigns": resource.campaigns.public(),
        "sections": sections,
        "named_in": [section for section in around if section.resource_id != resource.pk],
    }
    return render(request, "campaigns/resource_detail.html", context)
