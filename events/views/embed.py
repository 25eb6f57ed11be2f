"""The one page that other sites may show in a frame."""

from http import HTTPStatus

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from .. import embed
from ..filters import EmbedFilter

FRAMED = {"frame-ancestors": settings.EMBED_FRAME_ANCESTORS}


@login_not_required
@xframe_options_exempt
@csp_replace(FRAMED)
@require_safe
def event_embed(request):
    """The next events, all or those of the choice: no script, no cookie, nothing to press but links that lead out."""
    form = EmbedFilter(request.GET)
    context = {"events": embed.rows(form, timezone.now()), "is_valid": form.is_valid(), "choice": form.words}
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.NOT_FOUND
    response = render(request, "events/event_embed.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
