"""Placements, and the approval of hours. An entry is its coordinator's own word: staff read and approve it."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from campaigns import actions, durations
from campaigns.models import HourEntry, Placement
from coordinators.models import Appointment
from outreach.lookups import SafeLookups


@admin.register(Placement)
class PlacementAdmin(SafeLookups, admin.ModelAdmin):
    list_display = ("coordinator", "term", "campaign")
    list_filter = ("appointment__term", ("campaign", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("appointment__coordinator", "appointment__term", "campaign")
    search_fields = ("appointment__coordinator__name", "campaign__title_en", "campaign__title_es")
    ordering = ("-appointment__term__starts_on", "appointment__coordinator__name")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "appointment":  # its name is made of person and term
            kwargs["queryset"] = Appointment.objects.select_related("coordinator", "term").order_by("-term__starts_on")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("coordinator"), ordering="appointment__coordinator__name")
    def coordinator(self, placement):
        return placement.appointment.coordinator

    @admin.display(description=_("term"), ordering="appointment__term__starts_on")
    def term(self, placement):
        return placement.appointment.term


class ApprovedFilter(admin.SimpleListFilter):
    title, parameter_name = _("approval"), "approved"

    def lookups(self, request, model_admin):
        return [("no", _("waiting")), ("yes", _("approved"))]

    def queryset(self, request, queryset):
        words = {"no": queryset.pending, "yes": queryset.approved}
        return words[self.value()]() if self.value() in words else queryset


@admin.register(HourEntry)
class HourEntryAdmin(SafeLookups, admin.ModelAdmin):
    list_display = ("day", "coordinator", "campaign", "time", "activity", "note", "is_approved")
    list_filter = (
        ApprovedFilter,
        "placement__appointment__term",
        ("placement__campaign", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("placement__campaign", "placement__appointment__coordinator", "approved_by")
    search_fields = ("placement__appointment__coordinator__name", "note")
    ordering = ("-worked_on", "pk")
    actions = ("approve",)
    fields = ("day", "coordinator", "campaign", "time", "activity", "note", "logged_at", "approved_by", "approved_at")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_approve_permission(self, request) -> bool:
        return request.user.has_perm("campaigns.approve_hourentry")

    @admin.display(description=_("day"), ordering="worked_on")
    def day(self, entry):
        return entry.worked_on

    @admin.display(description=_("coordinator"), ordering="placement__appointment__coordinator__name")
    def coordinator(self, entry):
        return entry.placement.appointment.coordinator

    @admin.display(description=_("campaign"), ordering="placement__campaign__title_en")
    def campaign(self, entry):
        return entry.placement.campaign

    @admin.display(description=_("hours"), ordering="minutes")
    def time(self, entry):
        return durations.as_hours(entry.minutes)

    @admin.display(description=_("approved"), boolean=True, ordering="approved_at")
    def is_approved(self, entry):
        return entry.approved_at is not None

    @admin.action(description=_("Approve selected hour entries"), permissions=["approve"])
    def approve(self, request, queryset):
        """Approve what waits, without one's own."""
        own = queryset.pending().of_user(request.user).count()
        n = actions.approve_hours(entries=queryset, by=request.user, at=timezone.now())
        self.message_user(request, ngettext("One entry approved.", "%(n)d entries approved.", n) % {"n": n})
        if own:
            self.message_user(request, _("Somebody else has to approve your own hours."), messages.WARNING)
