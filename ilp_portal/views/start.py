"""The page after signing in: a coordinator's campaigns, week and next events; the doors that staff can open."""

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns import hand_overs, weeks
from campaigns.models import Campaign, CampaignPartner, HourEntry, Placement
from campaigns.timesheet import Timesheet
from coordinators.forms import SettingsForm
from coordinators.models import Coordinator, Tip
from events import accompaniments, door
from events.models import Event
from ilp_portal import untranslated

NEXT_EVENTS = 5


def start(request):
    """What the person who asks needs today, from their own appointment and their own permissions."""
    now = timezone.now()
    today = weeks.today(now)
    campaigns = _my_campaigns(request.user, today)
    events = Event.objects.public().upcoming(now).filter(campaign__in=campaigns).prefetch_related("partners")
    sheet = Timesheet.load(user=request.user, monday=weeks.monday_of(today), today=today)
    context = {
        "sheet": sheet,
        "campaigns": campaigns,
        "coming": _coming(request.user, sheet.next_term),
        "doors": door.doors_of(request.user, now),
        "events": events[:NEXT_EVENTS] if campaigns else [],
        "sections": admin.site.get_app_list(request) if request.user.is_staff else [],
        "to_read": hand_overs.to_read(request.user, today),
        "to_write": hand_overs.to_write(request.user, today),
        "companion": any(accompaniments.access(request.user, today)),
        "to_approve": _to_approve(request.user),
        "missing": untranslated.count() if request.user.is_staff else 0,
        "tips": Tip.objects.waiting().count() if request.user.has_perm("coordinators.change_tip") else 0,
    }
    return render(request, "ilp_portal/start.html", context)


def start_settings(request):
    """Language, time zone and the Sunday reminder. Saved, the page goes on in the chosen language."""
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=request.user)
    if form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Settings saved."))
            return redirect(reverse("start"))
    person = Coordinator.objects.of_user(request.user).first()
    return render(request, "ilp_portal/start_settings.html", {"form": form, "person": person})


def _my_campaigns(user, today) -> list[Campaign]:
    """Campaigns of placements that still give access, each with the contacts of its partners as `partners_here`."""
    placed = Placement.objects.of_user(user).open_on(today).values("campaign")
    partners = CampaignPartner.objects.filter(role=CampaignPartner.Role.PARTNER).select_related("partner")
    rows = Prefetch("partner_rows", partners.prefetch_related("partner__contacts"), to_attr="partners_here")
    return list(Campaign.objects.filter(pk__in=placed).prefetch_related(rows))


def _coming(user, term) -> list[Campaign]:
    """Campaigns that the person will be on when that term begins."""
    if term is None:
        return []
    placed = Placement.objects.of_user(user).filter(appointment__term=term)
    return list(Campaign.objects.filter(pk__in=placed.values("campaign")))


def _to_approve(user) -> int:
    """How many entries of others wait for this person's approval; 0 for people who approve none."""
    if not user.has_perm("campaigns.approve_hourentry"):
        return 0
    return HourEntry.objects.pending().exclude(placement__appointment__coordinator__user=user).count()
