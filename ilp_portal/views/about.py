"""Who runs the portal, and what it keeps about people."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ilp_portal import notice
from partners.models import Partner


@login_not_required
@require_safe
def about(request):
    """The project, how to reach it, its name until 2015, the source of the portal and what it promises to everybody."""
    context = {
        "hosts": Partner.objects.on_record().filter(relationship=Partner.Relationship.HOST),
        "source_code_url": settings.SOURCE_CODE_URL,
    }
    return render(request, "ilp_portal/about.html", context)


@login_not_required
@require_safe
def privacy(request):
    """The register of personal data (ilp_portal/privacy.py) in plain words."""
    context = {
        "concerns": notice.concerns(),
        "impersonal": notice.impersonal(),
        "contact": settings.PRIVACY_CONTACT,
        "hosted_by": settings.HOSTED_BY,
    }
    return render(request, "ilp_portal/privacy.html", context)


@login_not_required
@require_safe
def api(request):
    """What programs may read, for the people who write them."""
    return render(request, "ilp_portal/api.html", {"base": settings.BASE_URL})
