"""What lets a week and a door open without a connection: the service worker, what a phone needs to install the page
as an app, and the page for the time without a connection where no copy is kept. Nothing in them is about anybody."""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import codes

ICONS = (("app-192.png", "192x192", "any"), ("app-512.png", "512x512", "any"), ("app-mask.png", "512x512", "maskable"))
INK, PAPER = "#1f1420", "#f7f2e8"  # of static/css/tokens.css: the bar above the page, and the page


@login_not_required
@require_safe
def service_worker(request):
    """static/js/sw.js at the root, since a worker reaches no higher than its own address. Asked anew each time."""
    places = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            places |= dict.fromkeys((reverse("campaigns:hours_now"), reverse("home")), reverse("offline"))
    worker = Path(finders.find("js/sw.js")).read_text(encoding="utf-8")
    text = f"const PLACES = {json.dumps(places)};\nconst CODES = {json.dumps(codes.scope())};\n{worker}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@login_not_required
@require_safe
def app_manifest(request):
    """The page as an app, in the language of the address."""
    start = reverse("campaigns:hours_now")
    icons = [
        {"src": static(f"img/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in ICONS
    ]
    said = {
        "id": start,
        "name": _("ILP hours"),
        "short_name": _("ILP hours"),
        "description": _("My week at the Immigration and Labor Project, also without a connection."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": start,
        "scope": "/",
        "display": "standalone",
        "theme_color": INK,
        "background_color": PAPER,
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@login_not_required
@require_safe
def offline(request):
    """Kept by the service worker, and shown where no copy of the week is. Made without the request: it is for all."""
    context = {"language": get_language(), "hours": reverse("campaigns:hours_now")}
    page = loader.render_to_string("ilp_portal/offline.html", context)
    return HttpResponse(page, headers={"Cache-Control": "no-cache"})
