"""Campaigns with their organizations and outcomes."""

from django.contrib import admin

from campaigns.models import Campaign, CampaignPartner, Outcome
from outreach.lookups import FewOptions
from partners.admin import BilingualAdmin, BilingualInline, CitationInline, EventNumbers


class CampaignPartnerInline(FewOptions, admin.StackedInline):
    model, extra = CampaignPartner, 0
    fields = ("partner", "role", "is_lead", "order")


class OutcomeInline(BilingualInline):
    model, show_change_link = Outcome, True


@admin.register(Campaign)
class CampaignAdmin(EventNumbers, BilingualAdmin):
    inlines = [CampaignPartnerInline, OutcomeInline, CitationInline]
    list_display = ("title", "scope", "status", "start_display", "end_display", "is_public")
    list_filter = ("scope", "status", "is_public", "is_demo", "terms")
    search_fields = ("title_en", "title_es", "slug")
    prepopulated_fields = {"slug": ("title",)}
    ticks = {"kinds": Campaign.Kind.choices}


@admin.register(Outcome)
class OutcomeAdmin(BilingualAdmin):
    """One outcome by itself, for its sources."""

    inlines = [CitationInline]
    list_display = ("campaign", "order", "text", "figure", "unit", "date_display")
    list_display_links = ("text",)
    list_select_related = ("campaign",)
    search_fields = ("text_en", "text_es", "campaign__title_en", "campaign__title_es")
