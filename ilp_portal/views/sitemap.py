"""What search engines may read: every page of the record in both languages, nothing else."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from campaigns.models import Campaign, Resource
from coordinators.models import Coordinator, Term
from events.models import Event
from partners.models import Partner

LISTS = (
    "home",
    "history",
    "search",
    "coordinators:term_list",
    "coordinators:tip_create",
    "campaigns:campaign_list",
    "partners:partner_list",
    "events:event_list",
    "campaigns:resource_list",
    "campaigns:fact_list",
    "campaigns:opportunity_list",
    "about",
    "api",
    "privacy",
    "rights",
)
CLOSED = ("start", "account_login", "admin:index", "campaigns:hours_now")  # what no crawler needs, in both languages


class RecordSitemap(Sitemap):
    """Lists by the name of their address, then one page a record; drafts and demo rows have none."""

    i18n = alternates = x_default = True

    def items(self) -> list:
        rows = (
            Term.objects.all(),
            Coordinator.objects.named_in_public().in_full(),  # the others' pages ask not to be found
            Campaign.objects.on_record(),
            Partner.objects.on_record(),
            Event.objects.on_record(),
            Event.objects.on_record().months(),
            Resource.objects.public(),
        )
        return [*LISTS, *(record for records in rows for record in records)]

    def location(self, item) -> str:
        return reverse(item) if isinstance(item, str) else item.get_absolute_url()


@login_not_required
@require_safe
def sitemap(request, language: str = ""):
    """The addresses in that language, each with its twins in the others; those of all languages without one."""
    if language and language not in dict(settings.LANGUAGES):
        raise Http404
    base = urlsplit(settings.BASE_URL)
    urls = RecordSitemap().get_urls(site=SimpleNamespace(domain=base.netloc), protocol=base.scheme)
    urls = [url for url in urls if language in ("", url["item"][1])]
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")


@login_not_required
@require_safe
def robots(request):
    """A demo copy asks to be left alone as a whole."""
    closed = []
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            closed += [reverse(name) for name in CLOSED]
    rules = [f"Disallow: {path}" for path in (["/"] if settings.DEBUG else closed)]
    maps = [f"Sitemap: {settings.BASE_URL}/sitemap-{code}.xml" for code, _ in settings.LANGUAGES]
    lines = ["User-agent: *", *rules, "", *maps, ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
