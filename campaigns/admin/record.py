"""Milestones, resources with their sections, facts and opportunities."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from campaigns.models import Fact, Milestone, Opportunity, Resource, ResourceFile, ResourceSection
from partners import languages
from partners.admin import BilingualAdmin, BilingualInline, CitationInline

LANGUAGES = list(languages.NAMES.items())


@admin.register(Milestone)
class MilestoneAdmin(BilingualAdmin):
    inlines = [CitationInline]
    list_display = ("title", "date_display", "scope", "term", "campaign", "is_public")
    list_filter = ("scope", "is_public", "term")
    list_select_related = ("term", "campaign")
    search_fields = ("title_en", "title_es", "slug")
    prepopulated_fields = {"slug": ("title",)}


class ResourceSectionInline(BilingualInline):
    """The order and headlines at a glance; a section is written on its own page."""

    model, show_change_link = ResourceSection, True
    fk_name = "resource"
    fields = ("order", "headline")

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Resource)
class ResourceAdmin(BilingualAdmin):
    inlines = [ResourceSectionInline, CitationInline]
    list_display = ("title", "kind", "publisher_shown", "date_display", "is_public")
    list_filter = ("kind", "is_public")
    list_select_related = ("publisher",)
    search_fields = ("title_en", "title_es", "slug", "publisher__name", "publisher_name")
    prepopulated_fields = {"slug": ("title",)}
    ticks = {"languages": LANGUAGES}
    readonly_fields = ("editions",)

    @admin.display(description=ResourceFile._meta.verbose_name_plural)
    def editions(self, resource):
        """Files are looked at before they are kept, which the desk does."""
        if not resource.pk:
            return None
        at = reverse("campaigns:resource_desk", args=[resource.slug])
        return format_html('<a href="{}">{}</a>', at, _("Editions to download"))

    @admin.display(description=Resource._meta.get_field("publisher").verbose_name, ordering="publisher__name")
    def publisher_shown(self, resource):
        return resource.publisher or resource.publisher_name


@admin.register(ResourceSection)
class ResourceSectionAdmin(BilingualAdmin):
    inlines = [CitationInline]
    list_display = ("headline", "resource", "order", "kind")
    list_select_related = ("resource",)
    search_fields = ("headline_en", "headline_es")
    ticks = {"languages": LANGUAGES}


@admin.register(Fact)
class FactAdmin(BilingualAdmin):
    inlines = [CitationInline]
    list_display = ("slug", "issue", "figure", "unit", "date_display", "claimed_by", "is_public")
    list_filter = ("issue", "claim_type", "is_public")
    search_fields = ("slug", "text_en", "text_es")


@admin.register(Opportunity)
class OpportunityAdmin(BilingualAdmin):
    inlines = [CitationInline]
    list_display = ("title", "kind", "status", "organization", "opens_on", "closes_on", "is_public")
    list_filter = ("status", "kind", "is_public")
    list_select_related = ("organization",)
    search_fields = ("title_en", "title_es", "slug")
    prepopulated_fields = {"slug": ("title",)}
