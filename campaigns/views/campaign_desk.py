"""The desk of campaigns: the list, all of one campaign, its form, and who of the coordinators works on it."""

from django.contrib import messages
from django.db.models import Count, ProtectedError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import weeks
from campaigns.models import Campaign, Outcome
from campaigns.record_desk import kinds, placing
from campaigns.record_desk.lists import CampaignDeskFilter
from coordinators.desk import needs
from partners.models import Draft

from .record_form import EDIT, write

READ_AND_WRITE = ["GET", "HEAD", "POST"]
PLACE = "campaigns.add_placement"


@needs(EDIT)
@require_safe
def campaign_desk_list(request):
    """All of them, public or not, with what a language lacks; as narrow as the filter makes it."""
    rows = Campaign.objects.with_partners().newest_first().annotate(n_outcomes=Count("outcomes", distinct=True))
    form = CampaignDeskFilter(request.GET, list(rows))
    found = [(row, kinds.lacking(row)) for row in form.found()]
    context = {"form": form, "found": found, "draft": Draft.objects.filter(user=request.user, form="campaign/new")}
    return render(request, "campaigns/desk/campaign_list.html", context)


@needs(EDIT)
@require_safe
def campaign_desk(request, slug: str):
    """What the public sees, who works on it, what came of it."""
    campaign = get_object_or_404(Campaign.objects.with_years().with_partners(), slug=slug)
    today = weeks.today(timezone.now())
    outcomes = list(campaign.outcomes.with_sources())
    context = {
        "campaign": campaign,
        "lacking": kinds.lacking(campaign),
        "outcomes": [(row, kinds.lacking(row)) for row in outcomes],
        "milestones": campaign.milestones.with_sources(),
        "citations": campaign.citations.select_related("source"),
        "resources": campaign.resources.count(),
        "placements": placing.rows(campaign, today),
        "terms": placing.terms(today),
        "form": placing.PlaceForm(campaign=campaign, today=today),
    }
    return render(request, "campaigns/desk/campaign.html", context)


@needs(EDIT, "campaigns.add_campaign")
@require_http_methods(READ_AND_WRITE)
def campaign_desk_new(request):
    return write(request, Campaign(), initial={"scope": Campaign.Scope.ILP, "is_public": False})


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
def campaign_desk_edit(request, slug: str):
    return write(request, get_object_or_404(Campaign, slug=slug))


@needs(EDIT, PLACE)
@require_POST
def campaign_desk_place(request, slug: str):
    """Place the coordinators who were ticked, or take one off who has no hours here."""
    campaign, today = get_object_or_404(Campaign, slug=slug), weeks.today(timezone.now())
    if "off" in request.POST:
        _take_off(request, campaign, today)
        return redirect(kinds.desk_url(campaign) + "#people")
    form = placing.PlaceForm(request.POST, campaign=campaign, today=today)
    if form.is_valid():
        n = form.place()
        text = ngettext("One coordinator was placed.", "%(n)d coordinators were placed.", n)
        messages.success(request, text % {"n": n})
    else:
        messages.error(request, " ".join(form.errors["appointments"]))
    return redirect(kinds.desk_url(campaign) + "#people")


def _take_off(request, campaign: Campaign, today) -> None:
    pk = request.POST["off"]
    if not (pk.isascii() and pk.isdigit() and len(pk) < 10) or not request.user.has_perm("campaigns.delete_placement"):
        raise Http404
    place = get_object_or_404(placing.rows(campaign, today), pk=pk)
    try:
        place.delete()
    except ProtectedError:
        text = _("%(who)s has hours in this campaign, so the placement stays. Hours are corrected in the hours desk.")
        messages.error(request, text % {"who": place.appointment.coordinator.name})
    else:
        messages.success(request, _("%(who)s was taken off.") % {"who": place.appointment.coordinator.name})


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
def outcome_desk_new(request, slug: str):
    campaign = get_object_or_404(Campaign, slug=slug)
    last = campaign.outcomes.order_by("-order").values_list("order", flat=True).first()
    order = 1 if last is None else min(last + 1, 32767)
    return write(request, Outcome(campaign=campaign), owner=campaign, initial={"order": order})


@needs(EDIT)
@require_http_methods(READ_AND_WRITE)
def outcome_desk_edit(request, pk: int):
    return write(request, get_object_or_404(Outcome.objects.select_related("campaign"), pk=pk))
