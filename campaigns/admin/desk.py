"""What the desk makes and keeps: links for partners, reports, quotes. Here to look things up."""

from django.contrib import admin

from campaigns.models import PartnerLink, Quote, Report
from partners.admin import ReadOnlyAdmin


@admin.register(PartnerLink)
class PartnerLinkAdmin(ReadOnlyAdmin):
    """Never the address itself: whoever reads it may approve hours."""

    list_display = ("partner", "language", "made_at", "made_by", "expires_on", "revoked_at")
    list_filter = ("language", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("partner", "made_by")
    search_fields = ("partner__name", "partner__acronym")
    fields = list_display


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "about", "starts_on", "ends_on", "made_at", "frozen_at")
    list_filter = ("about", ("frozen_at", admin.EmptyFieldListFilter))
    list_select_related = ("partner", "campaign", "term")
    search_fields = ("partner__name", "campaign__title_en", "campaign__title_es", "term__label")
    fields = (
        *("about", "partner", "campaign", "term", "starts_on", "ends_on"),
        *("made_at", "made_by", "frozen_at", "checksum"),
    )


@admin.register(Quote)
class QuoteAdmin(ReadOnlyAdmin):
    """Words are written down and withdrawn at the desk, which reads them for what must not stand in public."""

    list_display = ("said_by", "campaign", "partner", "said_on", "agreed_on", "withdrawn_on")
    list_filter = (("withdrawn_on", admin.EmptyFieldListFilter),)
    list_select_related = ("campaign", "partner")
    search_fields = ("text_en", "text_es", "said_by_en", "said_by_es", "campaign__title_en", "campaign__title_es")
    fields = (
        *("campaign", "partner", "text_en", "text_es", "said_by_en", "said_by_es"),
        *("said_on", "agreed_on", "agreed_how", "withdrawn_on"),
    )
