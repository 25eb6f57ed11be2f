"""Quotes at the desk: list, add with consent, withdraw."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaigns import quotes, weeks
from campaigns.models import Campaign, Quote
from coordinators.desk import needs

A_PAGE = 50


@needs("campaigns.view_quote")
@never_cache
@require_safe
def quote_list(request):
    """All quotes, or those of the campaign that the address names."""
    slug = request.GET.get("campaign", "")
    campaign = get_object_or_404(Campaign, slug=slug) if slug else None
    rows = Quote.objects.select_related("campaign", "partner")
    page = Paginator(rows.filter(campaign=campaign) if campaign else rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/quote_list.html", {"page": page, "campaign": campaign})


@needs("campaigns.view_quote", "campaigns.add_quote")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quote_new(request):
    """Write one down. The campaign may be named in the address."""
    campaign = Campaign.objects.filter(slug=request.GET.get("campaign", "")).first()
    today = weeks.today(timezone.now())
    initial = {"campaign": campaign}  # days of consent are typed, not assumed
    form = quotes.QuoteForm(request.POST if request.method == "POST" else None, today=today, initial=initial)
    if form.is_valid():
        quote = form.save()
        messages.success(request, _("The quote is saved."))
        return redirect(f"{reverse('campaigns:quote_list')}?campaign={quote.campaign.slug}")
    return render(request, "desk/quote_new.html", {"form": form})


@needs("campaigns.view_quote", "campaigns.change_quote")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quote_withdraw(request, pk: int):
    """Ask first; erase the words by POST only."""
    quote = get_object_or_404(Quote.objects.select_related("campaign"), pk=pk)
    if request.method != "POST" and quote.withdrawn_on is None:
        return render(request, "desk/quote_withdraw.html", {"quote": quote})
    if request.method == "POST" and quotes.withdraw(quote=quote, today=weeks.today(timezone.now())):
        messages.success(request, _("The quote is withdrawn. Its words are gone from every report."))
    return redirect(f"{reverse('campaigns:quote_list')}?campaign={quote.campaign.slug}")
